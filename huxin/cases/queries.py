"""Which cases stand in whose list, in which order, and how is one found among a million?

A list is read from `CaseReach`, one walk along its index for each key that the actor holds; the walks are merged here,
because no database orders one walk over several keys without sorting all of them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce

from huxin.base.actor import Actor
from huxin.base.chinese import normal_name, read_id, read_mobile
from huxin.cases.clocks import FAR
from huxin.cases.models import Case, CaseReach, Party
from huxin.cases.reach import keys_of
from huxin.orgs.models import Area
from huxin.orgs.personal import digest
from huxin.registry.queries import named

Place = tuple[date, int]
_WITH = ("organisation", "officer", "second_officer", "enterprise", "area")
_NUMBER = re.compile(r"(\d{4})-?(\d{4})-?(\d{4})")
_FIRMS = 50  # as many as one text may mean
TABS = {"mine": "我的案件", "office": "本单位在办", "waiting": "待指派", "closed": "已办结", "all": "全部"}
NEWEST_FIRST = ("closed", "all")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases of a tab: by their own columns, overdue on a day, and holding a text."""

    tab: str = "office"
    procedure: str = ""
    step: str = ""
    topic: str = ""
    source: str = ""
    area: str = ""
    officer: int | None = None
    office: int | None = None
    overdue_on: date | None = None
    text: str = ""

    def condition(self, found: Q, prefix: str) -> Q:
        """The same as a condition on a case, or on what points to one."""
        plain = {"procedure": self.procedure, "step": self.step, "topic": self.topic, "source": self.source,
                 "area__path__startswith": self.area, "officer": self.officer,
                 "organisation": self.office}  # fmt: skip
        wanted: dict[str, object] = {prefix + name: value for name, value in plain.items() if value}
        if self.overdue_on:
            wanted[f"{prefix}due_on__lt"] = self.overdue_on
        if self.tab == "waiting":
            wanted[f"{prefix}officer"] = None
        return Q(**wanted) & found


@dataclass(frozen=True, slots=True)
class Listed:
    """A case in a list, with the day by which the list is ordered."""

    case: Case
    place: Place


def held_keys(by: Actor, tab: str) -> list[str]:
    """The keys along which this list is read."""
    permission = "case.assign" if tab == "waiting" else "case.view"
    if not by.can(permission):
        return []
    keys = keys_of(by, permission)
    return list(Area.objects.filter(parent=None).values_list("path", flat=True)) if "" in keys else keys


def listed(by: Actor, wanted: Wanted, *, most: int, beyond: Place | None = None, back: bool = False) -> list[Listed]:
    """The next `most` cases of a tab beyond a place by due day (what is closed: newest first); `back`: before it."""
    keys = held_keys(by, wanted.tab)
    if not keys:
        return []
    down = back != (wanted.tab in NEWEST_FIRST)
    if wanted.tab == "mine":
        return _mine(by, keys, wanted, most, beyond, down)
    condition = wanted.condition(holding(wanted.text, "case__"), "case__")
    found: dict[int, Listed] = {}
    for key in keys:
        for row in _walk(key, wanted.tab, condition, most, beyond, down):
            found.setdefault(row.case_id, Listed(row.case, (row.due_on, row.case_id)))
    first = 1 if wanted.tab == "all" else 0  # ordered by the number of the row alone
    return sorted(found.values(), key=lambda one: one.place[first:], reverse=down)[:most]


def _walk(key: str, tab: str, condition: Q, most: int, beyond: Place | None, down: bool) -> Iterator[CaseReach]:
    """Along one key. `open__in`, because SQLite looks for a bare boolean without its index."""
    rows = CaseReach.objects.filter(condition, key=key).select_related(*(f"case__{name}" for name in _WITH))
    way, sign = ("lt", "-") if down else ("gt", "")
    if tab == "all":
        if beyond is not None:
            rows = rows.filter(**{f"case__{way}": beyond[1]})
        return iter(rows.order_by(f"{sign}case_id")[:most])
    rows = rows.filter(open__in=[tab != "closed"])
    return iter(rows.filter(_beyond("due_on", "case", beyond, way)).order_by(f"{sign}due_on", f"{sign}case_id")[:most])


def _beyond(day: str, pk: str, place: Place | None, way: str) -> Q:
    if place is None:
        return Q()
    same = Q(**{day: place[0], f"{pk}__{way}": place[1]})
    return Q(**{f"{day}__{way}e": place[0]}) & (Q(**{f"{day}__{way}": place[0]}) | same)


def _mine(by: Actor, keys: list[str], wanted: Wanted, most: int, beyond: Place | None, down: bool) -> list[Listed]:
    """The open cases that one handles, first or second: few, so that they are sorted."""
    own = Q(officer=by.user_id) | Q(second_officer=by.user_id)
    seen = Exists(CaseReach.objects.filter(case=OuterRef("pk"), key__in=keys))
    rows = Case.objects.filter(own, seen, wanted.condition(holding(wanted.text, ""), ""), closed_at=None)
    rows = rows.annotate(listed_on=Coalesce("due_on", Value(FAR))).select_related(*_WITH)
    way, sign = ("lt", "-") if down else ("gt", "")
    rows = rows.filter(_beyond("listed_on", "pk", beyond, way)).order_by(f"{sign}listed_on", f"{sign}pk")
    return [Listed(case, (case.due_on or FAR, case.pk)) for case in rows[:most]]


def every(by: Actor, wanted: Wanted, *, at_once: int = 500) -> Iterator[Case]:
    """All cases of a tab, for a table."""
    place: Place | None = None
    while rows := listed(by, wanted, most=at_once, beyond=place):
        yield from (row.case for row in rows)
        if len(rows) < at_once:
            return
        place = rows[-1].place


def holding(text: str, prefix: str) -> Q:
    """Cases that are meant by a number, a telephone or identity number, a person's name, a firm, or words."""
    text = text.replace("\x00", " ").strip()[:60]
    if not text:
        return Q()
    if number := _NUMBER.fullmatch(text):
        return Q(**{f"{prefix}number": "-".join(number.groups())})
    for kind, read in (("phone", read_mobile), ("id", _identity)):
        try:
            found = digest(kind, read(text))
        except ValueError:
            continue  # it is no such number; it may be the other, or words
        return _of_party(prefix, **{f"{kind}_digest": found})
    firms = list(named(text).values_list("enterprise", flat=True)[:_FIRMS])
    words = Q(**{f"{prefix}title__icontains": text}) | Q(**{f"{prefix}enterprise_name__icontains": text})
    by_firm = Q(**{f"{prefix}enterprise__in": firms}) if firms else Q()
    return words | by_firm | Q(**{f"{prefix}outside_number": text}) | _of_party(prefix, name_digest=_name(text))


def _of_party(prefix: str, **found: str) -> Q:
    """Cases with such a party: the few ids first, so that the walk compares numbers."""
    cases = Party.objects.filter(**found, left_at=None).values_list("case", flat=True).order_by("-case")[:200]
    return Q(**{f"{prefix}pk__in": list(cases)})


def _name(text: str) -> str:
    return digest("name", normal_name(text))


def _identity(text: str) -> str:
    return read_id(text).number
