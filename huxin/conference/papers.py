"""Which papers does this package write, and who has to agree to each?"""

from huxin.documents.kinds import REVIEW, SIGN, PaperKind, Step, paper_kind
from huxin.typesetting.content import Layout

_BY_DIRECTOR = (Step(SIGN, role="office_director"),)

NOTICE = paper_kind(
    PaperKind("meeting_notice", "会议通知", Layout.OFFICIAL, _BY_DIRECTOR, needs_number=True, series="official")
)
LETTER = paper_kind(
    PaperKind("meeting_letter", "会议邀请函", Layout.LETTER, _BY_DIRECTOR, needs_number=True, series="letter")
)
FEEDBACK = paper_kind(
    PaperKind("minutes_letter", "纪要征求意见函", Layout.LETTER, _BY_DIRECTOR, needs_number=True, series="letter")
)
MINUTES = paper_kind(
    PaperKind(
        "minutes",
        "会议纪要",
        Layout.MINUTES,
        (Step(REVIEW, role="office_director"), Step(SIGN, role="convenor")),
        needs_number=True,
        series="minutes",
        text_agreed=True,
    )
)
RESULT = paper_kind(PaperKind("consultation_result", "会商结果", Layout.SHEET, _BY_DIRECTOR, text_agreed=True))
MAJOR = paper_kind(
    PaperKind(
        "major_matter",
        "重大事项报告",
        Layout.OFFICIAL,
        (Step(REVIEW, role="office_director"), Step(SIGN, role="unit_leader")),
        needs_number=True,
        series="report",
        upward=True,
    )
)
