"""What does somebody sign who gets a paper of a case (送达回证)? Filled in, to print and to take along."""

from huxin.cases.drafting import organ_of
from huxin.cases.models import Case, Party
from huxin.cases.wording import called, form, full_name, matter, sheet
from huxin.documents.models import Paper
from huxin.typesetting import content
from huxin.typesetting.content import Field


def slip(paper: Paper, case: Case, party: Party) -> content.Paper:
    """For one paper and one who gets it; its scan is the proof with which the service is written down."""
    day = "　　年　月　日　时"
    who = f"{called(case, party.acts_for.role if party.acts_for else party.role)}{full_name(party)}"
    grid = form(
        (Field("送达机关", organ_of(case.organisation).name),),
        (Field("案由", matter(case)), Field("案件编号", case.number)),
        (Field("送达文书", paper.title), Field("文号", paper.number)),
        (
            Field("受送达人", who),
            Field("送达地点", party.address or (party.enterprise.address if party.enterprise else "")),
        ),
        ((Field("送达方式", "□直接送达　□留置送达　□邮寄送达　□其他："),), 12),
        ((Field("受送达人签名（盖章）", "", day),), 26),
        ((Field("代收人签名及与受送达人的关系、代收理由", "", day),), 26),
        ((Field("拒收的事由和见证人签名", "", day),), 26),
        ((Field("送达人签名（两人）", "", day), Field("备注", "")), 26),
    )
    return sheet("送达回证", (grid,))
