"""Which change of a legal figure waits in the demo? One that firms and riders agreed on, made up like all the rest."""

from datetime import datetime

from huxin.demo import cast
from huxin.law.changes import Proposal, propose


def propose_allowance(at: datetime) -> None:
    """The office has received a collective agreement and proposes its allowance time; nobody has approved it yet."""
    given = Proposal(
        code="allowance.share", text="8%", area_code="532600", industry="delivery", relation="B", force="consultation",
        valid_from=at.date(), document="文山州即时配送行业集体协商纪要（演示）", article="第三条", status="verified",
        source="州总工会来文", reason="行业协商已达成一致，宽放时间按接单时间的百分之八计。",
    )  # fmt: skip
    propose(given, by=cast.act_as("office", at), at=at)
