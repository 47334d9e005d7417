"""Which cases stand in whose list, in which order, and how is one found among a million?

A list is read from `CaseReach`, one walk along its index for each key that the actor holds; the walks are merged here,
because no database orders one walk over several keys without sorting all of them. Where a list is filtered or searched,
the head of each walk is looked through first: what is common is found there. What is rare is found by its signs
(`search.word_index`), and then there is little to sort. Neither costs more with more cases.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from huxin.base.actor import Actor
from huxin.base.chinese import normal_name, read_id, read_mobile
from huxin.cases import signs
from huxin.cases.clocks import FAR, LIVE
from huxin.cases.models import Case, CaseReach, CaseWords, Party
from huxin.cases.reach import keys_of
from huxin.cases.records import Deadline
from huxin.orgs.models import Area
from huxin.orgs.personal import digest
from huxin.registry.queries import named
from huxin.search.word_index import Group, Sought, fact, pairs

Place = tuple[date, int]
_WITH = ("organisation", "officer", "second_officer", "enterprise", "area", "merged_into")
_NUMBER = re.compile(r"(\d{4})-?(\d{4})-?(\d{4})")
_FIRMS = 50  # as many as one text may mean
_FEW = 200  # as many cases as one name or number may have
_HEAD = 3000  # so far a walk is looked through
TABS = {"mine": "我的案件", "office": "本单位在办", "waiting": "待指派", "closed": "已办结", "all": "全部"}


@dataclass(frozen=True, slots=True)
class Meant:
    """What a text means: these cases, and those whose signs fit one of these groups."""

    cases: tuple[int, ...] = ()
    words: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases of a tab: by what they are, overdue on a day, and holding a text."""

    tab: str = "office"
    procedure: str = ""
    step: str = ""
    topic: str = ""
    source: str = ""
    area: str = ""
    officer: int | None = None
    hand: int | None = None  # whose cases `mine` are, where one fills in for him
    office: int | None = None
    overdue_on: date | None = None
    text: str = ""

    @property
    def by_day(self) -> bool:
        """In the order of due days; all cases together stand in the order in which they came."""
        return self.tab != "all" or self.overdue_on is not None

    @property
    def down(self) -> bool:
        """The last first: what is closed, and all together."""
        return self.tab == "closed" or not self.by_day

    def facts(self, by: Actor) -> tuple[str, ...]:
        """The signs of what is asked besides the text."""
        names = ("procedure", "step", "topic", "source", "area", "officer", "office")
        asked = [fact(name, value) for name in names if (value := getattr(self, name))]
        if self.tab == "mine":
            asked.append(fact("hand", self.hand if self.hand in by.hands() else by.user_id))
        if self.tab == "waiting":
            asked.append(fact("officer", 0))
        return tuple(asked)


@dataclass(frozen=True, slots=True)
class Listed:
    """A case in a list, with the day by which the list is ordered."""

    case: Case
    place: Place


def may_move(cases: Iterable[Case]) -> set[int]:
    """Of these cases those whose next day hangs on a year whose holidays are not announced yet."""
    rows = Deadline.objects.filter(case__in=list(cases), state__in=LIVE, provisional=True, due_on=F("case__due_on"))
    return set(rows.values_list("case", flat=True))


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
    meant = meaning(wanted.text) if wanted.text.strip() else None
    return Reading(wanted, tuple(keys), wanted.facts(by), meant, most, beyond, back != wanted.down).read()


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a list: which rows, how many, from where, which way."""

    wanted: Wanted
    keys: tuple[str, ...]
    facts: tuple[str, ...]
    meant: Meant | None
    most: int
    beyond: Place | None
    down: bool

    def read(self) -> list[Listed]:
        """The rows, the cheapest way first."""
        if self.meant and not self.meant.words:
            return self._listed(self._named())
        found, whole = self._walked()
        if not whole:
            found = self._beyond_the_head() + (self._named() if self.meant and self.meant.cases else [])
        return self._listed(found)

    def _beyond_the_head(self) -> list[int]:
        """What the index of signs finds. What has no day stands together at the end of what is open; a filter that
        fits much of it would have to sort that, so its own head is walked through as well."""
        if self._state is not True:
            states = (signs.CLOSED,) if self._state is False else signs.STATES
            return self._sought(states)
        if self.wanted.overdue_on:
            return self._sought((signs.DATED,))
        found: list[int] = []
        for state in (signs.UNDATED, signs.DATED) if self.down else (signs.DATED, signs.UNDATED):
            more, whole = self._walked(undated=True) if state == signs.UNDATED else ([], False)
            found += more if whole else self._sought((state,))
            if len(found) >= self.most:
                break
        return found

    def _walked(self, *, undated: bool = False) -> tuple[list[int], bool]:
        """Along the keys, as far as the head of each walk; whether no more can lie beyond it."""
        found: list[int] = []
        whole = True
        for key in self.keys:
            walk = self._walk(key, undated)
            if not self._asked:
                found += walk.values_list("case", flat=True)[: self.most]
                continue
            rows = list(walk.annotate(fits=self._fits).values_list("case", "fits")[:_HEAD])
            met = [pk for pk, fits in rows if fits][: self.most]
            whole &= len(met) == self.most or len(rows) < _HEAD
            found += met
        return found, whole

    def _named(self) -> list[int]:
        """The cases that the text names by a number or a person: few, so that they are sorted."""
        few = Q(self._opened, pk__in=self.meant.cases if self.meant else ())
        return self._sorted(few & self._facts.seen_in("found_by__words"))

    def _sought(self, states: Iterable[str]) -> list[int]:
        """What the index of signs finds: rare, so that it is sorted."""
        words = (self.meant.words,) if self.meant else ()
        keys = tuple((fact(state, key),) for key in self.keys for state in states)
        sought = Sought((keys, *self._facts.clauses, *words))
        return self._sorted(Q(pk__in=CaseWords.objects.filter(words__holds=sought).values("case")))

    def _listed(self, found: Iterable[int]) -> list[Listed]:
        """The first of these, with what a line of a list shows; the keys are looked after once more, so that nobody
        sees by a sign what is not his."""
        rows = Case.objects.filter(self._opened, pk__in=set(found)).select_related(*_WITH)
        lines = [Listed(case, (case.due_on or FAR, case.pk)) for case in rows]
        return sorted(lines, key=self._order, reverse=self.down)[: self.most]

    @property
    def _asked(self) -> bool:
        return bool(self.facts or self.meant)

    @property
    def _facts(self) -> Sought:
        return Sought(tuple(((one,),) for one in self.facts))

    @property
    def _state(self) -> bool | None:
        """Open ones, closed ones, or both."""
        return self.wanted.tab != "closed" if self.wanted.by_day else None

    @property
    def _opened(self) -> Exists:
        return Exists(CaseReach.objects.filter(case=OuterRef("pk"), key__in=self.keys))

    def _order(self, line: Listed) -> Any:
        return line.place if self.wanted.by_day else line.case.pk

    def _walk(self, key: str, undated: bool) -> QuerySet[CaseReach]:
        """Along one key, or along what has no day there. `open__in`, because SQLite looks for a bare boolean without
        its index."""
        rows, sign = CaseReach.objects.filter(self._beyond("due_on", "case"), key=key), "-" if self.down else ""
        if self._state is None:
            return rows.order_by(f"{sign}case_id")
        rows = rows.filter(open__in=[self._state])
        if self.wanted.overdue_on:
            rows = rows.filter(due_on__lt=self.wanted.overdue_on)
        if undated:
            rows = rows.filter(due_on=FAR)
        return rows.order_by(f"{sign}due_on", f"{sign}case_id")

    def _beyond(self, day: str, pk: str) -> Q:
        if self.beyond is None:
            return Q()
        way = "lt" if self.down else "gt"
        further = Q(**{f"{pk}__{way}": self.beyond[1]})
        if not self.wanted.by_day:
            return further
        later, same = Q(**{f"{day}__{way}": self.beyond[0]}), Q(**{day: self.beyond[0]})
        return Q(**{f"{day}__{way}e": self.beyond[0]}) & (later | same & further)

    @property
    def _fits(self) -> Subquery:
        """Whether a case that is walked along is asked for. No EXISTS, which PostgreSQL might answer of all cases."""
        seen = self._facts.seen_in("words")
        if self.meant:
            seen &= Sought((self.meant.words,)).seen_in("words") | Q(pk__in=self.meant.cases)
        words = CaseWords.objects.filter(pk=OuterRef("case"))
        return Subquery(words.values(fits=ExpressionWrapper(seen, BooleanField())))

    def _sorted(self, found: Q) -> list[int]:
        """The first of few cases."""
        rows = Case.objects.filter(found)
        if self._state is not None:
            rows = rows.filter(closed_at__isnull=self._state)
        if self.wanted.overdue_on:
            rows = rows.filter(due_on__lt=self.wanted.overdue_on)
        # by expressions, so that no database walks an index of its own in the hope to meet soon what is rare
        rows = rows.annotate(listed_on=Coalesce("due_on", Value(FAR)), row=F("pk") + 0)
        sign = "-" if self.down else ""
        order = [f"{sign}listed_on", f"{sign}row"] if self.wanted.by_day else [f"{sign}row"]
        rows = rows.filter(self._beyond("listed_on", "pk")).order_by(*order)
        return list(rows.values_list("pk", flat=True)[: self.most])


def every(by: Actor, wanted: Wanted, *, at_once: int = 500) -> Iterator[Case]:
    """All cases of a tab, for a table."""
    place: Place | None = None
    while rows := listed(by, wanted, most=at_once, beyond=place):
        yield from (row.case for row in rows)
        if len(rows) < at_once:
            return
        place = rows[-1].place


def meaning(text: str) -> Meant:
    """A number names one case, a telephone or identity number those of a person; words may stand in a title, name a
    firm or a person, or be the number of another system."""
    text = text.strip()[:60]
    if number := _NUMBER.fullmatch(text):
        return Meant(tuple(Case.objects.filter(number="-".join(number.groups())).values_list("pk", flat=True)))
    for kind, read in (("phone", read_mobile), ("id", _identity)):
        try:
            return Meant(_of_party(**{f"{kind}_digest": digest(kind, read(text))}))
        except ValueError:
            continue  # it is no such number; it may be the other, or words
    firms = named(text).values_list("enterprise", flat=True).distinct()[:_FIRMS]
    words: list[Group] = [(fact("firm", firm),) for firm in firms]
    if found := pairs(text):
        words.append(tuple(found))
    outside = Case.objects.filter(outside_number=text).order_by("-pk").values_list("pk", flat=True)[:_FEW]
    return Meant((*outside, *_of_party(name_digest=digest("name", normal_name(text)))), tuple(words))


def _of_party(**found: str) -> tuple[int, ...]:
    """The newest cases with such a party."""
    return tuple(Party.objects.filter(**found, left_at=None).values_list("case", flat=True).order_by("-case")[:_FEW])


def _identity(text: str) -> str:
    return read_id(text).number
