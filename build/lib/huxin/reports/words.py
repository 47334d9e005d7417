"""How are the parts of a report called on screen and on paper?"""

from collections import Counter
from collections.abc import Iterable

from huxin.journal.timeline import words_for
from huxin.plans.naming import period_name, topic
from huxin.reports.models import ReportCycle, Section

GENERAL = ("progress", "problems", "measures", "next_steps")
GOAL = ("progress", "highlights", "experience", "cases", "problems", "measures")
LABELS = {
    "progress": "推进落实情况",
    "highlights": "工作亮点",
    "experience": "经验做法",
    "cases": "典型案例",
    "problems": "存在问题",
    "measures": "整改措施",
    "next_steps": "下一步打算",
}
GENERAL_TITLE = "总体情况"


def fields_of(section: Section) -> tuple[str, ...]:
    """The texts that this section asks for, in order."""
    return GOAL if section.goal_id else GENERAL


def label(section: Section, field: str) -> str:
    """What a text of this section is called."""
    return "工作推进总体情况" if field == "progress" and not section.goal_id else LABELS[field]


def section_title(section: Section) -> str:
    """任务5 推广电子劳动合同, or the part about the whole."""
    if section.goal is None:
        return GENERAL_TITLE
    return f"任务{section.number}　{section.goal.title}{'（任务已终止）' if section.goal.ended_on else ''}"


def dropped_sentence(sections: Iterable[Section]) -> str:
    """What was asked for and is no more, by task; nothing where nothing was dropped."""
    counted = Counter(section_title(section) for section in sections)
    if not counted:
        return ""
    tasks = "、".join(f"“{name}”{number}家" for name, number in counted.items())
    return f"任务或责任已终止、尚未填写的分项不再要求：{tasks}；已填写和已报送的保留。"


def report_title(cycle: ReportCycle) -> str:
    """2026年上半年维护…权益工作推进情况."""
    return matter(cycle.plan.title, cycle.period, (cycle.plan.area.name, cycle.plan.area.short_name))


def matter(title: str, period: str, places: Iterable[str]) -> str:
    """The same from the plan's title, the period, and the names of the place that the title begins with."""
    return f"{period_name(period)}{topic(title, *places)}工作推进情况"


def broken_title(cycle: ReportCycle, before: str, after: str) -> str:
    """A title of three lines, the middle one the longest, as titles of official papers are broken."""
    return f"{before}{cycle.name}\n{cycle.plan.topic}\n{after}"


def _part(number: int) -> str:
    return f"任务{number}" if number else GENERAL_TITLE


words_for("report_period", period_name)
words_for("section", _part)
words_for("dropped", lambda dropped: f"，撤去任务已终止、尚未填写的分项{dropped}项" if dropped else "", empty="")
words_for("late", lambda late: "，属迟报" if late else "")
