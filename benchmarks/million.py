"""How is an installation with 1,000,000 cases and 3,000,000 events made?

The demo's cases are copied by SQL until there are so many; nearly all lie with the two counties that have a whole desk,
a third of them with the one office that is asked, most of them open: more than any office will ever hold. Each copy has
two characters of its own in its title, its due days spread over two months, and one of three hundred officers, so that
words, days and people are as unlike as they are in life. Its three events are those that the actions wrote in the case
that it is a copy of; the table keeps its triggers, and what lies in it is sealed as every day's events are.
Import this only in a process whose Django is set up.
"""

from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from benchmarks.world import copy, taken_off
from huxin.cases.actions.talking import note
from huxin.cases.models import Case, CaseReach, CaseWords, Claim, Party
from huxin.cases.officers import officers_of
from huxin.cases.records import Deadline, Note
from huxin.demo.load import load
from huxin.journal.models import DaySeal, Event, EventSubject
from huxin.journal.seals import broken_days, seal_days
from huxin.orgs.access import actor
from huxin.orgs.models import User
from huxin.search.word_index import WordIndex

EVENTS = 3  # of each case
OFFICERS = 300


def fill(cases: int) -> None:
    """The demo, and copies of its cases until there are so many."""
    begin()
    multiply(cases)


def begin() -> None:
    """The demo, each of its cases with as many events as are copied."""
    load(timezone.localtime())
    _enough_events()


def multiply(cases: int) -> None:
    """Copy its cases until there are so many."""
    rows = dict.fromkeys((Case, CaseWords, Party, Claim, CaseReach, Deadline, Note), "1 = 1")
    events = _first_events()
    rows |= {Event: f"t.id IN ({events})", EventSubject: f"t.event_id IN ({events}) AND t.kind = 'case'"}
    index, postgres = WordIndex("CaseWords"), connection.vendor == "postgresql"
    with connection.constraint_checks_disabled(), connection.schema_editor() as editor, connection.cursor() as cursor:
        if postgres:  # the copies point to each other as their models do: not looked after row by row
            cursor.execute("SET LOCAL session_replication_role = replica; SET LOCAL synchronous_commit = off")
        index.take_off(CaseWords, editor)
        indexes = taken_off(cursor, [model._meta.db_table for model in rows])
        copy(rows, cases // Case.objects.count(), _unlike(postgres))
    with connection.constraint_checks_disabled(), connection.schema_editor() as editor, connection.cursor() as cursor:
        if postgres:
            cursor.execute("SET LOCAL maintenance_work_mem = '1GB'")
        for statement in indexes:
            cursor.execute(statement)
        index.put_on(CaseWords, editor)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if postgres else "ANALYZE")
        if not postgres:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def seal() -> int:
    """Seal the events as a finished day's are, look that the seals hold and that no event can be changed; how many."""
    key = settings.KEYS / "journal.key"
    seal_days(until=timezone.localdate() + timedelta(days=1), key=key)
    if broken_days(key=key):
        raise RuntimeError("the seals of the journal do not hold")
    last = Event.objects.order_by("-pk")[0]
    try:
        with transaction.atomic():
            Event.objects.filter(pk=last.pk).update(verb="case.noted")
    except DatabaseError:
        return sum(DaySeal.objects.values_list("count", flat=True))
    raise RuntimeError("an event could be changed")


def _unlike(postgres: bool) -> dict[str, str]:
    """In what the copies differ from what they are copies of: column -> SQL."""
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
    now = timezone.now()
    made = User.objects.bulk_create(User(username=f"bench-{n}", name="经办员", created_at=now) for n in range(OFFICERS))
    return made[0].pk


def _enough_events() -> None:
    """Where the demo left a case with fewer events, its officer writes notes: the journal is written by actions."""
    now = timezone.now()
    for case in Case.objects.select_related("organisation"):
        by = actor(officers_of(case.organisation)[0][0], now)
        for _ in range(EVENTS - _events_of(case.pk).count()):
            note(case, text="已联系当事人核实情况。", by=by, at=now)


def _events_of(case: int) -> QuerySet[EventSubject]:
    """Those that tell of this case alone: what is told of several would be copied once for all of them."""
    rows = EventSubject.objects.filter(kind="case")
    shared = rows.filter(event=OuterRef("event")).exclude(subject_id=case)
    return rows.filter(~Exists(shared), subject_id=case).order_by("event_id")


def _first_events() -> str:
    """The keys of the first events of each case of the demo."""
    keys: set[int] = set()
    for pk in Case.objects.values_list("pk", flat=True):
        keys |= set(_events_of(pk).values_list("event_id", flat=True)[:EVENTS])
    return ", ".join(map(str, sorted(keys)))
