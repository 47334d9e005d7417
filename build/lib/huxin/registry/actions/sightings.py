"""What becomes of a record that no rule could place? A person says whose it is, that it is new, or nothing."""

import json
from datetime import datetime
from typing import Any

from django.db import transaction

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.journal.log import record, verb
from huxin.orgs.access import require
from huxin.orgs.directory import areas
from huxin.orgs.personal import decrypt
from huxin.registry.actions.enterprises import Details, found_enterprise, put
from huxin.registry.actions.imports import said_anew
from huxin.registry.listing import areas_by_name, read_row
from huxin.registry.matching import Firm, KnownFirms, Match
from huxin.registry.models import Enterprise, Sighting
from huxin.registry.personal import RECORD

_EDIT = "registry.edit"
PLACED = verb("sighting.placed", "核对来源记录：对应到已登记企业")
ENTERED = verb("sighting.entered", "核对来源记录：登记为新企业")
DROPPED = verb("sighting.dropped", "核对来源记录：不予登记")
State = Sighting.State


def said(sighting: Sighting) -> dict[str, Any]:
    """The record as it came."""
    return dict(json.loads(decrypt(sighting.record_sealed, RECORD)))


def candidates(sighting: Sighting, by: Actor) -> list[Match[Enterprise]]:
    """Which firms it may be, as things stand now."""
    name, details = _read(sighting, by)
    firm = Firm(name, details.credit_code, details.area.pk)
    return KnownFirms([firm]).matches(firm)


def _read(sighting: Sighting, by: Actor) -> tuple[str, Details]:
    return read_row(said(sighting), areas_by_name(areas(by, _EDIT)))


@transaction.atomic
def place_sighting(sighting: Sighting, *, enterprise: Enterprise, by: Actor, at: datetime) -> None:
    """It is this firm: what was not known of it is filled in, and the same record is known from now on."""
    require(by, _EDIT, sighting)
    require(by, _EDIT, enterprise)
    _, details = _read(sighting, by)
    anew = said_anew(enterprise, details)
    put(enterprise, {n: v for n, v in anew.items() if getattr(enterprise, n) in ("", None)}, enterprise.version)
    _decide(sighting, State.MATCHED, by, at, enterprise=enterprise)
    record(PLACED, [sighting, enterprise], by=by, at=at, org_path=sighting.org_path, permission=_EDIT)


@transaction.atomic
def enter_sighting(sighting: Sighting, *, by: Actor, at: datetime) -> Enterprise:
    """It is a firm of its own."""
    require(by, _EDIT, sighting)
    name, details = _read(sighting, by)
    firm = found_enterprise(name, details, source=sighting.source, at=at)
    _decide(sighting, State.NEW, by, at, enterprise=firm)
    record(ENTERED, [sighting, firm], by=by, at=at, org_path=sighting.org_path, permission=_EDIT)
    return firm


@transaction.atomic
def drop_sighting(sighting: Sighting, *, by: Actor, at: datetime) -> None:
    """It is nothing that belongs here."""
    require(by, _EDIT, sighting)
    _decide(sighting, State.DROPPED, by, at)
    record(DROPPED, [sighting], by=by, at=at, org_path=sighting.org_path, permission=_EDIT)


def _decide(sighting: Sighting, state: str, by: Actor, at: datetime, **values: object) -> None:
    turn = Sighting.objects.filter(pk=sighting.pk, state=State.WAITING)
    if not turn.update(state=state, decided_by_id=by.user_id, decided_at=at, **values):
        raise NotPossible("这条记录刚刚已经核对，请刷新后查看。")
    sighting.refresh_from_db()
