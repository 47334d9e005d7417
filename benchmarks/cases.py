"""Do inbox, filters, search and case pages answer within 100 ms among 1,000,000 cases with 3,000,000 events?

The demo's cases are copied by SQL until there are so many; nearly all lie with the two counties that have a whole desk,
a third of them with the one office that is asked, most of them open: more than any office will ever hold. Each copy has
two characters of its own in its title, its due days spread over two months, and one of three hundred officers, so that
words, days and people are as unlike as they are in life. The least privileged officer asks, who holds the key of his
own office alone. SQLite, or a throw-away database of the PostgreSQL server that DATABASE_URL names. CASES sets the
number; PLANS=yes prints how the database reads each page.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable

from benchmarks.process import browser, told_by

CASES = int(os.environ.get("CASES", "1000000"))
EVENTS = 3  # of each case
OFFICERS = 300
BAR = 0.1
ROUNDS = 20
PERSON, OFFICE = "yanshan-inspector", "砚山县监察大队"
PAGES = {
    "home": "",
    "inbox, mine": "cases/?tab=mine",
    "inbox, office": "cases/?tab=office",
    "closed": "cases/?tab=closed",
    "all": "cases/?tab=all",
    "office, overdue": "cases/?tab=office&overdue=1",
    "all, overdue": "cases/?tab=all&overdue=1",
    "office, common subject": "cases/?tab=office&topic=wage",
    "office, subject": "cases/?tab=office&topic=injury",
    "office, rare subject": "cases/?tab=office&topic=discrimination",
    "office, source": "cases/?tab=office&source=hotline_12345",
    "office, place": "cases/?tab=office&area=532622",
    "mine, subject": "cases/?tab=mine&topic=injury",
    "closed, source": "cases/?tab=closed&source=hotline_12345",
    "all, procedure and step": "cases/?tab=all&procedure=complaint/1&step=filed",
    "all, one officer": "cases/?tab=all&officer={officer}",
    "search: number": "cases/?text={number}",
    "search: outside number": "cases/?text={outside}",
    "search: phone": "cases/?text={phone}",
    "search: name": "cases/?text=普天乐",
    "search: firm": "cases/?text=配送",
    "search: common word": "cases/?text=单费",
    "search: rare word": "cases/?text={rare}",
    "search: word of another office": "cases/?text={theirs}",
    "search: two words, one subject": "cases/?tab=office&topic=injury&text=单费 {rare}",
    "search: word that nowhere stands": "cases/?text=查无此词",
    "search everywhere: common word": "search/?q=单费",
    "search everywhere: number": "search/?q={number}",
    "asked of us": "assistance/",
    "one case": "cases/{number}/",
    "one case of a firm with many": "cases/{copy}/",
}


def run() -> list[str]:
    """One process fills its database and asks every page; the lines that miss the bar."""
    return told_by("benchmarks.cases", CASES)


def fill(cases: int) -> None:
    """The demo, and copies of its cases until there are so many."""
    from django.db import connection
    from django.utils import timezone

    from benchmarks.world import copy
    from huxin.cases.models import Case, CaseReach, CaseWords, Claim, Party
    from huxin.cases.records import Deadline
    from huxin.demo.load import load
    from huxin.journal.models import Event, EventSubject
    from huxin.search.word_index import WordIndex

    load(timezone.localtime())
    rows = dict.fromkeys((Case, CaseWords, Party, Claim, CaseReach, Deadline), "1 = 1")
    events = _first_events()
    rows |= {Event: f"t.id IN ({events})", EventSubject: f"t.event_id IN ({events}) AND t.kind = 'case'"}
    index, postgres = WordIndex("CaseWords"), connection.vendor == "postgresql"
    with connection.constraint_checks_disabled(), connection.schema_editor() as editor, connection.cursor() as cursor:
        if postgres:  # the copies point to each other as their models do: not looked after row by row
            cursor.execute("SET LOCAL session_replication_role = replica; SET LOCAL synchronous_commit = off")
        index.take_off(CaseWords, editor)
        copy(rows, cases // Case.objects.count(), _unlike(postgres))
    with connection.constraint_checks_disabled(), connection.schema_editor() as editor, connection.cursor() as cursor:
        if postgres:
            cursor.execute("SET LOCAL maintenance_work_mem = '1GB'")
        index.put_on(CaseWords, editor)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if postgres else "ANALYZE")


def _unlike(postgres: bool) -> dict[str, str]:
    """In what the copies differ from what they are copies of: column -> SQL."""
    from django.utils import timezone

    from huxin.cases.models import Case

    own = "substr(t.{0}, 1, 50) || '-' || n.k"
    changed = {name: own.format(name) for name in ("phone_digest", "name_digest", "id_digest")}
    changed["number"] = "'B' || t.id || '-' || n.k"
    changed["outside_number"] = "CASE t.outside_number WHEN '' THEN '' ELSE t.outside_number || '-' || n.k END"
    sign = "chr" if postgres else "char"
    of_case = f"(t.{{0}} + n.k * {Case.objects.order_by('-pk')[0].pk})"
    today = timezone.localdate()
    for table, column in (("cases_case", "id"), ("cases_casereach", "case_id")):  # days mix, whatever it is a copy of
        days = f"CAST({of_case.format(column)} * 7919 % 61 - 20 AS int)"
        day = f"CAST('{today}' AS date) + {days}" if postgres else f"date('{today}', {days} || ' days')"
        far = "CAST('9999-12-31' AS date)" if postgres else "'9999-12-31'"
        changed[f"{table}.due_on"] = f"CASE WHEN t.due_on IS NULL OR t.due_on = {far} THEN t.due_on ELSE {day} END"
    word = " || ".join(
        f"{sign}(CAST(19968 + ({of_case} * {step}) % {most} AS int))" for step, most in ((7919, 3000), (31, 2999))
    )
    changed["cases_case.title"] = f"t.title || ' ' || {word.format('id')}"
    first = _officers()
    other = f"({first} + (n.k * 13 + {{0}}) % {OFFICERS})"
    for name in ("officer_id", "second_officer_id"):
        column = f"t.{name}"
        changed[name] = f"CASE WHEN {column} IS NULL OR n.k % 100 = 0 THEN {column} ELSE {other.format(column)} END"
    words = "t.words"
    for name, fact in (("officer_id", "officer"), ("officer_id", "hand"), ("second_officer_id", "hand")):
        person = f"COALESCE((SELECT c.{name} FROM cases_case c WHERE c.id = t.case_id), 0)"
        words = f"replace({words}, ' {fact}=' || {person} || ' ', ' {fact}=' || {other.format(person)} || ' ')"
    # nobody stays nobody
    words = f"CASE WHEN n.k % 100 = 0 OR t.words LIKE '% officer=0 %' THEN t.words ELSE {words} END"
    changed["cases_casewords.words"] = f"({words}) || {word.format('case_id')} || ' '"
    return changed


def _officers() -> int:
    """Three hundred more people; the key of the first."""
    from django.utils import timezone

    from huxin.orgs.models import User

    now = timezone.now()
    made = User.objects.bulk_create(User(username=f"bench-{n}", name="经办员", created_at=now) for n in range(OFFICERS))
    return made[0].pk


def _first_events() -> str:
    """The keys of the first events of each case of the demo."""
    from huxin.cases.models import Case
    from huxin.journal.models import EventSubject

    keys: set[int] = set()
    for pk in Case.objects.values_list("pk", flat=True):
        found = EventSubject.objects.filter(kind="case", subject_id=pk).order_by("event_id")
        keys |= set(found.values_list("event_id", flat=True)[:EVENTS])
    return ", ".join(map(str, sorted(keys)))


def _child(cases: int) -> None:
    from huxin.config.commands.setup import prepare

    prepare(static=True)
    from huxin.cases.models import Case
    from huxin.journal.models import Event

    start = time.perf_counter()
    fill(cases)
    made = time.perf_counter() - start
    print(f"{Case.objects.count()} cases, {Event.objects.count()} events, made in {made:.0f} s", flush=True)
    measure()


def measure() -> None:
    """Every page in turn: a line, and the database's plan where it is asked for."""
    from huxin.cases.models import Case

    mine = Case.objects.filter(organisation__short_name=OFFICE)
    print(f"of the office: {mine.count()}, open: {mine.filter(closed_at=None).count()}", flush=True)
    known = mine.filter(number__startswith="20").order_by("pk")
    copied = mine.filter(number__startswith="B").order_by("-pk")
    theirs = Case.objects.exclude(organisation__short_name=OFFICE).filter(number__startswith="B").order_by("-pk")
    given = {
        "number": known[0].number,
        "copy": copied[1000].number,
        "outside": known.exclude(outside_number="").values_list("outside_number", flat=True).first() or "none",
        "officer": copied.exclude(officer=None)[0].officer_id,
        "phone": "13900001002",
        "rare": copied[5000].title[-2:],
        "theirs": theirs[5000].title[-2:],
    }
    get = browser(PERSON)
    for title, page in PAGES.items():
        address = page.format(**given)
        print(_measured(title, lambda address=address: get(address)), flush=True)
        if os.environ.get("PLANS"):
            print(_plans(lambda address=address: get(address)), flush=True)


def _measured(title: str, ask: Callable[[], None]) -> str:
    ask()
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        ask()
        taken.append(time.perf_counter() - start)
    p95 = statistics.quantiles(taken, n=20)[-1]
    mark = "!" if p95 > BAR else " "
    return f"{mark} {title:<34} median {statistics.median(taken) * 1000:7.1f} ms, p95 {p95 * 1000:7.1f} ms"


def _plans(ask: Callable[[], None]) -> str:
    from benchmarks.plans import plans_of

    return "\n".join(f"      {line}" for statement in plans_of(ask) for line in statement.lines)


if __name__ == "__main__":
    _child(int(sys.argv[1]))
