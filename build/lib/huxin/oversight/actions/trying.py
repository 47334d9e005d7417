"""What if a figure of law were another: who asks, and of which month?"""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.journal.log import record, verb
from huxin.law.catalogue import CLOCKS, entry
from huxin.law.units import read_figure
from huxin.orgs.access import require_at
from huxin.orgs.models import Area
from huxin.oversight.actions.scanning import RUN
from huxin.oversight.models import Trial
from huxin.oversight.queries import counted_deliveries

ASKED = verb("trial.asked", "试算{month}：{trial_code}", ("month", "trial_code"))
CODES = (
    "minimum_wage.hourly", "minimum_wage.monthly", "allowance.share", "working_time.daily", "commission.cap",
    "deduction.cap", "holiday.rate", *(f"clock.{code}.limit" for code in CLOCKS),
)  # fmt: skip


def titles() -> dict[str, str]:
    """The figures that can be tried, in words."""
    return {code: entry(code).title for code in CODES}


@transaction.atomic
def try_figure(area: Area, *, month: date, code: str, text: str, by: Actor, at: datetime) -> Trial:
    """Scan a month once more as if the law of the whole area set this figure; nothing is changed by it."""
    require_at(by, RUN, area.path)
    if code not in CODES:
        raise NotPossible("请从列表中选择要试算的参数。")
    month = month.replace(day=1)
    if not counted_deliveries(month, area.path):
        raise NotPossible(f"{month.year}年{month.month}月还没有已接收的订单数据，不能试算。")
    try:
        value, unit = read_figure(text)
    except ValueError as wrong:
        raise NotPossible(str(wrong)) from wrong
    if unit not in entry(code).units:
        raise NotPossible(f"“{entry(code).title}”的单位不是这样写的，请参照“法规参数”中的写法。")
    try:
        with transaction.atomic():
            row = Trial.objects.create(
                area=area, org_path=area.path, month=month, code=code, value=value, unit=unit.value,
                asked_by_id=by.person(), asked_at=at,
            )  # fmt: skip
    except IntegrityError as error:
        raise NotPossible("另一次试算正在运行，请等它完成后再试。") from error
    record(
        ASKED, [row], by=by, at=at, org_path=area.path, permission=RUN, month=f"{month:%Y-%m}", trial_code=code
    )  # fmt: skip
    return row
