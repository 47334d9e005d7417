"""Is an event written once, whole, without personal data, and can it never be changed?"""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from huxin.base.actor import Actor, Grant
from huxin.journal.log import PARTIES, REACTIONS, VERBS, Verb, record, verb
from huxin.journal.models import Event, EventSubject
from huxin.journal.timeline import entries, events_of, sentence, who

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
BY = Actor(7, "李经办", (Grant("liaison", 3, "州总工会", "530000/532600/3/", {"duty.report": "530000/532600/3/"}),))
SPOKEN = Verb("test.spoken", "说了{number}次，时限{due_on}", ("number", "due_on"), PARTIES)


@pytest.fixture(autouse=True)
def _declared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(VERBS, SPOKEN.code, SPOKEN)


def write(**data: object) -> Event:
    with transaction.atomic():
        facts = {"number": 2, "due_on": "2026-12-10"} | data
        return record(SPOKEN, [], by=BY, at=AT, org_path="530000/532600/3/", permission="duty.report", **facts)


@pytest.mark.django_db
def test_an_event_reads_as_a_sentence_with_who_did_it() -> None:
    event = write()
    assert sentence(event) == "说了2次，时限2026年12月10日"
    assert who(event) == "州总工会 李经办"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "data",
    [{"number": "他说工资没发"}, {"number": "13800001234"}, {"number": "532601199001011234"}, {"number": 1.5}],
    ids=["free text", "phone", "identity number", "fraction"],
)
def test_free_text_and_personal_numbers_are_refused(data: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"test\.spoken"):
        write(**data)
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_fields_not_declared_are_refused() -> None:
    with pytest.raises(ValueError, match="takes"):
        write(more=1)


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError):
        record(SPOKEN, [], by=BY, at=AT, org_path="", number=1, due_on=None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE journal_event SET actor_name = 'x'",
        "DELETE FROM journal_event",
        "UPDATE journal_eventsubject SET kind = 'x'",
        "DELETE FROM journal_eventsubject",
    ],
)
def test_the_database_refuses_to_change_what_was_recorded(sql: str) -> None:
    event = write()
    EventSubject.objects.create(event=event, kind="duty", subject_id=1)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Event.objects.get().actor_name == "李经办"


@pytest.mark.django_db
def test_the_database_refuses_to_empty_or_replace_the_journal() -> None:
    event = write()
    replace = (
        "INSERT OR REPLACE INTO journal_event SELECT * FROM journal_event"
        if connection.vendor == "sqlite"
        else "TRUNCATE journal_event CASCADE"
    )
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(replace)
    assert Event.objects.get() == event


@pytest.mark.django_db
def test_parties_see_only_what_is_declared_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    inner = Verb("test.inner", "内部流转")
    monkeypatch.setitem(VERBS, inner.code, inner)
    write()
    with transaction.atomic():
        record(inner, [], by=BY, at=AT, org_path="")
    assert [e.verb for e in entries(Event.objects.order_by("id"), PARTIES)] == ["test.spoken"]


def test_a_verb_is_declared_once_and_names_only_its_own_fields() -> None:
    with pytest.raises(ValueError, match="twice"):
        verb("test.spoken", "再说一次")
    with pytest.raises(ValueError, match="fields"):
        verb("test.wrong", "给了{amount}元")


@pytest.mark.django_db
def test_a_reaction_is_queued_in_the_same_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    from django_tasks_db.models import DBTaskResult

    monkeypatch.setitem(REACTIONS, "test.listen", (SPOKEN.code, lambda event: None))
    write()
    assert DBTaskResult.objects.count() == 1
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert DBTaskResult.objects.count() == 1


@pytest.mark.django_db
def test_events_of_a_thing_come_newest_first() -> None:
    first, second = write(), write(number=3)
    for event in (first, second):
        EventSubject.objects.create(event=event, kind="event", subject_id=first.pk)
    assert list(events_of(first)) == [second, first]
