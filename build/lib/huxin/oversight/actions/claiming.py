"""Does a platform know this key under the phone with which the worker logged in? Then the key is his."""

from datetime import datetime
from hmac import compare_digest

from huxin.base.actor import Actor
from huxin.orgs.personal import matching_digest
from huxin.oversight.checking import matching_files
from huxin.oversight.models import HANDED_IN, Delivery
from huxin.registry.actions.claims import allow_try, claim_key, read_key
from huxin.registry.models import Enterprise, PlatformClaim, Worker
from huxin.registry.personal import person_of

MOST_MONTHS = 6
_KNOWN = "SELECT DISTINCT phone, worker FROM read_parquet(?) WHERE lower(worker) = lower(?)"


def claim(platform: Enterprise, *, key: str, worker: Worker, by: Actor, at: datetime) -> PlatformClaim:
    """Claim a platform's key; proved by the phone, or entered for others to confirm."""
    allow_try(worker, by=by, at=at)  # before any file is read
    plain = read_key(platform, key)
    phone = person_of(worker).phone
    known, spelled = known_phone(platform, plain) if phone else ("", "")
    proved = bool(known) and compare_digest(known, matching_digest(phone))
    return claim_key(platform, key=spelled if proved else plain, worker=worker, proved=proved, by=by, at=at)


def known_phone(platform: Enterprise, key: str) -> tuple[str, str]:
    """The digest of the phone under which the platform knows a key, and how the platform spells the key: by the newest
    accepted matching file that has it. Capitals do not matter unless two keys differ in nothing else. Empty where none
    has it, or it says no phone."""
    import duckdb

    there = Delivery.objects.filter(enterprise=platform, state=Delivery.State.ACCEPTED, matching__isnull=False)
    rows = there.select_related("enterprise", *HANDED_IN).order_by("-month")
    for delivery in rows[:MOST_MONTHS]:
        if files := [str(path) for path in matching_files(delivery)]:
            with duckdb.connect() as con:
                found = con.execute(_KNOWN, [files, key]).fetchall()
            if found:
                alike = {row for row in found if row[1] == key} or set(found)
                phone, spelled = alike.pop()
                return ("", "") if alike else ((phone or "").lower(), spelled)
    return "", ""
