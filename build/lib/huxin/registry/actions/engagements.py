"""Who works for whom in which class of relation, how does that change, and what do the questions point to?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.journal.log import record, verb
from huxin.law.parameters import Law
from huxin.law.standards import relation
from huxin.law.standards.relation import Reply
from huxin.orgs.access import require, require_at
from huxin.orgs.models import Area
from huxin.registry.models import Engagement, Enterprise, Industry, Relation, RelationAssessment, Source, Worker

_EDIT = "registry.edit"
ENGAGED = verb("worker.engaged", "登记用工关系（{relation}），自{since_on}起", ("relation", "since_on"))
RELATION_CHANGED = verb(
    "worker.relation_changed", "用工关系由“{relation_before}”变更为“{relation}”，自{since_on}起",
    ("relation_before", "relation", "since_on"),
)  # fmt: skip
ENDED = verb("worker.engagement_ended", "用工关系至{until_on}结束", ("until_on",))
ASSESSED = verb("worker.relation_assessed", "用工关系判断（仅供参考，不是裁决）：{relation}", ("relation",))
STANDARD = "relation/1"  # the questions of law.standards.relation as they are now


def relation_code(relation: str) -> str:
    """A class as an event holds it: a code without the prime of A'."""
    return Relation(relation).name.lower()


@dataclass(frozen=True, slots=True)
class Terms:
    """Under what a worker works for an enterprise."""

    industry: str
    area: Area
    since: date
    platform: Enterprise | None = None
    relation: str = Relation.UNKNOWN


@transaction.atomic
def engage(
    worker: Worker, enterprise: Enterprise, terms: Terms, *, source: str = Source.TYPED, by: Actor, at: datetime
) -> Engagement:
    """Enter that a worker works for an enterprise; the right is needed where the work is done."""
    require_at(by, _EDIT, terms.area.path)
    _settled(worker, enterprise, terms.platform)
    engagement = _insert(
        Engagement(
            worker=worker, enterprise=enterprise, platform=terms.platform, relation=Relation(terms.relation),
            industry=Industry(terms.industry), area=terms.area, org_path=terms.area.path, valid_from=terms.since,
            source=Source(source),
        )
    )  # fmt: skip
    record(
        ENGAGED, _things(engagement), by=by, at=at, org_path=engagement.org_path, permission=_EDIT,
        relation=relation_code(engagement.relation), since_on=terms.since,
    )  # fmt: skip
    return engagement


def _settled(worker: Worker, enterprise: Enterprise, platform: Enterprise | None) -> None:
    if worker.merged_into_id is not None:
        raise NotPossible("这条劳动者登记已并入另一条，请在保留的登记上办理。")
    if enterprise.merged_into_id is not None or (platform is not None and platform.merged_into_id is not None):
        raise NotPossible("这家企业已并入另一条登记，请在保留的登记上办理。")
    if platform is not None and platform.kind != Enterprise.Kind.PLATFORM:
        raise NotPossible(f"{platform.name}没有登记为平台企业，请核对。")


def _insert(engagement: Engagement) -> Engagement:
    try:
        with transaction.atomic():
            engagement.save(force_insert=True)
    except IntegrityError:
        raise NotPossible("这名劳动者在该企业（同一平台）已有进行中的用工关系，请先结束或变更它。") from None
    return engagement


def _things(engagement: Engagement) -> list[Worker | Enterprise | Engagement]:
    return [engagement, engagement.worker, engagement.enterprise]


@transaction.atomic
def change_relation(
    engagement: Engagement, *, relation: str, since: date, version: int, by: Actor, at: datetime
) -> Engagement:
    """The class of the relation is another from a day on: the old row ends there and a new one goes on from it.

    From the first day of the row it is a correction, and the row stays.
    """
    require(by, _EDIT, engagement)
    before = engagement.relation
    if relation == before:
        raise NotPossible("用工关系类别没有变化。")
    if since < engagement.valid_from:
        raise NotPossible("变更日期不能早于用工开始日期。")
    if since == engagement.valid_from:
        _turn(engagement, version, relation=Relation(relation))
        after = engagement
    else:
        _turn(engagement, version, valid_until=since)
        after = _insert(_continued(engagement, relation, since))
    record(
        RELATION_CHANGED, _things(after), by=by, at=at, org_path=after.org_path, permission=_EDIT,
        relation_before=relation_code(before), relation=relation_code(relation), since_on=since,
    )  # fmt: skip
    return after


def _continued(engagement: Engagement, relation: str, since: date) -> Engagement:
    return Engagement(
        worker=engagement.worker, enterprise=engagement.enterprise, platform=engagement.platform,
        relation=Relation(relation), industry=engagement.industry, area=engagement.area,
        org_path=engagement.org_path, valid_from=since, source=engagement.source,
    )  # fmt: skip


@transaction.atomic
def end_engagement(engagement: Engagement, *, until: date, version: int, by: Actor, at: datetime) -> None:
    """The work ended before this day."""
    require(by, _EDIT, engagement)
    if until <= engagement.valid_from:
        raise NotPossible("结束日期须晚于开始日期。")
    _turn(engagement, version, valid_until=until)
    record(
        ENDED, _things(engagement), by=by, at=at, org_path=engagement.org_path, permission=_EDIT, until_on=until
    )  # fmt: skip


def _turn(engagement: Engagement, version: int, **values: object) -> None:
    turn = Engagement.objects.filter(pk=engagement.pk, version=version, valid_until=None)
    if not turn.update(**values, version=version + 1):
        raise NotPossible("这条用工记录已经结束或刚刚被别人修改过，请刷新后查看。")
    engagement.refresh_from_db()


@transaction.atomic
def assess_relation(
    worker: Worker, law: Law, *, enterprise: Enterprise | None, replies: Mapping[str, str], part_time: bool = False,
    evidence: str = "", by: Actor, at: datetime,
) -> RelationAssessment:  # fmt: skip
    """Keep the replies and what they point to, on the day and at the place of `law`; an officer's about a worker, or
    a worker's about himself.

    It is guidance: the class of an engagement is changed by `change_relation`, decided by a person.
    """
    if worker.user_id is None or worker.user_id != by.user_id:
        require(by, _EDIT, worker)
    said = {question: Reply(reply) for question, reply in replies.items()}
    found = relation.assess(said, law, part_time=part_time)
    if found.relation is None:
        raise NotPossible(found.answer.sentence)
    row = RelationAssessment.objects.create(
        worker=worker, enterprise=enterprise, standard=STANDARD, answers=dict(replies), part_time=part_time,
        evidence=evidence.strip(), result=Relation(found.relation), assessed_on=law.day, assessed_by_id=by.user_id,
        assessed_at=at,
    )  # fmt: skip
    things = [worker, *([enterprise] if enterprise else [])]
    record(
        ASSESSED, things, by=by, at=at, org_path=worker.org_path, permission=_EDIT, relation=relation_code(row.result)
    )  # fmt: skip
    return row


def explained(row: RelationAssessment, law: Law) -> relation.Assessment:
    """Why the replies point where they do, step by step with the articles."""
    replies = {question: Reply(reply) for question, reply in row.answers.items()}
    return relation.assess(replies, law, part_time=row.part_time)
