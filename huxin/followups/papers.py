"""What do the papers of the ladder say?"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from huxin.base.chinese import spoken_date
from huxin.base.workdays import WORKING, Calendar
from huxin.documents.approval import deciders
from huxin.documents.kinds import REVIEW, SIGN, PaperKind, Step, paper_kind
from huxin.documents.models import ApprovalStep
from huxin.documents.models import Paper as PaperRow
from huxin.followups.models import FollowUp, Rung
from huxin.orgs.models import Organisation
from huxin.plans.addressing import consent, you
from huxin.plans.apart import convenor_apart, people_of
from huxin.plans.models import Duty, Plan, Term
from huxin.plans.subjects import duty_name
from huxin.typesetting.content import (
    Align,
    Block,
    Cell,
    Column,
    Field,
    Form,
    FormRow,
    Imprint,
    Layout,
    Mark,
    Paper,
    Signature,
    Table,
    cells,
    plain,
)

REPLY_DAYS = 8  # working days from drafting: some to sign, five to answer
ANSWERED = (Rung.LETTER, Rung.SUPERVISE, Rung.CIRCULAR)  # go to parties and want an answer; the others go upward
_BY_DIRECTOR = (Step(SIGN, role="office_director"),)
_BY_CONVENOR = (Step(SIGN, role="convenor"),)
_TO_CONVENOR = (Step(REVIEW, role="office_director"), Step(SIGN, role="convenor"))  # whose instruction it asks for


def barred(paper: PaperRow) -> set[int]:
    """Nobody signs what is about his own unit."""
    about = FollowUp.objects.filter(paper=paper).select_related("organisation").first()
    return set(people_of(about.organisation)) if about else set()


def way(rung: str, plan: Plan, unit: Organisation) -> tuple[Step, ...]:
    """Whose opinions the paper about a unit needs: of who would sign about his own, a convenor of another in his place,
    where there is one."""
    *before, sign = KINDS[rung].steps
    asked = deciders(ApprovalStep(organisation=plan.office, role=sign.role))
    other = convenor_apart(plan.office, unit) if asked.filter(pk__in=people_of(unit)).exists() else None
    return (*before, Step(SIGN, user=other) if other else sign)


def _kind(code: str, title: str, layout: Layout, steps: tuple[Step, ...], **more: Any) -> PaperKind:
    because = "这份文书涉及您所在的单位，请由其他单位的召集人签发。"
    return paper_kind(PaperKind(code, title, layout, steps, barred=barred, barred_because=because, **more))


_NUMBERED, _AS_LETTER = {"needs_number": True}, {"needs_number": True, "series": "letter"}
KINDS: dict[str, PaperKind] = {
    Rung.LETTER: _kind("reminder_letter", "提示函", Layout.LETTER, _BY_DIRECTOR, **_AS_LETTER),
    Rung.SUPERVISE: _kind("supervision_letter", "督办函", Layout.LETTER, _BY_DIRECTOR, **_AS_LETTER),
    Rung.CONVENOR: _kind("convenor_request", "提请召集人事项", Layout.SHEET, _TO_CONVENOR, inner=True),
    Rung.GOVERNMENT: _kind(
        "government_report", "督办情况报告", Layout.OFFICIAL, _BY_CONVENOR, upward=True, **_NUMBERED
    ),
    Rung.CIRCULAR: _kind("circular", "通报", Layout.OFFICIAL, _BY_CONVENOR, **_NUMBERED),
}
_ASK = {
    Rung.LETTER: "请抓紧推进，于{day}前在系统中补报，或书面说明情况。",
    Rung.SUPERVISE: "请主要负责同志过问，于{day}前办结，并书面回复原因和整改措施。",
    Rung.CONVENOR: "{after}仍未办结，提请召集人约请该单位负责同志研究推进。",
    Rung.GOVERNMENT: "{after}仍未办结，现将情况报告，请予协调督促。",
    Rung.CIRCULAR: "现予通报。请该单位限期整改，于{day}前将整改结果书面报送；其他单位引以为戒。",
}
_YOU = {Rung.LETTER: "贵", Rung.SUPERVISE: "你"}


def chat_text(organisation: Organisation, terms: Sequence[Term], today: date) -> str:
    """A text to paste into the group chat: tasks and days, no person."""
    late = f"截至{spoken_date(today)}，以下{len(terms)}项任务已过时限，请尽快在系统中报送："
    lines = [f"{n}. {duty_name(t.duty)}（时限{spoken_date(t.due_on)}）" for n, t in enumerate(terms, 1)]
    return "\n".join([f"【温馨提示】{organisation.name}：{late}", *lines])


def reply_day(rung: str, today: date, calendar: Calendar) -> date | None:
    """By when the paper wants its answer; None for one that goes upward."""
    return calendar.add(today, REPLY_DAYS, WORKING) if rung in ANSWERED else None


def addressed(rung: str, plan: Plan, organisation: Organisation) -> list[Organisation]:
    """To whom the paper goes: the party itself; a circular to every party of the plan; upward nobody in the system."""
    if rung == Rung.CIRCULAR:
        living = Duty.objects.filter(plan=plan, ended_on=None).values("organisation")
        return list(Organisation.objects.filter(pk__in=living).order_by("order", "pk"))
    return [organisation] if rung in ANSWERED else []


def _late_table(terms: Sequence[Term]) -> Table:
    head = cells("序号", "任务", "职责", "时限", "退回", bold=True)
    rows = tuple(
        (
            Cell(str(n)),
            Cell(duty_name(term.duty)),
            Cell(term.duty.get_role_display()),
            Cell(spoken_date(term.due_on)),
            Cell(f"{term.returns}次"),
        )
        for n, term in enumerate(terms, 1)
    )
    return Table((Column(2), Column(9, Align.LEFT), Column(3), Column(5), Column(2)), (head, *rows))


def _boxes() -> tuple[Block, ...]:
    """Where the director and the convenor write what they think of it."""
    foot = "签名：　　　　年　月　日"
    rows = (FormRow((Field(label, "", foot),), 26) for label in ("办公室主任意见", "召集人意见"))
    return (Form(tuple(rows)),)


def _title(rung: str, name: str, organisation: Organisation) -> str:
    if rung == Rung.CONVENOR:
        return f"提请召集人研究{organisation.name}\n有关任务逾期问题"
    return f"关于{organisation.name}\n有关任务逾期情况的{'报告' if rung == Rung.GOVERNMENT else name}"


def tree(
    rung: str, name: str, plan: Plan, organisation: Organisation, terms: Sequence[Term], *, today: date,
    reply_on: date | None, before: Sequence[str],
) -> Paper:  # fmt: skip
    """The paper of a rung about one party's late terms, ready to be signed; `before` names what went out about them."""
    layout = KINDS[rung].layout
    office = plan.office.name
    headed = layout != Layout.SHEET
    party = you(organisation, _YOU[Rung(rung)]) if rung in _YOU else organisation.name
    opening = (
        f"{consent(plan.area, addressed(rung, plan, organisation))}根据《{plan.title}》，截至{spoken_date(today)}，"
        f"{party}有{len(terms)}项任务超过时限尚未报送，具体如下："
    )
    to = {Rung.GOVERNMENT: f"{plan.area.name[-1]}人民政府", Rung.CIRCULAR: "各责任单位"}
    after = f"经{'、'.join(before)}后" if before else "至今"
    ask = plain(_ASK[Rung(rung)].format(day=spoken_date(reply_on) if reply_on else "", after=after))
    return Paper(
        layout=layout,
        title=_title(rung, name, organisation),
        mark=Mark((office,), "文件" if layout == Layout.OFFICIAL else "") if headed else Mark(()),
        addressees=to.get(Rung(rung), organisation.name if rung in _YOU else ""),
        blocks=(plain(opening), _late_table(terms), ask, *(_boxes() if rung == Rung.CONVENOR else ())),
        signature=Signature((office,), "" if headed else spoken_date(today), seal=headed),
        imprint=Imprint(printed_by=office) if layout == Layout.OFFICIAL else Imprint(),
    )
