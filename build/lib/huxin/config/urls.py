"""Where does each channel live?"""

from allauth.account import views
from django.urls import include, path

from huxin.channels.parts.errors import not_offered

# of the accounts library only what is used here: accounts are opened by invitation, a forgotten password is a matter
# for the administrator, and addresses stand in one's own profile; the library asks for the last three by name
account = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
    path("signup/", not_offered, name="account_signup"),
    path("email/", not_offered, name="account_email"),
    path("password/set/", not_offered, name="account_set_password"),
]
urlpatterns = [
    path("account/", include(account)),
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
