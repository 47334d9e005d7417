"""Where do the public pages live?"""

from django.urls import path

from huxin.channels.portal import calculators_urls, cases_urls, picking, progress_urls, verify_urls, views

app_name = "portal"
urlpatterns = [
    path("", views.landing, name="landing"),
    path("letters/", views.letters, name="letters"),
    path("invitation/", views.invitation, name="invitation"),
    *calculators_urls.urlpatterns,
    *cases_urls.urlpatterns,
    path("pick/enterprises/", picking.pick_enterprises, name="pick_enterprises"),
    *progress_urls.urlpatterns,
    *verify_urls.urlpatterns,
]
