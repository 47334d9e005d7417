"""Where do the public pages live?"""

from django.urls import path

from huxin.channels.portal import cases_urls, progress_urls, verify_urls, views

app_name = "portal"
urlpatterns = [
    path("", views.landing, name="landing"),
    path("letters/", views.letters, name="letters"),
    path("invitation/", views.invitation, name="invitation"),
    *cases_urls.urlpatterns,
    *progress_urls.urlpatterns,
    *verify_urls.urlpatterns,
]
