"""Which office takes this matter? A table in data, asked upward from the place of work; never an error."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.cases.records import Jurisdiction
from huxin.journal.log import record, verb
from huxin.orgs.access import require_at
from huxin.orgs.models import Area, Membership, Organisation
from huxin.orgs.roles import roles_with

SET = verb(
    "jurisdiction.set", "设定管辖：{procedure}，{topic}，自{valid_from_on}起", ("procedure", "topic", "valid_from_on")
)


def office_for(area: Area, topic: str, procedure: str, day: date) -> Organisation:
    """The office for a place, a subject and a procedure (its code without version) on a day.

    The nearest area that has any fitting row decides; there a named procedure goes before a named subject, and both
    before a general row. Where nothing fits, the intake of the nearest area above that has one; then any bureau there.
    """
    codes = area.path.rstrip("/").split("/")
    rows = Jurisdiction.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=day),
        area__in=codes,
        procedure__in=("", procedure),
        topic__in=("", topic),
        valid_from__lte=day,
    ).select_related("organisation")
    best = max(
        rows,
        key=lambda r: (codes.index(r.area_id), r.procedure != "", r.topic != "", r.valid_from),
        default=None,
    )
    return best.organisation if best else _intake(codes)


def _intake(codes: list[str]) -> Organisation:
    accepting = roles_with("case.open")
    for code in reversed(codes):
        held = Membership.objects.filter(until=None, role__in=accepting, organisation__area=code)
        first = held.select_related("organisation").order_by("organisation__order", "pk").first()
        if first:
            return first.organisation
    for code in reversed(codes):
        bureau = Organisation.objects.filter(area=code, closed_on=None, kind=Organisation.Kind.BUREAU)
        if found := bureau.order_by("order", "pk").first():
            return found
    raise NotPossible("本地区还没有设置受理单位，请系统管理员先录入单位。")


@transaction.atomic
def set_jurisdiction(
    area: Area, *, procedure: str, topic: str, organisation: Organisation, valid_from: date, by: Actor, at: datetime
) -> Jurisdiction:
    """From a day on, this office takes these matters; what held before ends that day."""
    require_at(by, "jurisdiction.manage", area.path)
    same = {"area": area, "procedure": procedure, "topic": topic}
    Jurisdiction.objects.filter(**same, valid_from__lt=valid_from, valid_until=None).update(valid_until=valid_from)
    try:
        with transaction.atomic():
            row = Jurisdiction.objects.create(**same, organisation=organisation, valid_from=valid_from)
    except IntegrityError:
        raise NotPossible("同一地区、程序和事项在这一天已有一条管辖设定，请换一个生效日期。") from None
    record(
        SET, [organisation], by=by, at=at, org_path=area.path, permission="jurisdiction.manage",
        procedure=procedure, topic=topic, valid_from_on=valid_from,
    )  # fmt: skip
    return row
