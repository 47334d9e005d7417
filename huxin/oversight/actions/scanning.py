"""Who asks for a scan of a month, and is there anything new to scan?"""

import hashlib
from datetime import date, datetime

from django.db import IntegrityError, transaction

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.base.workdays import add_months
from huxin.journal.log import record, verb
from huxin.law.at import table
from huxin.orgs.access import require_at
from huxin.orgs.models import Area
from huxin.oversight.models import Delivery, RuleSet, Scan
from huxin.oversight.places import scan_folder
from huxin.oversight.queries import counted_deliveries

RUN = "scan.run"
STARTED = verb("scan.started", "发起{month}数据检查（{scan_rules}）", ("month", "scan_rules"))


def fingerprint(deliveries: list[Delivery], earlier: list[Delivery], rules: str) -> str:
    """What a scan depends on: the accepted orders, the figures of law, and the formulation of the rules
    and of what is hidden in a table of pay."""
    from huxin.oversight.scan.plan import VERSION
    from huxin.oversight.scan.wages import RULE

    parts = [VERSION, RULE, table().version, rules]
    parts += [f"{one.pk}:{one.digest}" for one in deliveries] + ["before"] + [one.digest for one in earlier]
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()


@transaction.atomic
def start_scan(area: Area, *, month: date, rules: str, by: Actor, at: datetime) -> Scan:
    """Hold the accepted orders of a month against the law; the same orders and figures are not scanned twice."""
    require_at(by, RUN, area.path)
    if not area.pk.endswith("00"):
        raise NotPossible("数据检查由州（市）统一运行，各县（市）看本地的结果。")
    month, rules = month.replace(day=1), RuleSet(rules).value
    deliveries = counted_deliveries(month, area.path)
    if not deliveries:
        raise NotPossible(f"{month.year}年{month.month}月还没有已接收的订单数据，不能检查。")
    mark = fingerprint(deliveries, counted_deliveries(add_months(month, -1), area.path), rules)
    alive = Scan.objects.filter(area=area, month=month).exclude(state=Scan.State.FAILED)
    if working := alive.filter(state__in=(Scan.State.WAITING, Scan.State.RUNNING)).first():
        if working.fingerprint == mark:
            return working
        raise NotPossible("这个月的另一次检查正在运行，请等它完成后再试。")
    last = alive.filter(rules=rules).order_by("-pk").first()
    if last is not None and last.fingerprint == mark and scan_folder(area.pk, month).exists():
        return last
    try:
        with transaction.atomic():
            scan = Scan.objects.create(
                area=area, org_path=area.path, month=month, rules=rules, fingerprint=mark, started_by_id=by.person(),
                started_at=at,
            )  # fmt: skip
    except IntegrityError as error:
        raise NotPossible("同样的检查刚刚由别人发起，请刷新页面查看。") from error
    scan.deliveries.set(deliveries)
    record(
        STARTED, [scan], by=by, at=at, org_path=scan.org_path, permission=RUN, month=f"{month:%Y-%m}",
        scan_rules=rules,
    )  # fmt: skip
    return scan
