"""Is every case found by whoever may see it, and by nobody else, whether it is common or rare; and by an index?"""

from collections.abc import Callable, Iterator
from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.plans import plans_of
from benchmarks.world import copy
from huxin.base.actor import Actor
from huxin.cases import clocks, queries, signs
from huxin.cases.actions.desk import assign, transfer
from huxin.cases.models import Case, CaseReach, CaseWords, Claim, Party
from huxin.cases.people import Person
from huxin.cases.queries import FAR, TABS, Wanted, listed
from huxin.cases.records import Deadline, Note
from huxin.journal.models import Event, EventSubject
from huxin.search.word_index import Sought, fact, pairs
from tests.cases.conftest import Desk, desk  # noqa: F401  the officers' desk
from tests.cases.test_complaint import accepted

Browse = Callable[[str], Client]
DAY = date(2026, 12, 20)
TOPICS = ("wage", "injury", "hours")
WORDS = ("单费", "拖欠配送费", "押金 退还", "迅达", "捷安", "王大山", "李小川", "A-17", "不存在", "欠")


@pytest.fixture
def some(desk: Desk) -> list[Case]:  # noqa: F811
    """Fourteen cases of two offices in several states."""
    made = []
    for n in range(12):
        reporter = Person(name="李小川" if n == 5 else "王大山", phone=f"1390000{n:04d}")
        title = ("拖欠三个月单费", "押金不予退还", "拖欠配送费和单费")[n % 3] + ("，站点B区" if n == 7 else "")
        more = {"source": "hotline_12345", "outside_number": f"A-{n}"} if n % 4 == 1 else {}
        if n % 5 == 4:
            more |= {"area": desk.world.area("532601"), "enterprise": None, "enterprise_name": "捷安速运"}
        made.append(desk.open(title=title, topic=TOPICS[n % 3], reporters=(reporter,), **more).case)
    made += [accepted(desk), accepted(desk)]
    officers = [desk.world.user(name) for name in ("陈办案", "岑协办")]
    for n, case in enumerate(made[:6]):
        if case.organisation.short_name == "砚山监察大队" and n != 3:
            assign(case, officer=officers[n % 2], by=desk.world.actor("覃队长"), at=desk.later())
    desk.do(made[1], "withdraw", reason="本人撤回")
    to = desk.world.org("砚山县人社局")
    transfer(made[2], to=to, reason="属地管辖", by=desk.world.actor("覃队长"), at=desk.later())
    return list(Case.objects.order_by("pk"))


def wanted() -> Iterator[Wanted]:
    """Questions of all kinds."""
    for tab in TABS:
        yield Wanted(tab)
        yield Wanted(tab, overdue_on=DAY)
        for topic in TOPICS:
            yield Wanted(tab, topic=topic)
        for text in WORDS:
            yield Wanted(tab, text=text)
        yield Wanted(tab, procedure="complaint/1", step="filed", source="hotline_12345")
        yield Wanted(tab, area="530000/532600/532601/", text="单费")


def fits(case: Case, asked: Wanted, by: Actor) -> bool:
    """The same, told in plain Python of one case."""
    closed, day = case.closed_at is not None, asked.overdue_on
    by_tab = {
        "mine": not closed and by.user_id in (case.officer_id, case.second_officer_id),
        "office": not closed,
        "waiting": not closed and case.officer_id is None,
        "closed": closed,
        "all": True,
    }
    plain = ("procedure", "step", "topic", "source")
    return (
        by_tab[asked.tab]
        and all(getattr(case, name) == value for name in plain if (value := getattr(asked, name)))
        and case.area.path.startswith(asked.area)
        and (day is None or (case.due_on is not None and case.due_on < day))
        and (not asked.text or says(case, asked.text))
    )


def says(case: Case, text: str) -> bool:
    reporter = "李小川" if case.outside_number == "A-5" else "王大山"
    words = [word for word in text.split() if len(word) > 1]
    in_texts = bool(words) and all(word in case.title or word in case.enterprise_name for word in words)
    return in_texts or text in (case.outside_number, reporter) or bool(case.enterprise and text in case.enterprise.name)


def place(case: Case) -> tuple[date, int]:
    return case.due_on or FAR, case.pk


def read(by: Actor, asked: Wanted, most: int) -> list[int]:
    """All pages, one after the other; and the same backwards from the end."""
    found, beyond = [], None
    while rows := listed(by, asked, most=most, beyond=beyond):
        found += [row.case.pk for row in rows]
        beyond = rows[-1].place
    if found:
        back = listed(by, asked, most=99, beyond=beyond, back=True)
        assert [row.case.pk for row in reversed(back)] == found[:-1]
    return found


@pytest.mark.parametrize("head", [2, 6000])
def test_lists_hold_what_fits_in_their_order(
    head: int,
    some: list[Case],
    desk: Desk,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queries, "_HEAD", head)
    everybody = ("陈办案", "覃队长", "李经办")
    asked_in_vain = 0
    for name in everybody:
        by = desk.world.actor(name, desk.at)
        seen = {row.case_id for row in CaseReach.objects.all() if row.key in queries.held_keys(by, "office")}
        for asked in wanted():
            if not queries.held_keys(by, asked.tab):
                assert listed(by, asked, most=9) == []
                continue
            right = [case for case in some if case.pk in seen and fits(case, asked, by)]
            ordered = sorted(right, key=place if asked.by_day else lambda case: case.pk, reverse=asked.down)
            assert read(by, asked, 3) == [case.pk for case in ordered], (name, asked)
            asked_in_vain += not right
    assert asked_in_vain < 300


def test_the_signs_are_those_of_the_case_as_it_stands(some: list[Case]) -> None:
    assert CaseWords.objects.count() == len(some)
    for row in Case.objects.values("pk", *signs.COLUMNS):
        keys = CaseReach.objects.filter(case=row["pk"]).order_by("pk").values_list("key", flat=True)
        words = CaseWords.objects.get(pk=row["pk"]).words
        assert set(words.split()) == set(signs.text_of(row, keys).split())
        assert "party/" not in words


def test_signs_of_before_are_told_apart_by_the_migration(some: list[Case]) -> None:
    written = dict(CaseWords.objects.values_list("pk", "words"))
    assert {sign.split("=")[0] for words in written.values() for sign in words.split()} >= {"due", "closed"}
    migration = import_module("huxin.cases.migrations.0007_signs_of_what_is_due")
    migration.join(apps, None)
    assert not CaseWords.objects.filter(words__contains=" due=").exists()
    migration.tell_apart(apps, None)
    assert dict(CaseWords.objects.values_list("pk", "words")) == written
    due = Sought((((fact("due", Case.objects.filter(closed_at=None).exclude(due_on=None)[0].org_path),),),))
    assert CaseWords.objects.filter(words__holds=due).exists()


def test_a_filter_that_fits_what_stands_last_does_not_sort_all_of_it(
    some: list[Case],
    desk: Desk,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    by = desk.world.actor("覃队长", desk.at)
    seen = set(CaseReach.objects.filter(key__in=queries.held_keys(by, "office")).values_list("case", flat=True))
    late = [case.pk for case in some if case.pk in seen and case.closed_at is None and case.topic == "hours"]
    assert len(late) > 2
    for case in Case.objects.filter(pk__in=late):
        Deadline.objects.filter(case=case).update(state=Deadline.State.ENDED)
        clocks.promote(case)
    monkeypatch.setattr(queries, "_HEAD", 3)
    with CaptureQueriesContext(connection) as asked:
        found = [row.case.pk for row in listed(by, Wanted(topic="hours"), most=2)]
    assert found == late[:2]
    sought = [query["sql"] for query in asked if "topic=hours" in query["sql"] and "due=" in query["sql"]]
    assert len(sought) == 1, "beyond the head, what has a day is asked for by its signs"
    assert not any("open=" in query["sql"] for query in asked), "and what has none is walked along"


def test_what_changed_is_no_longer_found_by_what_it_was(some: list[Case], desk: Desk) -> None:  # noqa: F811
    def of(step: str) -> set[int]:
        return set(
            CaseWords.objects.filter(words__holds=Sought((((fact("step", step),),),))).values_list("pk", flat=True)
        )

    case = next(case for case in some if case.step == "filed" and case.officer_id)
    assert case.pk in of("filed")
    desk.do(case, "withdraw", reason="本人撤回")
    assert case.pk not in of("filed")
    assert case.pk in of("withdrawn")
    CaseWords.objects.filter(pk=case.pk).delete()
    assert case.pk not in of("withdrawn")


def test_pairs_are_neighbours_in_one_word() -> None:
    assert pairs("拖欠单费，E签宝 Ａ1") == ["拖欠", "欠单", "单费", "e签", "签宝", "a1"]
    assert pairs("欠 a ( ") == []
    with pytest.raises(ValueError, match="no fact"):
        fact("topic", 'x" OR "y')


ROWS = (Case, CaseWords, Party, Claim, CaseReach, Deadline, Note, Event, EventSubject)
PAGES = (
    "", "cases/?tab=mine", "cases/?tab=office", "cases/?tab=closed", "cases/?tab=all", "cases/?tab=waiting",
    "cases/?tab=office&overdue=1", "cases/?tab=all&overdue=1", "cases/?tab=office&topic=injury",
    "cases/?tab=closed&source=visit", "cases/?text=查无此词", "cases/?text=王大山", "cases/?text=13900000001",
    "cases/?text=A-17", "search/?q=查无此词", "assistance/", "cases/{number}/",
)  # fmt: skip


@pytest.fixture
def many(desk: Desk) -> Case:  # noqa: F811
    """Three thousand cases with their events, and what the database knows of its tables."""
    case = desk.open().case
    for n, kind in enumerate(Note.Kind):
        case.notes.create(kind=kind, text="一", written_at=desk.at, read_at=desk.at if n == 2 else None)
    own = "substr(t.{0}, 1, 50) || '-' || n.k"
    changed = {name: own.format(name) for name in ("phone_digest", "name_digest", "id_digest")}
    person = "(SELECT MIN(id) FROM orgs_user) + (n.k + {}) % 20"
    changed |= {"officer_id": person.format(0), "second_officer_id": person.format(1), "number": "'B' || n.k"}
    copy(dict.fromkeys(ROWS, "1 = 1"), 3000, changed)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return case


def test_no_page_reads_a_table_of_cases_from_end_to_end(
    many: Case, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "_HEAD", 60)
    read = {model._meta.db_table for model in ROWS}
    for client in (browse("陈办案"), browse("覃队长")):
        for page in PAGES:
            address = f"/workbench/{page.format(number=many.number)}"
            for statement in plans_of(lambda client=client, address=address: client.get(address)):
                assert not statement.whole(read), (page, statement)
                by_nothing = [line for line in statement.lines if "cases_case_merged_into" in line]
                assert not by_nothing, "hardly a case is merged: an index that says so is the whole table"
