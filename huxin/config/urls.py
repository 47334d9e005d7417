"""Where does each channel live?"""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("workbench/", include("huxin.channels.workbench.urls")),
    path("api/v1/", include("huxin.channels.api.urls")),
    path("desk/", include("huxin.channels.desk.urls")),
    path("", include("huxin.channels.portal.urls")),
]

handler400 = "huxin.channels.parts.errors.bad_request"
handler403 = "huxin.channels.parts.errors.forbidden"
handler404 = "huxin.channels.parts.errors.not_found"
handler500 = "huxin.channels.parts.errors.broken"
handler429 = "huxin.channels.parts.errors.too_many"  # asked for by the accounts library
