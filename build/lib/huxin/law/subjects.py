"""Which things does this package own, and who sees them?"""

from functools import cache

from django.db.models import QuerySet
from django.urls import reverse

from huxin.base.actor import Actor
from huxin.journal.timeline import words_for
from huxin.law.catalogue import entry
from huxin.law.models import HolidayYear, Parameter
from huxin.law.reach import is_wide, reached
from huxin.orgs.access import subject
from huxin.orgs.models import Area


def years(by: Actor, permission: str) -> QuerySet[HolidayYear]:
    """The calendar is the same for all, so whoever holds the permission holds it on every year."""
    return HolidayYear.objects.all()


def parameters(by: Actor, permission: str) -> QuerySet[Parameter]:
    """Law is public: who may look sees every figure. Changing one takes the right for its county, or a wider one."""
    if permission == "law.view" or is_wide(by, permission):
        return Parameter.objects.all()
    return Parameter.objects.filter(area_code__in=reached(by, permission))


@cache
def _area_name(code: str) -> str:
    """Asked once: a place keeps its name as long as this process runs."""
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
subject(
    Parameter,
    view="law.view",
    visible=parameters,
    title=str,
    url=lambda figure: reverse("workbench:law_figure", args=[figure.pk]),
)
words_for("figure", lambda code: entry(code).title)
words_for("place", lambda code: "全国" if code == "CN" else _area_name(code))
