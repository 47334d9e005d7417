"""What have all kinds of papers of cases in common?"""

from huxin.documents.kinds import PaperKind, Step
from huxin.documents.models import Paper
from huxin.typesetting.content import Layout


def case_kind(
    code: str, title: str, layout: Layout, steps: tuple[Step, ...], *, series: str, drafter_may_sign: bool = False,
    closed_reason: str = "涉及当事人个人信息",
) -> PaperKind:  # fmt: skip
    """A paper that is not disclosed; a letter has a number of its series, a sheet has none."""
    out = layout == Layout.LETTER
    return PaperKind(
        code,
        title,
        layout,
        steps,
        needs_number=out,
        series=series if out else "",
        openness=Paper.Openness.CLOSED,
        closed_reason=closed_reason,
        drafter_may_sign=drafter_may_sign,
    )
