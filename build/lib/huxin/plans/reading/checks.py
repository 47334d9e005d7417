"""In what does the plan contradict itself or leave something out, as far as a program can see?"""

import re
from collections import defaultdict

from huxin.plans.reading.draft import ROLES, Goal, Role, Seat, Unit
from huxin.plans.reading.folding import Line, Span, fold, traditional_count
from huxin.plans.reading.front import Front
from huxin.plans.reading.register import Register
from huxin.plans.reading.seats import Conference

CONTACT = re.compile(r"联系人|联系方式|联系电话|(?:手机|电话|传真|邮箱|微信|QQ)(?:号码?)?：")
PERSONAL = re.compile(
    r"(?<!\d)(?:1[3-9]\d{9}|\d{3,4}-\d{7,8}|[1-9]\d{16}[\dXx])(?!\d)|[\w.+-]{1,40}@[\w-]{1,40}\.[\w.]{2,20}", re.ASCII
)
_QUOTED = re.compile(r"“([^“”]{4,80})”")
_MARK = re.compile(r"(?:^|[^一-龥])(绝密|机密|秘密)(?:★|☆|\*|（|$|\d|级|长期|[一二三四五六七八九十\d]{1,3}年)")
_COPY = re.compile(r"^(?:份号：?)?(?:\d{6}|№\d{3,8}|第\d{1,6}号)$|^(?:份号|编号)：?\d{1,8}$")


def classified_mark(text: str) -> str | None:
    """The mark of secrecy or the copy number at the head of a document, as printed; None where there is none."""
    head = [fold(line) for line in text[:4000].split("\n") if line.strip()][:12]
    for line in head:
        if len(line) > 30:
            continue
        found = _MARK.search(line)
        if found or line in ("绝密", "机密", "秘密"):
            return found[1] if found else line
        if _COPY.fullmatch(line) and ("份号" in line or line == head[0]):
            return line
    return None


def all_units(register: Register, goals: list[Goal], seats: list[Seat]) -> list[Unit]:
    """Every party of the plan: those with a duty in order of their first, then members without one, then counties."""
    roles: dict[str, dict[Role, list[int]]] = defaultdict(dict)
    for goal in goals:
        for duty in goal.duties:
            numbers = roles[duty.unit].setdefault(duty.role, [])
            if goal.number not in numbers:
                numbers.append(goal.number)
    members = _members(register, seats)
    spelled: dict[str, dict[str, Span]] = defaultdict(dict)
    for one in register.sightings:
        spelled[one.unit].setdefault(one.printed, one.place)
    names = [*roles, *(unit for unit in members if unit not in roles)]
    names.sort(key=lambda unit: unit in register.counties or unit in register.collectives)
    return [
        Unit(
            unit, tuple(spelled[unit]), unit in members,
            {role: roles[unit][role] for role in ROLES if role in roles.get(unit, {})},
            min(spelled[unit].values(), key=lambda span: span.start),
        )
        for unit in names
    ]  # fmt: skip


def _members(register: Register, seats: list[Seat]) -> dict[str, Span]:
    """Canonical units that hold a seat, with the place of the first."""
    at = {(one.place.start, one.place.end): one.unit for one in register.sightings}
    found: dict[str, Span] = {}
    for seat in seats:
        place = seat.parts.get("organisation")
        if place and (place.start, place.end) in at:
            found.setdefault(at[place.start, place.end], place)
    return found


def check_units(register: Register, units: list[Unit], conference: Conference, front: Front) -> None:
    """Spellings, seats without tasks, tasks without seats, members who did not sign."""
    for unit in units:
        spellings = [one for one in unit.aliases if not one.startswith("各")]
        if len(spellings) > 1:
            shown = "、".join(f"“{one}”" for one in spellings)
            register.warn("unit_spellings", f"{unit.name}有{len(spellings)}种写法：{shown}，按一个单位记", unit.place)
        below = unit.name in register.counties or unit.name in register.collectives or unit.name.endswith("人民政府")
        if conference.seats and unit.goals and not unit.is_member and not below:
            register.warn("unit_without_seat", f"{unit.name}有任务，但没有席位，也没有联络员", unit.place)
        if unit.is_member and not unit.goals:
            register.warn("member_without_task", f"{unit.name}是成员单位，但没有任务", unit.place)
    _unsigned(register, units, front)
    convenors = [seat for seat in conference.seats if seat.kind == "convenor"]
    if len(convenors) > 1 and not conference.ranked:
        register.warn("several_convenors", f"有{len(convenors)}名召集人，没有写明谁是第一召集人", convenors[0].place)


def _unsigned(register: Register, units: list[Unit], front: Front) -> None:
    signed = {one.unit: one.place for one in register.sightings if any(one.place == by.place for by in front.issuers)}
    members = [unit.name for unit in units if unit.is_member]
    silent = [name for name in members if name not in signed]
    if signed and silent:
        register.warn(
            "member_not_issuer", f"{len(silent)}个成员单位没有参加发文：{'、'.join(silent)}", front.issuers[0].place
        )
    for unit, place in signed.items():
        if members and unit not in members:
            register.warn("issuer_not_member", f"{unit}是发文单位，但不是成员单位", place)


def check_goals(register: Register, goals: list[Goal]) -> None:
    """Goals without units, without a lead, without a day."""
    for goal in goals:
        what = f"第{goal.number}项“{goal.title[:30]}”"
        at = goal.parts["title"]
        if not goal.duties:
            register.warn("goal_without_unit", f"{what}没有读到责任单位，请填写", at)
        elif not any(duty.role == "lead" for duty in goal.duties):
            register.warn("goal_without_lead", f"{what}没有牵头单位", at)
        if goal.milestone_on is None:
            said = "没有写明完成日期" if goal.standing else "没有读到完成时限，请填写"
            register.warn("goal_without_milestone", f"{what}{said}", at)


def check_text(register: Register, text: str, lines: list[Line]) -> None:
    """Personal data, repeated words in a quoted list, traditional characters."""
    for line in lines:
        words = line.folded
        found = CONTACT.search(words)
        if found:
            end = words.find("）", found.start())
            place = line.span(found.start(), end if end > 0 else len(words))
            register.warn("personal_data", "这里有联系人的个人信息，不要录入系统或对外公开", place)
        elif number := PERSONAL.search(words):
            place = line.span(*number.span())
            register.warn("personal_data", "这里有电话、邮箱或证件号码，不要录入系统或对外公开", place)
        for quoted in _QUOTED.finditer(words):
            items = re.split("[、，]", quoted[1])
            twice = next((one for one in items if len(one) > 1 and items.count(one) > 1), None)
            if twice:
                register.warn("repeated_words", f"引号里“{twice}”出现了两次，可能有误", line.span(*quoted.span(1)))
    if traditional_count(text[:200_000]) > 20:
        register.warn("traditional_characters", "文件用的是繁体字，能读的已经读出，单位名称按简体字记，请逐项核对")
