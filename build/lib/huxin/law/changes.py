"""How does a legal figure change? One person proposes, another approves; nothing is overwritten."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible, PermissionDenied
from huxin.journal.log import Verb, record, verb
from huxin.law.at import table
from huxin.law.catalogue import general_code, read_value
from huxin.law.effect import Change, effect
from huxin.law.models import FIGURE_FIELDS, Parameter
from huxin.law.parameters import Table
from huxin.law.reach import is_wide, reached
from huxin.orgs.access import require
from huxin.orgs.models import Area

State = Parameter.State
_FIELDS = ("figure", "place", "revision")
PROPOSED = verb("law.proposed", "提出变更{place}的“{figure}”，第{revision}版", _FIELDS)
APPROVED = verb("law.approved", "审核通过{place}的“{figure}”，第{revision}版", _FIELDS)
REFUSED = verb("law.refused", "没有通过{place}的“{figure}”，第{revision}版", _FIELDS)
WITHDRAWN = verb("law.withdrawn", "撤回{place}的“{figure}”，第{revision}版", _FIELDS)
SEEDED = verb("law.seeded", "随系统版本录入{number}项法规参数", ("number",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What is proposed: the figure as people write it, its place, time, force and source, and why."""

    code: str
    text: str  # 2070元/月, 4小时, 150%
    area_code: str = ""
    industry: str = ""
    relation: str = ""
    force: str
    valid_from: date
    valid_until: date | None = None
    document: str
    article: str = ""
    status: str
    source: str = ""
    reason: str


def draft(given: Proposal, *, replaces: Parameter | None = None) -> Parameter:
    """The row that a proposal would become, unsaved; NotPossible says what is wrong with it."""
    try:
        value, unit = read_value(given.code, given.text)
    except ValueError as wrong:
        raise NotPossible(str(wrong)) from None
    if given.valid_until and given.valid_until <= given.valid_from:
        raise NotPossible("失效日期应晚于施行日期。")
    if not given.document.strip():
        raise NotPossible("请写明依据的文件名称或文号。")
    if not given.reason.strip():
        raise NotPossible("请写明变更的理由，供审核人判断。")
    return Parameter(
        code=given.code, value=value, unit=unit.value, area_code=given.area_code, industry=given.industry,
        relation=given.relation, force=given.force, valid_from=given.valid_from, valid_until=given.valid_until,
        document=given.document.strip(), article=given.article.strip(), status=given.status,
        source=given.source.strip(), reason=given.reason.strip(), replaces=replaces, state=State.PROPOSED,
        revision=replaces.revision + 1 if replaces else 1,
    )  # fmt: skip


@transaction.atomic
def propose(given: Proposal, *, replaces: Parameter | None = None, by: Actor, at: datetime) -> Parameter:
    """Propose a new figure, or another version of one that stands."""
    _standing(replaces)
    row = draft(given, replaces=replaces)
    same = Parameter.objects.filter(
        code=row.code, area_code=row.area_code, industry=row.industry, relation=row.relation, force=row.force,
        valid_from=row.valid_from, state=State.CURRENT,
    )  # fmt: skip
    other = (same.exclude(pk=replaces.pk) if replaces else same).first()
    if other:
        raise NotPossible(f"同一地区、行业、关系、效力和施行日期已有“{other}”，请打开它提出更正。")
    return _put_forward(row, by=by, at=at)


@transaction.atomic
def propose_removal(figure: Parameter, *, reason: str, by: Actor, at: datetime) -> Parameter:
    """Propose to take out a figure that should never have stood; one that ended is given a last day instead."""
    _standing(figure)
    if not reason.strip():
        raise NotPossible("请写明删除的理由，供审核人判断。")
    kept = {name: getattr(figure, name) for name in FIGURE_FIELDS}
    row = Parameter(
        **kept, reason=reason.strip(), replaces=figure, removes=True, state=State.PROPOSED, revision=figure.revision + 1
    )
    return _put_forward(row, by=by, at=at)


def _standing(replaces: Parameter | None) -> None:
    if replaces and replaces.state != State.CURRENT:
        raise NotPossible(f"这一版{replaces.get_state_display()}，请打开现行的一版再提出变更。")


def _put_forward(row: Parameter, *, by: Actor, at: datetime) -> Parameter:
    _require_at(by, "law.propose", row)
    row.proposed_by_id, row.proposed_at = by.person(), at
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise NotPossible("这项参数已有一份变更在等待审核，请等审核后再提。") from None
    _record(PROPOSED, row, "law.propose", by=by, at=at)
    return row


@transaction.atomic
def approve(row: Parameter, *, by: Actor, at: datetime) -> Parameter:
    """Let a proposal hold from now on; what it replaces stays in the history."""
    _decide(row, State.REMOVED if row.removes else State.CURRENT, "", by=by, at=at)
    _record(APPROVED, row, "law.approve", by=by, at=at)
    return row


@transaction.atomic
def refuse(row: Parameter, *, reply: str, by: Actor, at: datetime) -> Parameter:
    """Do not let it hold, and say why."""
    if not reply.strip():
        raise NotPossible("请写明不通过的理由。")
    _decide(row, State.REFUSED, reply.strip(), by=by, at=at)
    _record(REFUSED, row, "law.approve", by=by, at=at)
    return row


@transaction.atomic
def withdraw(row: Parameter, *, by: Actor, at: datetime) -> Parameter:
    """The proposer takes his proposal back."""
    _require_at(by, "law.propose", row)
    if row.proposed_by_id != by.person():
        raise NotPossible("只有提出人本人可以撤回。")
    if not Parameter.objects.filter(pk=row.pk, state=State.PROPOSED).update(state=State.WITHDRAWN):
        raise NotPossible("这份变更已经审核，不能撤回。")
    row.refresh_from_db()
    _record(WITHDRAWN, row, "law.propose", by=by, at=at)
    return row


def preview(row: Parameter) -> list[Change]:
    """Where and when the proposal would be felt, against the figures as they stand now."""
    now, new, old = table(), row.figure, row.replaces.figure if row.replaces else None
    rest = [one for one in now.rows if one != old and one.key != new.key]
    after = Table(rest if row.removes else [*rest, new])
    areas = list(Area.objects.order_by("order").values_list("code", flat=True))
    return effect(now, after, [one for one in (old, new) if one], areas)


def _decide(row: Parameter, state: str, reply: str, *, by: Actor, at: datetime) -> None:
    """Of two who decide at once the second is refused; nobody decides on his own proposal."""
    _require_at(by, "law.approve", row)
    if row.proposed_by_id == by.person():
        raise NotPossible("自己提出的变更须由另一人审核。")
    open_ = Parameter.objects.filter(pk=row.pk, state=State.PROPOSED)
    if row.replaces_id and state != State.REFUSED:
        old = Parameter.objects.filter(pk=row.replaces_id, state=State.CURRENT)
        if not old.update(state=State.REPLACED):
            raise NotPossible("原来的一版已被别人更正，请刷新后重新提出。")
    try:
        with transaction.atomic():
            if not open_.update(state=state, decided_by=by.person(), decided_at=at, reply=reply):
                raise NotPossible("这份变更已经审核或者撤回，请刷新后查看。")
    except IntegrityError:
        raise NotPossible("同一地区、行业、关系、效力和施行日期已另有现行参数，请不予通过，改为更正那一项。") from None
    row.refresh_from_db()


def _require_at(by: Actor, permission: str, row: Parameter) -> None:
    """County figures are the county's to change, all others the prefecture's."""
    require(by, permission)
    if not is_wide(by, permission) and row.area_code[:6] not in reached(by, permission):
        raise PermissionDenied(permission)


def _record(kind: Verb, row: Parameter, permission: str, *, by: Actor, at: datetime) -> None:
    subjects = [row, row.replaces] if row.replaces else [row]
    record(
        kind, subjects, by=by, at=at, org_path=by.reaches(permission)[0], permission=permission,
        figure=general_code(row.code), place=row.area_code or "CN", revision=row.revision,
    )  # fmt: skip
