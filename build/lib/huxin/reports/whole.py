"""What is still missing before a report can be handed in?"""

from collections.abc import Iterator

from huxin.reports.models import AS_THE_PLAN, Report, Section
from huxin.reports.moves import OPEN_SECTION
from huxin.reports.owed import unowed
from huxin.reports.words import label, section_title


def gaps(report: Report) -> list[str]:
    """A sentence for each open section that is still owed and not whole, with its name and what to fill in."""
    ended = unowed(Section.objects.filter(report=report))
    sections = (
        report.sections.filter(state__in=OPEN_SECTION)
        .exclude(pk__in=ended.values("pk"))
        .select_related("goal")
        .order_by(*AS_THE_PLAN)
    )
    found = []
    for section in sections.prefetch_related("figures"):
        if missing := list(section_gaps(section)):
            found.append(f"“{section_title(section)}”{'、'.join(missing)}")
    return found


def section_gaps(section: Section) -> Iterator[str]:
    """What this section still lacks; a zero report needs no text, 本单位无此项任务 needs a reason."""
    empty = not section.progress.strip()
    if section.answer == Section.Answer.NOT_OURS and empty:
        yield "未说明本单位为何无此项任务"
    if section.answer == Section.Answer.NORMAL:
        if empty:
            yield f"未填写{label(section, 'progress')}"
        for figure in sorted(section.figures.all(), key=lambda figure: figure.code):
            if figure.current and figure.value is None and not figure.missing_reason:
                yield f"未填写数据“{figure.title}”（没有数据可填暂缺原因）"
