"""Which papers does this package write, and who has to agree to each?"""

from huxin.documents.kinds import REVIEW, SIGN, PaperKind, Step, paper_kind
from huxin.typesetting.content import Layout

# To bureaus of equal rank, and (with the prefecture government's consent) to county governments: the form of a letter.
NOTICE = paper_kind(
    PaperKind(
        "report_notice",
        "报送通知",
        Layout.LETTER,
        steps=(Step(REVIEW, role="section_head"), Step(SIGN, role="office_director")),
        needs_number=True,
        series="letter",
    )
)

UNIT_REPORT = paper_kind(
    PaperKind(
        "unit_report",
        "单位报告",
        Layout.REPORT,
        steps=(Step(REVIEW, role="section_head"), Step(SIGN, role="unit_leader")),
        drafter_may_sign=True,  # in a small unit the leader writes himself
    )
)

PERIOD_REPORT = paper_kind(
    PaperKind(
        "period_report",
        "工作情况报告",
        Layout.OFFICIAL,
        steps=(Step(REVIEW, role="section_head"), Step(SIGN, role="office_director")),
        needs_number=True,
        series="report",
        upward=True,
    )
)
