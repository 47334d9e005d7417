"""How does one party's report read on paper? From its sections, in the order of the plan."""

from collections.abc import Iterable

from huxin.reports.figures import shown_number
from huxin.reports.models import AS_THE_PLAN, Figure, Report, Section
from huxin.reports.words import broken_title, fields_of, label
from huxin.typesetting.content import (
    Block,
    Cell,
    Column,
    Heading,
    Layout,
    Paper,
    Run,
    Signature,
    Table,
    cells,
    paragraphs,
    plain,
)


def unit_tree(report: Report) -> Paper:
    """The report as a paper to be signed and sealed in the unit."""
    sections = list(report.sections.select_related("goal").prefetch_related("figures").order_by(*AS_THE_PLAN))
    blocks: list[Block] = []
    for section in sections:
        if section.goal is None:
            blocks += [Heading(1, "总体情况"), *_general(section)]
    goals = [section for section in sections if section.goal]
    if goals:
        blocks.append(Heading(1, "各项任务推进情况"))
    for section in goals:
        blocks += [Heading(2, section.goal.title if section.goal else ""), *_told(section)]
    return Paper(
        layout=Layout.REPORT,
        title=broken_title(report.cycle, f"{report.organisation.name}关于", "工作推进情况的报告"),
        addressees=report.cycle.plan.office.name,
        blocks=tuple(blocks),
        signature=Signature(organs=(report.organisation.name,), seal=True),
    )


def _general(section: Section) -> Iterable[Block]:
    for field in fields_of(section):
        if text := getattr(section, field):
            yield Heading(2, label(section, field))
            yield from paragraphs(text)


def _told(section: Section) -> Iterable[Block]:
    if section.answer == Section.Answer.ZERO:
        yield plain("本期无新进展，零报告。")
    if section.answer == Section.Answer.NOT_OURS:
        yield plain("本单位无此项任务。")
    yield from paragraphs(section.progress)
    for field in fields_of(section)[1:]:
        if text := getattr(section, field):
            first, *others = text.strip().split("\n")
            yield Heading(3, f"{label(section, field)}。", run_in=(Run(first),))
            yield from paragraphs("\n".join(others))
    figures = [figure for figure in section.figures.all() if figure.current]
    given = [figure for figure in figures if figure.value is not None or figure.missing_reason]
    if given:
        yield figure_table(sorted(given, key=lambda figure: figure.code))


def figure_table(figures: Iterable[Figure]) -> Table:
    """Figures with their units; a missing one says why."""
    rows = [
        (
            Cell(f"{figure.title}（{figure.unit}）"),
            Cell(shown_number(figure.value, figure.decimals) if figure.value is not None else "暂缺"),
            Cell(figure.missing_reason or figure.correction),
        )
        for figure in figures
    ]
    return Table((Column(4), Column(2), Column(5)), (cells("指标", "本期", "说明"), *rows))
