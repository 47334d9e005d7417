"""What do the letter asking a unit to name a liaison and the form of a request for a later day say?"""

from datetime import date

from django.utils import timezone

from huxin.base.chinese import spoken_date
from huxin.documents.kinds import SIGN, PaperKind, Step, paper_kind
from huxin.documents.models import Paper as PaperRow
from huxin.orgs.models import Organisation
from huxin.plans.addressing import consent, you
from huxin.plans.models import Extension, Plan
from huxin.plans.subjects import duty_name
from huxin.typesetting.content import Field, Form, FormRow, Imprint, Layout, Mark, Paper, Signature, paragraphs

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

EXTENSION_FORM = paper_kind(
    PaperKind(
        "extension_form",
        "延期审批表",
        Layout.SHEET,
        (Step(SIGN, role="office_director"),),  # each request lays down its own way
        openness=PaperRow.Openness.CLOSED,
        closed_reason="内部审批材料",
        request=True,
    )
)


def liaison_letter(plan: Plan, organisation: Organisation, *, goals: int, reply_by: date, today: date) -> Paper:
    """Ready to be signed; it names tasks and a day, and no person."""
    return Paper(
        layout=Layout.LETTER,
        title=f"关于请确定\n{plan.topic}\n工作联络员的函",
        mark=Mark((plan.office.name,)),
        addressees=organisation.name,
        blocks=paragraphs(
            f"《{plan.title}》明确{you(organisation, '贵')}承担{goals}项工作任务。为便于日常联系和半年情况报送，"
            f"{consent(plan.area, [organisation])}请确定1名联络员，"
            f"并于{spoken_date(reply_by)}前将姓名、职务报联席会议办公室备案。\n"
            "联络员因工作变动需要调整的，由相应岗位人员自行递补，报办公室备案即可，不再另行发文。\n"
            "特此函达，请予支持。"
        ),
        signature=Signature((plan.office.name,), spoken_date(today), seal=True),
        imprint=Imprint(),
    )


def extension_form(extension: Extension) -> Paper:
    """延期审批表: what is asked for; the opinions are printed below as they come."""
    term = extension.term
    duty = term.duty
    asked_on = spoken_date(timezone.localtime(extension.asked_at).date())
    rows = (
        FormRow((Field("申请单位", duty.organisation.name), Field("职责", duty.get_role_display()))),
        FormRow((Field("任务", duty_name(duty)),)),
        FormRow(
            (
                Field("期限类别", term.get_kind_display()),
                Field("最初时限", spoken_date(term.first_due_on)),
            )
        ),
        FormRow((Field("现在时限", spoken_date(term.due_on)), Field("申请延至", spoken_date(extension.until_on)))),
        FormRow((Field("申请理由", extension.ground, f"经办：{extension.asked_by.name}　{asked_on}"),), 40),
    )
    return Paper(layout=Layout.SHEET, title="延期审批表", blocks=(Form(rows),))
