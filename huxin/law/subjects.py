"""Which things does this package own, and who sees them?"""

from django.db.models import QuerySet
from django.urls import reverse

from huxin.base.actor import Actor
from huxin.journal.timeline import words_for
from huxin.law.models import HolidayYear
from huxin.orgs.access import subject
from huxin.orgs.models import Area


def years(by: Actor, permission: str) -> QuerySet[HolidayYear]:
    """The calendar is the same for all, so whoever holds the permission holds it on every year."""
    return HolidayYear.objects.all()


def _area_name(code: str) -> str:
    area = Area.objects.filter(pk=code).first()
    return area.name if area else code


subject(
    HolidayYear,
    view="home.view",
    visible=years,
    title=str,
    url=lambda year: f"{reverse('workbench:calendar')}#year-{year.pk}",
)
words_for("area_code", _area_name)
