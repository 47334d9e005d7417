"""Which legal figures are of the demo alone? A published cap of a platform, and a change that waits."""

from datetime import date, datetime

from huxin.demo import cast
from huxin.law.changes import Proposal, approve, propose


def propose_allowance(at: datetime) -> None:
    """The office has received a collective agreement and proposes its allowance time; nobody has approved it yet."""
    given = Proposal(
        code="allowance.share", text="8%", area_code="532600", industry="delivery", relation="B", force="consultation",
        valid_from=at.date(), document="文山州即时配送行业集体协商纪要（演示）", article="第三条", status="verified",
        source="州总工会来文", reason="行业协商已达成一致，宽放时间按接单时间的百分之八计。",
    )  # fmt: skip
    propose(given, by=cast.act_as("office", at), at=at)


def publish_cap(at: datetime) -> None:
    """The ride platform's own cap on commission, entered and approved; it binds no other platform."""
    given = Proposal(
        code="commission.cap.七乡出行", text="28%", industry="ride", force="consultation", valid_from=date(2025, 8, 1),
        document="七乡出行抽成比例公告（演示）", status="verified", source="平台公告", reason="平台已公布抽成上限。",
    )  # fmt: skip
    approve(propose(given, by=cast.act_as("office", at), at=at), by=cast.act_as("director", at), at=at)
