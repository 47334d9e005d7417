"""Where is an official paper checked?"""

from django.urls import path

from huxin.channels.portal import verify

urlpatterns = [
    path("verify/", verify.verify, name="verify"),
    path("verify/signed/", verify.verify_signed, name="verify_signed"),
]
