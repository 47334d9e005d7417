"""What do the papers of the ladder say?"""

from collections.abc import Sequence
from datetime import date

from huxin.documents.content import Cell, Column, Imprint, Layout, Mark, Paper, Signature, Table, cells, plain
from huxin.documents.kinds import SIGN, PaperKind, Step, paper_kind
from huxin.followups.models import Rung
from huxin.orgs.models import Organisation
from huxin.plans.models import Plan, Term

_BY_DIRECTOR = (Step(SIGN, role="office_director"),)
_BY_CONVENOR = (Step(SIGN, role="convenor"),)
KINDS: dict[str, PaperKind] = {
    Rung.LETTER: paper_kind(
        PaperKind("reminder_letter", "提示函", Layout.LETTER, _BY_DIRECTOR, needs_number=True, series="letter")
    ),
    Rung.SUPERVISE: paper_kind(
        PaperKind("supervision_letter", "督办函", Layout.LETTER, _BY_DIRECTOR, needs_number=True, series="letter")
    ),
    Rung.CONVENOR: paper_kind(PaperKind("convenor_request", "提请召集人事项", Layout.SHEET, _BY_DIRECTOR)),
    Rung.GOVERNMENT: paper_kind(
        PaperKind("government_report", "督办情况报告", Layout.OFFICIAL, _BY_CONVENOR, needs_number=True)
    ),
    Rung.CIRCULAR: paper_kind(PaperKind("circular", "通报", Layout.OFFICIAL, _BY_CONVENOR, needs_number=True)),
}
_ASK = {
    Rung.LETTER: "请抓紧推进，并于收到本函之日起5个工作日内完成补报或书面说明情况。",
    Rung.SUPERVISE: "请主要负责同志过问，于收到本函之日起5个工作日内办结并书面回复原因和整改措施。",
    Rung.CONVENOR: "经提示和督办仍未办结，提请召集人约请该单位负责同志研究推进。",
    Rung.GOVERNMENT: "经联席会议办公室多次提示、督办仍未办结，现将情况报告，请予协调督促。",
    Rung.CIRCULAR: "现予通报。请引以为戒，限期整改，并将整改结果报联席会议办公室。",
}


def task_name(term: Term) -> str:
    """How a term is called in a paper: the goal's title, or the matter itself."""
    return term.duty.goal.title if term.duty.goal else term.duty.title


def chat_text(plan: Plan, organisation: Organisation, terms: Sequence[Term], today: date) -> str:
    """A text to paste into the group chat: tasks and days, no person."""
    lines = [f"{n}. {task_name(t)}（时限{_day(t.due_on)}）" for n, t in enumerate(terms, 1)]
    return "\n".join(
        [
            f"【温馨提示】{organisation.name}：截至{_day(today)}，以下{len(terms)}项任务已过时限，请尽快在系统中报送：",
            *lines,
        ]
    )


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _late_table(terms: Sequence[Term]) -> Table:
    head = cells("序号", "任务", "职责", "时限", "已退回次数", bold=True)
    rows = tuple(
        (
            Cell(str(n)),
            Cell(task_name(term)),
            Cell(term.duty.get_role_display()),
            Cell(_day(term.due_on)),
            Cell(str(term.returns)),
        )
        for n, term in enumerate(terms, 1)
    )
    return Table((Column(1), Column(6), Column(2), Column(3), Column(2)), (head, *rows))


def tree(rung: str, name: str, plan: Plan, organisation: Organisation, terms: Sequence[Term], today: date) -> Paper:
    """The paper of a rung about one party's late terms, ready to be signed."""
    upward = rung in (Rung.GOVERNMENT, Rung.CONVENOR)
    consent = "经州人民政府同意，" if organisation.kind == Organisation.Kind.GOVERNMENT and not upward else ""
    opening = (
        f"{consent}根据《{plan.title}》，截至{_day(today)}，{'该单位' if upward else '你单位'}"
        f"（{organisation.name}）有{len(terms)}项任务超过时限尚未报送，具体如下："
    )
    addressee = f"{plan.area.name}人民政府" if rung == Rung.GOVERNMENT else "" if upward else organisation.name
    return Paper(
        layout=KINDS[rung].layout,
        title=f"关于{organisation.name}\n有关任务逾期情况的{'报告' if rung == Rung.GOVERNMENT else name}",
        mark=Mark((plan.office.name,), "文件" if KINDS[rung].layout == Layout.OFFICIAL else ""),
        signatories=("",) if rung == Rung.GOVERNMENT else (),
        addressees=addressee,
        blocks=(plain(opening), _late_table(terms), plain(_ASK[Rung(rung)])),
        signature=Signature((plan.office.name,), _day(today), seal=True),
        imprint=Imprint(printed_by=plan.office.name) if KINDS[rung].layout == Layout.OFFICIAL else Imprint(),
    )
