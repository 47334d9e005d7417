"""How does the prefecture's own report read, put together from what the parties handed in?"""

from collections.abc import Iterable, Iterator

from huxin.base.chinese import spoken_date
from huxin.plans.models import Goal
from huxin.reports.annexes import annexes
from huxin.reports.counts import Counts, count
from huxin.reports.figures import Standing, asked, shown_change, shown_number, sums
from huxin.reports.gathered import Gathered, is_government
from huxin.reports.models import Section
from huxin.reports.words import broken_title, report_title
from huxin.typesetting.content import Block, Heading, Imprint, Layout, Mark, Paper, Paragraph, Run, Signature, plain

Blocks = list[Block]


def compiled_title(gathered: Gathered) -> str:
    """文山州2026年上半年…工作情况的报告."""
    cycle = gathered.cycle
    return f"{cycle.plan.area.short_name}{cycle.name}{cycle.plan.topic}工作情况的报告"


def compiled_tree(gathered: Gathered) -> Paper:
    """The whole report; every number in it is counted from the sections that were accepted."""
    cycle, office = gathered.cycle, gathered.cycle.plan.office
    added = sums(cycle, gathered.figures())
    area = cycle.plan.area
    return Paper(
        layout=Layout.OFFICIAL,
        mark=Mark((office.name,), "文件"),
        title=broken_title(cycle, area.short_name, "工作情况的报告"),
        addressees=f"{area.name[-1]}人民政府",
        blocks=(
            plain(
                f"按照《{cycle.plan.title}》要求，现将{area.short_name}{report_title(cycle)}报告如下。"
                f"数据统计截至{spoken_date(cycle.cut_off_on)}。"
            ),
            *_overview(gathered),
            *_tasks(gathered, added),
            *_selected(gathered),
            *_problems(gathered),
            *_next_steps(gathered),
            plain("特此报告。"),
        ),
        attachments=("各单位报送情况表", "主要数据表", "主要数据分地区表"),
        signature=Signature(organs=(office.name,), seal=True),
        annexes=annexes(gathered, added),
        imprint=Imprint(printed_by=f"{office.name}办公室", openness="依申请公开"),
    )


def _lead(name: str, text: str) -> Iterator[Paragraph]:
    """A unit's text after its name in heavy type; further lines are paragraphs of their own."""
    first, *others = [line.strip() for line in text.split("\n") if line.strip()] or [""]
    yield Paragraph((Run(f"{name}。", True), Run(_ended(first))))
    yield from (plain(_ended(line)) for line in others)


def _ended(text: str) -> str:
    return text if not text or text[-1] in "。！？；…：" else f"{text}。"


def _overview(gathered: Gathered) -> Blocks:
    units = count(r for r in gathered.reports if not is_government(r.organisation))
    counties = count(r for r in gathered.reports if is_government(r.organisation))
    blocks: Blocks = [Heading(1, "总体情况"), Heading(2, "报送情况"), plain(_numbers(gathered, units, counties))]
    general = [s for s in gathered.accepted() if s.goal_id is None and s.progress.strip()]
    office = gathered.cycle.plan.office_id
    general.sort(key=lambda s: s.report.organisation_id != office)
    if general:
        blocks.append(Heading(2, "总体推进情况"))
    for section in general:
        blocks += _lead(section.report.organisation.short_name, section.progress)
    return blocks


def _numbers(gathered: Gathered, units: Counts, counties: Counts) -> str:
    all_parties = count(gathered.reports)
    level = f"{gathered.cycle.plan.area.name[-1]}级"
    text = (
        f"本期应报送单位{all_parties.parties}家，其中{level}单位{units.parties}家、县（市）人民政府{counties.parties}家。"
        f"截至{spoken_date(gathered.today)}，已报送{all_parties.handed_in}家，其中按时报送{all_parties.on_time}家、"
        f"迟报{all_parties.late}家；未报送{all_parties.missing}家"
    )
    missing = [r.organisation.short_name for r in gathered.reports if r.handed_in_at is None]
    text += f"（{'、'.join(missing)}）。" if missing else "。"
    text += f"退回修改{all_parties.returned}家。" if all_parties.returned else ""
    given = [s for s in gathered.accepted() if s.goal_id]
    zero = sum(s.answer == Section.Answer.ZERO for s in given)
    not_ours = sum(s.answer == Section.Answer.NOT_OURS for s in given)
    reached = len({s.goal_id for s in given if s.answer == Section.Answer.NORMAL})
    return text + (
        f"共接收任务分项{len(given)}项，其中有进展{len(given) - zero - not_ours}项、零报告{zero}项、"
        f"本单位无此项任务{not_ours}项。{len(gathered.goals)}项任务中，{reached}项有新进展。"
    )


def _tasks(gathered: Gathered, added: dict[str, Standing]) -> Blocks:
    blocks: Blocks = [Heading(1, "各项任务推进情况")]
    for goal in gathered.goals:
        blocks += [Heading(2, goal.title), *_task(gathered, goal, added)]
    return blocks


def _task(gathered: Gathered, goal: Goal, added: dict[str, Standing]) -> Iterator[Block]:
    sections = gathered.of_goal(goal)
    told = [s for s in sections if s.answer == Section.Answer.NORMAL and s.progress.strip()]
    units = [s for s in told if not is_government(s.report.organisation)]
    counties = [s for s in told if is_government(s.report.organisation)]
    for section in units:
        yield from _lead(f"{section.report.organisation.short_name}{_in_role(gathered, section)}", section.progress)
    if silent := _silent(s for s in sections if not is_government(s.report.organisation)):
        yield plain(f"{silent}。")
    yield from _county_summary(sections)
    for section in counties:
        yield from _lead(section.report.organisation.area.name, section.progress)
    figures = [figure for figure in asked(goal.title) if figure.code in added]
    if figures:
        words = "；".join(_figure_words(f.title, f.unit, f.decimals, added[f.code]) for f in figures)
        yield Paragraph((Run("主要数据。", True), Run(f"{words}。")))
    if not sections:
        yield plain("本期未接收到这项任务的报送内容。")


def _in_role(gathered: Gathered, section: Section) -> str:
    return {"lead": "（牵头）", "cooperate": "（配合）"}.get(gathered.role(section), "")


def _county_summary(sections: list[Section]) -> Iterator[Block]:
    counties = [s for s in sections if is_government(s.report.organisation)]
    if not counties:
        return
    normal = [s for s in counties if s.answer == Section.Answer.NORMAL]
    silent = _silent(counties)
    text = f"{len(counties)}个县（市）报送了落实情况，其中{len(normal)}个有新进展"
    yield plain(text + (f"，{silent}。" if silent else "。"))


def _silent(sections: Iterable[Section]) -> str:
    """Those without progress, together: 州司法局、州医保局零报告，州妇联说明无此项任务."""
    said = {Section.Answer.ZERO: "零报告", Section.Answer.NOT_OURS: "说明无此项任务"}
    names: dict[str, list[str]] = {words: [] for words in said.values()}
    for section in sections:
        if section.answer in said:
            party = section.report.organisation
            name = party.area.name if is_government(party) else party.short_name
            names[said[Section.Answer(section.answer)]].append(name)
    return "，".join("、".join(who) + words for words, who in names.items() if who)


def _figure_words(title: str, unit: str, decimals: int, standing: Standing) -> str:
    """宣传活动场次本期120场，今年累计230场，上年同期200场（同比+15.0%）."""
    text = f"{title}本期{shown_number(standing.value, decimals)}{unit}"
    if standing.total is not None and standing.total != standing.value:
        text += f"，今年累计{shown_number(standing.total, decimals)}{unit}"
    if standing.last_year is not None:
        text += f"，上年同期{shown_number(standing.last_year, decimals)}{unit}（同比{shown_change(standing.change)}）"
    return text


def _selected(gathered: Gathered) -> Blocks:
    """Highlights, experience and cases, as far as the office chose them."""
    blocks: Blocks = []
    highlights = [s for s in gathered.accepted() if s.use_highlights and s.highlights.strip()]
    experience = [s for s in gathered.accepted() if s.use_experience and s.experience.strip()]
    cases = [s for s in gathered.accepted() if s.use_cases and s.cases.strip()]
    if highlights or experience:
        blocks.append(Heading(1, "亮点与经验做法"))
    for title, sections, field in (("工作亮点", highlights, "highlights"), ("经验做法", experience, "experience")):
        if sections:
            blocks.append(Heading(2, title))
        for section in sections:
            blocks += _lead(_whose(section), getattr(section, field))
    if cases:
        blocks.append(Heading(1, "典型案例"))
    for section in cases:
        blocks += [Heading(2, _whose(section)), *(plain(_ended(line)) for line in _lines(section.cases))]
    return blocks


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _whose(section: Section) -> str:
    """州总工会（加强工会组织有效覆盖）."""
    name = section.report.organisation.short_name
    return f"{name}（{section.goal.title}）" if section.goal else name


def _problems(gathered: Gathered) -> Blocks:
    told = [s for s in gathered.accepted() if s.problems.strip() or s.measures.strip()]
    blocks: Blocks = [Heading(1, "存在问题和整改措施")]
    for section in told:
        parts = []
        if section.problems.strip():
            parts.append(_ended("问题：" + "".join(_ended(line) for line in _lines(section.problems))))
        if section.measures.strip():
            parts.append(_ended("措施：" + "".join(_ended(line) for line in _lines(section.measures))))
        blocks += _lead(_whose(section), "".join(parts))
    if not told:
        blocks.append(plain("各单位本期未报告存在问题。"))
    return blocks


def _next_steps(gathered: Gathered) -> Iterable[Block]:
    told = [s for s in gathered.accepted() if s.next_steps.strip()]
    if told:
        yield Heading(1, "下一步工作打算")
    for section in told:
        yield from _lead(section.report.organisation.short_name, section.next_steps)
