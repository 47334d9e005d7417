"""Which things does this package own, and who sees them?"""

from django.db.models import Q, QuerySet
from django.urls import reverse

from huxin.base.actor import Actor
from huxin.journal.timeline import words_for
from huxin.orgs.access import subject, within
from huxin.orgs.actions.people import PURPOSES
from huxin.orgs.models import Organisation, User
from huxin.orgs.roles import ROLES


def organisations(by: Actor, permission: str) -> QuerySet[Organisation]:
    """Organisations below the actor's reach."""
    return Organisation.objects.filter(within(by, permission, "path"))


def people(by: Actor, permission: str) -> QuerySet[User]:
    """Oneself, and whoever holds a role in an organisation within reach."""
    return User.objects.filter(Q(pk=by.user_id) | Q(pk__in=_members(by, permission).values("memberships__user")))


def _members(by: Actor, permission: str) -> QuerySet[Organisation]:
    return organisations(by, permission).filter(memberships__until=None)


subject(
    Organisation,
    view="people.view",
    visible=organisations,
    title=lambda o: o.name,
    url=lambda o: reverse("workbench:organisation", args=[o.pk]),
)
subject(
    User,
    view="people.view",
    visible=people,
    title=lambda u: u.name,
    url=lambda u: reverse("workbench:person", args=[u.pk]),
)

words_for("role", lambda code: ROLES[code].title)
words_for("purpose", lambda code: PURPOSES[code])
