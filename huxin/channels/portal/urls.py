"""Where do the public pages live?"""

from django.urls import path

from huxin.channels.parts.menu import MENUS
from huxin.channels.portal import (
    calculators_urls,
    cases_urls,
    me_urls,
    picking,
    procedures_urls,
    progress_urls,
    verify_urls,
    views,
    wages_urls,
)

app_name = "portal"
urlpatterns = [
    path("", views.landing, name="landing"),
    path("favicon.ico", views.icon, name="icon"),
    path("letters/", views.letters, name="letters"),
    path("invitation/", views.invitation, name="invitation"),
    *me_urls.urlpatterns,
    *calculators_urls.urlpatterns,
    *cases_urls.urlpatterns,
    path("pick/enterprises/", picking.pick_enterprises, name="pick_enterprises"),
    *procedures_urls.urlpatterns,
    *progress_urls.urlpatterns,
    *verify_urls.urlpatterns,
    *wages_urls.urlpatterns,
]
MENUS[app_name] = me_urls.menu
