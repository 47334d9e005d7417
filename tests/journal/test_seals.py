"""Does a sealed day tell when its events were changed behind the database's back?"""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection

from huxin.journal.append_only import lift, seal
from huxin.journal.models import DaySeal, Event
from huxin.journal.seals import broken_days, seal_days

TODAY = date(2026, 11, 23)


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "journal.key"
    path.write_bytes(Ed25519PrivateKey.generate().private_bytes_raw())
    return path


@pytest.fixture
def three_days(db: None) -> None:
    for back in (3, 2, 1):
        at = datetime(2026, 11, 23, 2, tzinfo=UTC) - timedelta(days=back)
        event = Event(verb="x.y", actor_name="甲", org_path="", occurred_at=at)
        Event._meta.get_field("recorded_at").auto_now_add = False
        try:
            event.recorded_at = at
            event.save()
        finally:
            Event._meta.get_field("recorded_at").auto_now_add = True


@pytest.mark.usefixtures("three_days")
def test_finished_days_are_sealed_once_and_hold(key: Path) -> None:
    assert [s.day.day for s in seal_days(until=TODAY, key=key)] == [20, 21, 22]
    assert seal_days(until=TODAY, key=key) == []
    assert DaySeal.objects.count() == 3
    assert broken_days(key=key) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("three_days")
def test_a_changed_event_breaks_its_day(key: Path) -> None:
    seal_days(until=TODAY, key=key)
    with connection.schema_editor() as editor:
        lift(editor, "journal_event")
    Event.objects.filter(pk=Event.objects.order_by("id")[1].pk).update(actor_name="乙")
    with connection.schema_editor() as editor:
        seal(editor, "journal_event")
    assert broken_days(key=key) == [date(2026, 11, 21)]


@pytest.mark.usefixtures("three_days")
def test_a_seal_of_another_key_is_not_ours(key: Path, tmp_path: Path) -> None:
    seal_days(until=TODAY, key=key)
    other = tmp_path / "other.key"
    other.write_bytes(Ed25519PrivateKey.generate().private_bytes_raw())
    assert len(broken_days(key=other)) == 3
