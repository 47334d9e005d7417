"""Which pages are about people and their organisations?"""

from django.urls import path

from huxin.channels.parts.menu import Item
from huxin.channels.workbench.people import invitations, organisations, pages, profile

urlpatterns = [
    path("people/", pages.people, name="people"),
    path("people/people.xlsx", pages.people_export, name="people_export"),
    path("people/<int:pk>/", pages.person, name="person"),
    path("people/<int:pk>/role/", pages.grant, name="person_grant"),
    path("people/<int:pk>/hand-over/", pages.pass_on, name="person_hand_over"),
    path("people/<int:pk>/phone/", pages.show_phone, name="person_phone"),
    path("people/<int:pk>/stand-in/", pages.stand_in, name="person_stand_in"),
    path("people/<int:pk>/deactivate/", pages.close, name="person_deactivate"),
    path("people/<int:pk>/renewal/", invitations.renewal, name="person_renewal"),
    path("memberships/<int:pk>/end/", pages.revoke, name="membership_end"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/organisations.xlsx", organisations.organisations_export, name="organisations_export"),
    path("organisations/<int:pk>/", organisations.organisation, name="organisation"),
    path("organisations/<int:pk>/name/", organisations.change_name, name="organisation_rename"),
    path("organisations/<int:pk>/alias/", organisations.alias, name="organisation_alias"),
    path("organisations/<int:pk>/invite/", invitations.invite, name="invite"),
    path("invitations/<int:pk>/withdraw/", invitations.withdraw, name="invitation_withdraw"),
    path("profile/", profile.profile, name="profile"),
    path("profile/phone/", profile.phone, name="profile_phone"),
    path("profile/email/", profile.email, name="profile_email"),
    path("profile/stand-in/", profile.away, name="profile_stand_in"),
    path("profile/stand-in/<int:pk>/end/", profile.back, name="stand_in_end"),
]
menu = (Item("人员单位", "workbench:people", "people.view", "users", 80, ("workbench:organisations",)),)
