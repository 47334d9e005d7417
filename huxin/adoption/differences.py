"""What would adopting an amended draft change in the plan as it runs? Every difference in one sentence."""

from collections.abc import Iterator
from dataclasses import dataclass

from huxin.adoption import founding
from huxin.adoption.amending import GoalMatch, match, newly_named, seat_pairs
from huxin.adoption.draft_edit import LISTS, PERIODS, ROLES, SEATS, Draft, canonical, item_text
from huxin.adoption.parties import resolve
from huxin.adoption.versions import versions
from huxin.orgs.models import Organisation
from huxin.plans.models import Plan

_SHOWN = 30  # characters of a long item that tell it from the others


@dataclass(frozen=True, slots=True)
class Difference:
    """One sentence about what changes, under one heading of the page of differences."""

    heading: str
    sentence: str


def compare(draft: Draft, plan: Plan) -> list[Difference]:
    """Everything that adopting this draft would change, in sentences; nothing where it says what already holds."""
    units = resolve(draft, plan.area)
    before = _last(plan)
    found = [Difference("单位", f"新增“{name}”") for name, unit in units.items() if unit is None]
    for one in match(draft, plan, units):
        found += _of_goal(one, units)
    head = [*_of_head(draft, plan), *_of_office(draft, plan, units), *_of_lists(draft, before)]
    return [*head, *found, *_of_seats(draft, plan, units), *_of_rules(draft, plan, before)]


def _last(plan: Plan) -> Draft:
    """What the newest version said; it alone holds what has no row of its own."""
    newest = versions(plan).first()
    return newest.data if newest else {}


def _of_head(draft: Draft, plan: Plan) -> Iterator[Difference]:
    now = {"title": plan.title, "document_no": plan.document_no, "issued_on": plan.issued_on}
    new = {
        "title": draft["title"],
        "document_no": draft["document_no"] or "",
        "issued_on": founding.day(draft["issued_on"]),
    }
    for name, word in (("title", "标题"), ("document_no", "文号"), ("issued_on", "印发日期")):
        if now[name] != new[name]:
            yield Difference("文件", f"{word}由“{now[name] or '无'}”改为“{new[name] or '无'}”")


def _of_office(draft: Draft, plan: Plan, units: dict[str, Organisation | None]) -> Iterator[Difference]:
    name = canonical(draft, draft["office"]["organisation"] or "")
    if name and units.get(name) != plan.office:
        yield Difference("文件", f"联席会议办公室由“{plan.office.short_name}”改为“{name}”")


def _of_lists(draft: Draft, before: Draft) -> Iterator[Difference]:
    for name, word in LISTS.items():
        new = [item_text(one) for one in draft[name]]
        old = [item_text(one) for one in before[name]] if before else new
        yield from _of_list(word, old, new)


def _of_list(word: str, old: list[str], new: list[str], heading: str = "文件") -> Iterator[Difference]:
    added, gone = [one for one in new if one not in old], [one for one in old if one not in new]
    said = "；".join(
        f"{verb}{'、'.join(f'“{_short(one)}”' for one in items)}"
        for verb, items in (("增加", added), ("删去", gone))
        if items
    )
    if said or old != new:
        yield Difference(heading, f"{word}{said or '的次序有调整'}")


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _of_goal(found: GoalMatch, units: dict[str, Organisation | None]) -> Iterator[Difference]:
    goal, element = found.goal, found.element
    if element is None:
        yield Difference("任务", f"取消任务{goal.number}“{goal.title}”" if goal else "")
        return
    name = f"任务{element['number']}“{element['title']}”"
    if goal is None:
        yield Difference("任务", f"新增{name}，责任单位{len(element['duties'])}家")
        return
    for column, value in founding.goal_facts(element).items():
        if column in _WORDS and getattr(goal, column) != value:
            heading, word = _WORDS[column]
            said = "有修改" if column == "text" else f"由“{_said(getattr(goal, column))}”改为“{_said(value)}”"
            yield Difference(heading, f"{name}的{word}{said}")
    for duty, new in found.kept:
        if duty.role != new["role"]:
            yield Difference("责任", f"{name}：{new['unit']}由{duty.get_role_display()}改为{ROLES[new['role']]}")
    for duty in found.ended:
        yield Difference("责任", f"{name}：不再由{duty.organisation.short_name}{duty.get_role_display()}")
    for new in found.added:
        freed = goal.duties.filter(organisation=units.get(new["unit"]), ended_on__isnull=False).exclude(not_ours="")
        but = "（此前已同意该单位无此项任务，采纳后重新承担）" if freed.exists() else ""
        yield Difference("责任", f"{name}：新增{new['unit']}{ROLES[new['role']]}{but}")


def _said(value: object) -> object:
    return "是" if value is True else "否" if value is False else value or "无"


_WORDS = {
    "number": ("任务", "序号"),
    "title": ("任务", "标题"),
    "text": ("任务", "内容"),
    "milestone_on": ("时限", "阶段时限"),
    "standing": ("时限", "持续推进"),
}


def _of_seats(draft: Draft, plan: Plan, units: dict[str, Organisation | None]) -> Iterator[Difference]:
    stay, gone, new = seat_pairs(draft, plan, units)
    for seat, element in stay:
        if newly_named(seat, element):
            yield Difference("席位", f"{seat.organisation.short_name}{seat.get_kind_display()}变更任席人")
    for seat in gone:
        yield Difference("席位", f"撤销{seat.organisation.short_name}{seat.get_kind_display()}席位")
    for element in new:
        yield Difference("席位", f"新增{element['organisation']}{SEATS[element['kind']]}席位")


def _of_rules(draft: Draft, plan: Plan, before: Draft) -> Iterator[Difference]:
    running = {rule.period: rule for rule in plan.report_rules.all()}
    drafted = {rule["period"]: rule for rule in draft["report_rules"]}
    receivers = {rule["period"]: rule["to"] for rule in before.get("report_rules", ())}
    for period in dict.fromkeys([*running, *drafted]):
        report, now, new = f"{PERIODS.get(period, '期间未定的')}报告", running.get(period), drafted.get(period)
        if new is None:
            yield Difference("报送", f"不再要求{report}；已开启的报告期照常收报")
        elif now is None:
            yield Difference("报送", f"新增{report}，每年{new['due']}前报送，统计截至{new['cut_off']}")
        else:
            facts = [("报送日", now.due, new["due"]), ("统计截止日", now.cut_off, new["cut_off"])]
            if period in receivers:
                facts.append(("报送对象", receivers[period], new["to"]))
            for word, old, value in facts:
                if old != value:
                    yield Difference("报送", f"{report}的{word}由{old or '无'}改为{value or '无'}")
            yield from _of_list(f"{report}的内容", now.contents, new["contents"], "报送")
