"""What does the notice say that asks all parties for their reports?"""

from huxin.base.chinese import spoken_date
from huxin.orgs.models import Organisation
from huxin.plans.addressing import consent
from huxin.reports.figures import asked
from huxin.reports.models import ReportCycle
from huxin.reports.words import GENERAL, GOAL, LABELS, broken_title, report_title
from huxin.typesetting.content import (
    Align,
    Annex,
    Block,
    Cell,
    Column,
    Heading,
    Imprint,
    Layout,
    Mark,
    Paper,
    Signature,
    Table,
    cells,
    plain,
)

_GOVERNMENT = Organisation.Kind.GOVERNMENT


def notice_title(cycle: ReportCycle) -> str:
    """关于报送2026年上半年…工作推进情况的通知."""
    return f"关于报送{report_title(cycle)}的通知"


def notice_tree(cycle: ReportCycle, parties: list[Organisation]) -> Paper:
    """A letter to equals; where county governments are asked, it says that the prefecture government agreed."""
    plan, office = cycle.plan, cycle.plan.office
    governments = any(party.kind == _GOVERNMENT for party in parties)
    bureaus = any(party.kind != _GOVERNMENT for party in parties)
    opening = (
        f"按照《{plan.title}》要求，各县（市）和有关单位每半年报送一次工作推进情况。"
        f"{consent(plan.area, parties)}现就报送{report_title(cycle)}有关事项通知如下。"
    )
    return Paper(
        layout=Layout.LETTER,
        mark=Mark((office.name,)),
        title=broken_title(cycle, "关于报送", "工作推进情况的通知"),
        addressees="，".join(["各县（市）人民政府"] * governments + [f"{_level(cycle)}有关单位"] * bureaus),
        blocks=(plain(opening), *_body(cycle)),
        attachments=("工作推进情况报告提纲", "工作推进情况数据表"),
        signature=Signature(organs=(office.name,), date="", seal=True),
        annexes=(
            Annex("附件1", "工作推进情况报告提纲", tuple(_outline(cycle))),
            Annex("附件2", "工作推进情况数据表", (_table(cycle),)),
        ),
        imprint=Imprint(openness="依申请公开"),
    )


def _level(cycle: ReportCycle) -> str:
    """州级, 市级, 县级: by the last letter of the area's name."""
    return f"{cycle.plan.area.name[-1]}级"


def _body(cycle: ReportCycle) -> list[Block]:
    days = f"{spoken_date(cycle.covers_from)}至{spoken_date(cycle.cut_off_on)}"
    return [
        Heading(1, "报送内容"),
        plain(
            "对照任务分工，逐项说明" + "、".join(LABELS[field] for field in GOAL) + "，并填报数据表（见附件）。"
            "没有新进展的任务实行零报告；没有任务的成员单位只报送总体情况。"
        ),
        Heading(1, "统计时间"),
        plain(f"本期数据的统计时间为{days}。截止日之后的情况计入下一期。"),
        Heading(1, "报送要求"),
        plain(
            f"请于{spoken_date(cycle.due_on)}前在系统内填报，经单位负责同志审签后报送，并上传盖章扫描件。"
            "数据应当真实、可核实；暂时没有的数据注明暂缺原因。典型案例应隐去个人信息。请勿报送涉密内容。"
        ),
    ]


def _outline(cycle: ReportCycle) -> list[Block]:
    """附件1: the headings to be answered, for the whole and for every task."""
    general = ["工作推进总体情况", *(LABELS[field] for field in GENERAL[1:])]
    blocks: list[Block] = [Heading(1, "总体情况"), plain("包括：" + "、".join(general) + "。")]
    blocks += [Heading(1, "各项任务推进情况"), plain("按本单位承担的任务逐项填写，每项包括：")]
    blocks += [Heading(2, LABELS[field]) for field in GOAL]
    return blocks


def _table(cycle: ReportCycle) -> Table:
    """附件2: every figure asked for, with empty places for it."""
    rows: list[tuple[Cell, ...]] = []
    for goal in cycle.plan.goals.filter(ended_on=None).order_by("number"):
        figures = asked(goal.title)
        task = (Cell(str(goal.number), down=len(figures)), Cell(goal.title, down=len(figures)))
        for figure in figures:
            own = (Cell(figure.title), Cell(figure.unit), Cell(), Cell())
            rows.append((*task, *own) if figure is figures[0] else own)
    head = cells("序号", "任务", "指标", "单位", "本期", "暂缺原因")
    widths = (2, 6, 7, 2, 3, 4)
    columns = tuple(Column(w, Align.LEFT if place in (1, 2) else Align.CENTER) for place, w in enumerate(widths))
    return Table(columns, (head, *(rows or [cells("", "", "", "", "", "")])))
