"""How does a unit ask for a later day, and who may grant it?"""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.journal.log import Verb, record, verb
from huxin.orgs.access import require
from huxin.plans import terms
from huxin.plans.models import Extension, Term

ASKED = verb("extension.asked", "申请将{term_kind}延至{until_on}", ("term_kind", "until_on"))
GRANTED = verb("extension.granted", "同意将{term_kind}延至{until_on}", ("term_kind", "until_on"))
REFUSED = verb("extension.refused", "不同意{term_kind}延期，时限仍为{due_on}", ("term_kind", "due_on"))


@transaction.atomic
def ask_extension(term: Term, *, until_on: date, ground: str, by: Actor, at: datetime) -> Extension:
    """The unit asks, with its ground; one request at a time."""
    require(by, "duty.report", term.duty)
    if term.state not in terms.OWED or term.duty.ended_on is not None:
        raise NotPossible(f"这一期限现为“{term.get_state_display()}”，不需要延期。")
    if until_on <= term.due_on:
        raise NotPossible(f"申请延至的日期应晚于现在的时限{term.due_on:%Y-%m-%d}。")
    if not ground.strip():
        raise NotPossible("请写明申请延期的理由。")
    try:
        with transaction.atomic():
            extension = Extension.objects.create(
                term=term, until_on=until_on, ground=ground.strip(), asked_by_id=by.person(), asked_at=at
            )
    except IntegrityError:
        raise NotPossible("已有一份延期申请在等待审批，请等审批后再提。") from None
    _record(ASKED, extension, "duty.report", by=by, at=at, until_on=until_on)
    return extension


@transaction.atomic
def grant(extension: Extension, *, until_on: date, reply: str, by: Actor, at: datetime) -> Extension:
    """Agree, also to an earlier day than was asked for; never by the unit itself."""
    require(by, "duty.rule", extension.term.duty)
    if until_on <= extension.term.due_on:
        raise NotPossible(f"同意延至的日期应晚于现在的时限{extension.term.due_on:%Y-%m-%d}。")
    _decide(extension, Extension.State.GRANTED, reply, by=by, at=at, until_on=until_on)
    terms.extend(extension.term, until=until_on)
    _record(GRANTED, extension, "duty.rule", by=by, at=at, until_on=until_on)
    return extension


@transaction.atomic
def refuse(extension: Extension, *, reply: str, by: Actor, at: datetime) -> Extension:
    """Do not agree, and say why."""
    require(by, "duty.rule", extension.term.duty)
    if not reply.strip():
        raise NotPossible("请写明不同意的理由。")
    _decide(extension, Extension.State.REFUSED, reply, by=by, at=at)
    _record(REFUSED, extension, "duty.rule", by=by, at=at, due_on=extension.term.due_on)
    return extension


def _decide(extension: Extension, state: str, reply: str, *, by: Actor, at: datetime, **changes: object) -> None:
    waiting = Extension.objects.filter(pk=extension.pk, state=Extension.State.ASKED)
    if not waiting.update(state=state, reply=reply.strip(), decided_by_id=by.user_id, decided_at=at, **changes):
        raise NotPossible("这份延期申请刚刚已被他人审批，请刷新页面查看。")
    extension.refresh_from_db()


def _record(kind: Verb, extension: Extension, right: str, *, by: Actor, at: datetime, **facts: Any) -> None:
    duty = extension.term.duty
    record(
        kind, [duty, extension], by=by, at=at, org_path=duty.org_path, permission=right,
        term_kind=extension.term.kind, **facts,
    )  # fmt: skip
