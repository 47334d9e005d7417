"""How is a read plan corrected before it is adopted? Pure functions from one draft to the next.

`opened` gives every goal, duty, seat and report rule a key of its own and its place in the text, so that a correction
never shifts what another one points to.
"""

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date
from itertools import chain
from typing import Any

from huxin.base.errors import NotPossible

Draft = dict[str, Any]
Element = dict[str, Any]
ROLES = {"lead": "牵头", "cooperate": "配合", "by_duty": "按职责负责", "implement": "落实"}
SEATS = {"convenor": "召集人", "member": "成员", "liaison": "联络员"}
PERIODS = {"half_year": "半年", "full_year": "全年"}
CUT_OFFS = {"06-10": "05-31", "12-10": "11-30"}
LONGEST_TITLE = 200
LISTS = {"issuers": "发文单位", "addressees": "主送", "basis": "依据", "requirements": "工作要求"}
_CITED = re.compile(r"(?P<title>.*?)(?:（(?P<number>[^（）]*号)）)?", re.DOTALL)


def opened(read: Draft) -> Draft:
    """The reader's JSON as it is corrected: with keys, places beside the things, and cut-off days."""
    draft = deepcopy(read)
    places = draft["places"]
    for kind, letter in (("goals", "g"), ("seats", "s"), ("report_rules", "r"), ("units", "u")):
        for n, element in enumerate(draft[kind]):
            element |= {"key": f"{letter}{n}", "place": places.get(f"/{kind}/{n}")}
    for n, goal in enumerate(draft["goals"]):
        goal["title_place"] = places.get(f"/goals/{n}/title", goal["place"])
        goal["date_place"] = places.get(f"/goals/{n}/milestone_on") or places.get(f"/goals/{n}/standing")
        for m, duty in enumerate(goal["duties"]):
            duty |= {"key": f"{goal['key']}d{m}", "place": places.get(f"/goals/{n}/duties/{m}")}
    for rule in draft["report_rules"]:
        rule["cut_off"] = default_cut_off(rule["due"])
    draft["next_key"] = 0
    return draft


def default_cut_off(due: str) -> str:
    """The last day of the month before the due day; a report counts whole months."""
    month = int(due[:2]) - 1 or 12
    last = {2: 28, 4: 30, 6: 30, 9: 30, 11: 30}.get(month, 31)
    return CUT_OFFS.get(due, f"{month:02}-{last}")


def item_text(item: str | Element) -> str:
    """A line of a list of the document as it is typed; a document cited with its number behind it."""
    if isinstance(item, str):
        return item
    return (item["title"] or "") + (f"（{item['number']}）" if item["number"] else "")


def _item(name: str, text: str) -> str | Element:
    found = _CITED.fullmatch(text)
    return found.groupdict() if name == "basis" and found else text


def duties(draft: Draft) -> Iterator[tuple[Element, Element]]:
    """Every goal with each of its duties."""
    return ((goal, duty) for goal in draft["goals"] for duty in goal["duties"])


def find(draft: Draft, key: str) -> Element:
    """The goal, duty, seat, rule or unit with this key."""
    above: Iterator[Element] = chain(draft["goals"], draft["seats"], draft["report_rules"], draft["units"])
    for element in chain(above, (duty for _, duty in duties(draft))):
        if element["key"] == key:
            return element
    raise NotPossible("这一项刚刚已被删除，请刷新页面查看最新的草稿。")


def unit_of_seat(draft: Draft, seat: Element) -> str:
    """The canonical name of the unit that a seat is of; as printed where no unit is known under it."""
    printed: str = seat["organisation"] or ""
    names: Iterator[str] = (
        unit["name"] for unit in draft["units"] if printed == unit["name"] or printed in unit["aliases"]
    )
    return next(names, printed)


def canonical(draft: Draft, name: str) -> str:
    """The unit known under this name or alias, else the name itself."""
    return next((u["name"] for u in draft["units"] if name == u["name"] or name in u["aliases"]), name)


def _changed(draft: Draft, change: Callable[[Draft], None]) -> Draft:
    after = deepcopy(draft)
    change(after)
    _recount(after)
    return after


def _recount(draft: Draft) -> None:
    """Units follow the duties and seats: goals by role, who is a member, nobody who has neither."""
    known = {unit["name"]: unit for unit in draft["units"]}
    members = {unit_of_seat(draft, seat) for seat in draft["seats"]} - {""}
    named = [duty["unit"] for _, duty in duties(draft)]
    for name in dict.fromkeys([*named, *sorted(members)]):
        if name not in known:
            known[name] = {"name": name, "aliases": [], "key": _new_key(draft, "u"), "place": None}
    for name, unit in known.items():
        unit["goals"] = {
            role: sorted({g["number"] for g, d in duties(draft) if d["unit"] == name and d["role"] == role})
            for role in ROLES
        }
        unit["is_member"] = name in members
    wanted = members.union(named, [draft["office"]["organisation"] or ""], draft["issuers"])
    draft["units"] = [unit for unit in known.values() if wanted.intersection([unit["name"], *unit["aliases"]])]


def _new_key(draft: Draft, letter: str) -> str:
    draft["next_key"] += 1
    return f"{letter}n{draft['next_key']}"


def edit_head(
    draft: Draft, *, title: str, document_no: str, issued_on: date | None, office: str, **lists: list[str]
) -> Draft:
    """What stands at the head of the document, which unit is the office, and those of LISTS that are given."""

    def change(after: Draft) -> None:
        after["title"] = title.strip() or None
        after["document_no"] = document_no.strip() or None
        after["issued_on"] = issued_on.isoformat() if issued_on else None
        after["office"] = {"organisation": canonical(after, office.strip()) or None}
        for name, items in lists.items():
            known = {item_text(item): item for item in after[name]}
            after[name] = [known.get(text) or _item(name, text) for text in dict.fromkeys(items)]

    return _changed(draft, change)


def edit_goal(draft: Draft, key: str, *, title: str, text: str, standing: bool, milestone_on: date | None) -> Draft:
    """Title, text and time of one goal."""

    def change(after: Draft) -> None:
        find(after, key).update(
            title=" ".join(title.split()),
            text=text.strip(),
            standing=standing,
            milestone_on=milestone_on.isoformat() if milestone_on else None,
        )

    return _changed(draft, change)


def add_goal(draft: Draft, *, title: str, text: str, standing: bool, milestone_on: date | None) -> Draft:
    """A goal that the reader did not see, at the end."""

    def change(after: Draft) -> None:
        number = max((goal["number"] for goal in after["goals"]), default=0) + 1
        after["goals"].append(
            {
                "key": _new_key(after, "g"), "number": number, "mark": "", "title": " ".join(title.split()),
                "text": text.strip(), "duties": [], "standing": standing, "place": None, "title_place": None,
                "date_place": None, "milestone_on": milestone_on.isoformat() if milestone_on else None,
            }
        )  # fmt: skip

    return _changed(draft, change)


def remove_goal(draft: Draft, key: str) -> Draft:
    """What was read as a goal is none; the goals behind it move up."""

    def change(after: Draft) -> None:
        after["goals"].remove(find(after, key))
        for number, goal in enumerate(after["goals"], 1):
            goal["number"] = number

    return _changed(draft, change)


def edit_duty(draft: Draft, key: str, *, unit: str, role: str) -> Draft:
    """Another unit or another role."""

    def change(after: Draft) -> None:
        duty, name = find(after, key), canonical(after, unit.strip())
        goal = next(goal for goal, other in duties(after) if other is duty)
        _refuse_twice(goal, name, role, besides=duty)
        duty |= {"unit": name, "role": role}

    return _changed(draft, change)


def add_duty(draft: Draft, goal_key: str, *, unit: str, role: str) -> Draft:
    """One more unit answers for a goal."""

    def change(after: Draft) -> None:
        goal, name = find(after, goal_key), canonical(after, unit.strip())
        _refuse_twice(goal, name, role)
        goal["duties"].append(
            {"unit": name, "as_printed": "", "role": role, "key": _new_key(after, "d"), "place": None}
        )

    return _changed(draft, change)


def _refuse_twice(goal: Element, unit: str, role: str, besides: Element | None = None) -> None:
    if not unit:
        raise NotPossible("请填写责任单位名称。")
    if any(d["unit"] == unit and d["role"] == role for d in goal["duties"] if d is not besides):
        raise NotPossible(f"任务{goal['number']}中已有“{unit}”{ROLES[role]}，不必重复。")


def remove_duty(draft: Draft, key: str) -> Draft:
    """This unit does not answer for this goal."""

    def change(after: Draft) -> None:
        for goal in after["goals"]:
            goal["duties"] = [duty for duty in goal["duties"] if duty["key"] != key]

    find(draft, key)
    return _changed(draft, change)


def rename_unit(draft: Draft, name: str, *, to: str) -> Draft:
    """The unit is called otherwise; the old name stays as an alias."""
    wanted = to.strip()
    if not wanted:
        raise NotPossible("请填写单位名称。")
    if any(wanted == unit["name"] for unit in draft["units"]) and wanted != name:
        return merge_units(draft, name, into=wanted)

    def change(after: Draft) -> None:
        unit = _unit(after, name)
        unit["aliases"] = sorted({*unit["aliases"], name} - {wanted})
        unit["name"] = wanted
        _reassign(after, name, wanted)

    return _changed(draft, change)


def merge_units(draft: Draft, name: str, *, into: str) -> Draft:
    """Two names are one unit: its duties become those of the other, its spellings aliases of it."""
    if name == into:
        raise NotPossible("请选择另一个单位来合并。")

    def change(after: Draft) -> None:
        gone, kept = _unit(after, name), _unit(after, into)
        kept["aliases"] = sorted({*kept["aliases"], *gone["aliases"], name} - {into})
        after["units"].remove(gone)
        _reassign(after, name, into)

    return _changed(draft, change)


def _unit(draft: Draft, name: str) -> Element:
    units: list[Element] = draft["units"]
    for unit in units:
        if unit["name"] == name:
            return unit
    raise NotPossible(f"草稿中已没有“{name}”这个单位，请刷新页面查看。")


def _reassign(draft: Draft, old: str, new: str) -> None:
    if draft["office"]["organisation"] == old:
        draft["office"]["organisation"] = new
    for goal in draft["goals"]:
        for duty in goal["duties"]:
            duty["unit"] = new if duty["unit"] == old else duty["unit"]
        once = {(duty["unit"], duty["role"]): duty for duty in reversed(goal["duties"])}
        goal["duties"] = [duty for duty in goal["duties"] if once[duty["unit"], duty["role"]] is duty]


def put_seat(draft: Draft, key: str, *, kind: str, name: str, organisation: str, post: str) -> Draft:
    """Correct a seat, or add one where the key is empty."""
    facts = {
        "kind": kind,
        "name": "".join(name.split()) or None,
        "organisation": organisation.strip() or None,
        "post": post.strip() or None,
    }
    if not facts["organisation"]:
        raise NotPossible("请填写席位所属单位。")

    def change(after: Draft) -> None:
        if key:
            find(after, key).update(facts)
        else:
            after["seats"].append({**facts, "key": _new_key(after, "s"), "place": None})

    return _changed(draft, change)


def put_rule(
    draft: Draft,
    key: str,
    *,
    due: str,
    period: str,
    cut_off: str,
    to: str | None = None,
    contents: list[str] | None = None,
) -> Draft:
    """Correct a report: its day, up to which day it counts, for whom and of what; a new one where the key is empty.

    Receiver and contents stay as they are where they are not given.
    """
    for day in (due, cut_off):
        try:
            date.fromisoformat(f"2024-{day}")
        except ValueError:
            raise NotPossible("报送日和统计截止日应写成“月-日”，如06-10。") from None
    if any(rule["period"] == period and rule["key"] != key for rule in draft["report_rules"]):
        raise NotPossible(f"已有一条{PERIODS[period]}报告的规则，请直接修改那一条。")

    def change(after: Draft) -> None:
        facts: Element = {"due": due, "period": period, "cut_off": cut_off}
        facts |= {"to": to.strip() or None} if to is not None else {}
        facts |= {"contents": contents} if contents is not None else {}
        if key:
            find(after, key).update(facts)
        else:
            after["report_rules"].append(
                {"to": None, "contents": [], **facts, "key": _new_key(after, "r"), "place": None}
            )

    return _changed(draft, change)


def remove(draft: Draft, kind: str, key: str) -> Draft:
    """Take away a seat or a report rule."""
    find(draft, key)

    def change(after: Draft) -> None:
        after[kind] = [element for element in after[kind] if element["key"] != key]

    return _changed(draft, change)


def problems(draft: Draft) -> list[str]:
    """Why the draft cannot be adopted yet; each says where and what to do."""
    found = []
    if not draft["title"]:
        found.append("没有标题，请在“文件”栏填写")
    if not draft["office"]["organisation"]:
        found.append("没有牵头协调的办公室，请在“文件”栏填写联席会议办公室所在单位")
    if not draft["goals"]:
        found.append("没有任务，请在“任务”栏添加，或确认上传的是工作方案")
    for goal in draft["goals"]:
        if not goal["title"]:
            found.append(f"任务{goal['number']}没有标题，请填写")
        elif len(goal["title"]) > LONGEST_TITLE:
            found.append(f"任务{goal['number']}的标题超过{LONGEST_TITLE}字，请缩短，其余写入内容")
        if not goal["duties"]:
            found.append(f"任务{goal['number']}没有责任单位，请添加")
    for rule in draft["report_rules"]:
        if not rule["period"]:
            found.append(f"报送日{rule['due']}没有说明是半年还是全年报告，请选择")
    periods = [rule["period"] for rule in draft["report_rules"] if rule["period"]]
    if len(set(periods)) < len(periods):
        found.append("同一期间有两条报送规则，请删除一条")
    return found
