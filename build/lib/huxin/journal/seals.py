"""Was a finished day's record changed behind the database's back? A signed digest a day says so."""

import hashlib
import json
from datetime import date, datetime, time, timedelta
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db.models import QuerySet
from django.utils import timezone

from huxin.journal.models import DaySeal, Event


def _events(day: date) -> QuerySet[Event]:
    start = timezone.make_aware(datetime.combine(day, time.min))
    return Event.objects.filter(recorded_at__gte=start, recorded_at__lt=start + timedelta(days=1)).order_by("id")


def digest(day: date, previous: str) -> tuple[str, int, int | None, int | None]:
    """SHA-256 over the day's events in recorded order, chained to the day before: (hex, count, first, last)."""
    sha = hashlib.sha256(previous.encode())
    first = last = None
    count = 0
    for event in _events(day).prefetch_related("subjects").iterator(chunk_size=2000):
        first, last, count = first or event.pk, event.pk, count + 1
        line = [
            event.pk, event.verb, event.actor_id, event.actor_name, event.organisation_id, event.organisation,
            event.acting_for, event.org_path, event.data,
            event.occurred_at.timestamp(), event.recorded_at.timestamp(),
            sorted((s.kind, s.subject_id) for s in event.subjects.all()),
        ]  # fmt: skip
        sha.update(json.dumps(line, ensure_ascii=True, sort_keys=True).encode())
    return sha.hexdigest(), count, first, last


def _key(path: Path) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(path.read_bytes())


def _previous(day: date) -> str:
    before = DaySeal.objects.filter(day__lt=day).order_by("-day").first()
    return before.digest if before else ""


def seal_days(*, until: date, key: Path) -> list[DaySeal]:
    """Seal every finished day before `until` that has no seal yet."""
    newest = DaySeal.objects.order_by("-day").first()
    oldest = Event.objects.order_by("id").first()
    if oldest is None:
        return []
    day = newest.day + timedelta(days=1) if newest else timezone.localtime(oldest.recorded_at).date()
    made = []
    while day < until:
        value, count, first, last = digest(day, _previous(day))
        signature = _key(key).sign(f"{day}:{value}".encode()).hex()
        seal = DaySeal(day=day, digest=value, count=count, first_id=first, last_id=last, signature=signature)
        seal.save(force_insert=True)
        made.append(seal)
        day += timedelta(days=1)
    return made


def broken_days(*, key: Path) -> list[date]:
    """Days whose events no longer give the sealed digest, or whose signature is not ours."""
    public = _key(key).public_key()
    bad = []
    previous = ""
    for seal in DaySeal.objects.order_by("day"):
        value, _, _, _ = digest(seal.day, previous)
        try:
            public.verify(bytes.fromhex(seal.signature), f"{seal.day}:{seal.digest}".encode())
            whole = value == seal.digest
        except InvalidSignature:
            whole = False
        if not whole:
            bad.append(seal.day)
        previous = seal.digest
    return bad
