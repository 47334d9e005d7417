"""What is made public for somebody whom a paper of a case cannot reach (送达公告)? Ours is the wording."""

from datetime import date

from huxin.cases.drafting import case_paper
from huxin.cases.facts import Facts
from huxin.cases.models import Case
from huxin.cases.wording import letter, said
from huxin.documents.kinds import SIGN, PaperKind, Step
from huxin.documents.models import Paper as Kept
from huxin.typesetting.content import Layout, Paper

CODE = "public_notice"


def _notice(case: Case, facts: Facts, on: date) -> Paper:
    number = f"（{said(facts, 'number')}）" if facts.data.get("number") else ""
    return letter(
        case, "送达公告", said(facts, "who"),
        f"本单位办理的案件（编号{case.number}）已作出《{said(facts, 'title')}》{number}。"
        "因用其他方式无法送达，现依法公告送达。\n"
        f"请自公告之日起到本单位领取上述文书。自公告之日起经过{said(facts, 'days')}日，即视为送达；"
        "文书载明的答辩、陈述申辩、复议、起诉等期限自视为送达之日起计算。\n特此公告。",
        on=on,
    )  # fmt: skip


NOTICE = case_paper(
    PaperKind(CODE, "送达公告", Layout.LETTER, (Step(SIGN),), needs_number=True, openness=Kept.Openness.PUBLIC),
    _notice,
)
