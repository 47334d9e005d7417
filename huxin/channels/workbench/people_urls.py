"""Which pages are about people and their organisations?"""

from django.urls import path

from huxin.channels.workbench import profile

urlpatterns = [
    path("profile/", profile.profile, name="profile"),
]
