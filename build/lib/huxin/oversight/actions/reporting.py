"""How do figures from outside the orders come in, with which the orders are compared?"""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localtime

from huxin.base.actor import Actor
from huxin.base.chinese import personal_data
from huxin.base.errors import NotPossible
from huxin.journal.log import record, verb
from huxin.orgs.access import require_at
from huxin.oversight.actions.delivering import DECIDE
from huxin.oversight.models import Reporter
from huxin.oversight.reported import ReportedFigure

FIELDS = ("month", "reported_kind", "before", "value")
ENTERED = verb("delivery.figure_entered", "录入{month}{reported_kind}：{value}", FIELDS)


@transaction.atomic
def enter_figures(
    reporter: Reporter, *, month: date, values: Mapping[str, int | None], source: str, by: Actor, at: datetime
) -> int:
    """Keep what was said of a platform's month; None leaves out a kind, an earlier figure stays in the journal. The
    number of figures that are new or other."""
    firm, month = reporter.enterprise, month.replace(day=1)
    require_at(by, DECIDE, firm.org_path)
    if month >= localtime(at).date().replace(day=1):
        raise NotPossible("这个月还没有结束，请在次月录入。")
    if not source.strip() or personal_data(source):
        raise NotPossible("请写明数据来源，如“职业伤害保障经办系统10月统计”，不要写个人信息。")
    known = {row.kind: row.value for row in ReportedFigure.objects.filter(enterprise=firm, month=month)}
    told = {kind: value for kind, value in values.items() if value is not None and known.get(kind) != value}
    for kind, value in told.items():
        said = {"value": value, "source": source.strip()[:120], "entered_by_id": by.person(), "entered_at": at}
        ReportedFigure.objects.update_or_create(
            enterprise=firm, month=month, kind=kind, defaults=said | {"org_path": firm.org_path}
        )
        record(
            ENTERED, [reporter, firm], by=by, at=at, org_path=firm.org_path, permission=DECIDE,
            month=f"{month:%Y-%m}", reported_kind=kind, before=known.get(kind), value=value,
        )  # fmt: skip
    return len(told)
