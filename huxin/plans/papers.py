"""What does the letter say that asks a unit to name a liaison?"""

from datetime import date

from huxin.base.chinese import spoken_date
from huxin.documents.content import Imprint, Layout, Mark, Paper, Signature, paragraphs
from huxin.documents.kinds import SIGN, PaperKind, Step, paper_kind
from huxin.orgs.models import Organisation
from huxin.plans.models import Plan

LIAISON_LETTER = paper_kind(
    PaperKind(
        "liaison_letter",
        "请确定联络员的函",
        Layout.LETTER,
        (Step(SIGN, role="office_director"),),
        needs_number=True,
        series="letter",
    )
)


def liaison_letter(plan: Plan, organisation: Organisation, *, goals: int, reply_by: date, today: date) -> Paper:
    """Ready to be signed; it names tasks and a day, and no person."""
    return Paper(
        layout=Layout.LETTER,
        title=f"关于请确定{plan.area.short_name}新就业形态劳动者\n权益保障工作联络员的函",
        mark=Mark((plan.office.name,)),
        addressees=organisation.name,
        blocks=paragraphs(
            f"《{plan.title}》明确你单位承担{goals}项工作任务。为便于日常联系和半年情况报送，"
            f"请确定1名联络员，并于{spoken_date(reply_by)}前将姓名、职务报联席会议办公室备案。\n"
            "联络员因工作变动需要调整的，由相应岗位人员自行递补，报办公室备案即可，不再另行发文。\n"
            "特此函达，请予支持。"
        ),
        signature=Signature((plan.office.name,), spoken_date(today), seal=True),
        imprint=Imprint(),
    )
