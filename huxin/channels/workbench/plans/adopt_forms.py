"""What is typed while a read plan is corrected? Each form makes one correction of adoption.draft_edit."""

from collections.abc import Callable
from typing import Any

from django import forms

from huxin.adoption import draft_edit
from huxin.adoption.draft_edit import PERIODS, ROLES, SEATS, Draft, Element, find
from huxin.adoption.founding import day
from huxin.channels.parts.forms import DateInput

Change = Callable[[Draft], Draft]


class Upload(forms.Form):
    """The issued document, and where it belongs."""

    file = forms.FileField(label="方案文件", help_text="支持 .docx、带文字的 .pdf、.txt、.html；不得上传涉密文件。")
    area = forms.ChoiceField(label="印发地区")
    parent = forms.ChoiceField(label="细化哪个上级方案", required=False, help_text="县（市）细化方案请选择州方案。")
    amends = forms.ChoiceField(
        label="修订哪个现行方案", required=False, help_text="不选的，上传后系统按标题提示，由您确认。"
    )

    def __init__(
        self,
        *args: Any,
        areas: list[tuple[str, str]],
        plans: list[tuple[int, str]],
        running: list[tuple[int, str]],
        **known: Any,
    ) -> None:
        super().__init__(*args, **known)
        self.fields["amends"].choices = [("", "上传后再确认"), *running]
        self.fields["area"].choices = areas
        self.fields["parent"].choices = [("", "不是细化方案"), *plans]


class Amends(forms.Form):
    """Of which running plan the document is a new version."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    plan = forms.ChoiceField(label="修订哪个现行方案")

    def __init__(self, *args: Any, plans: list[tuple[int, str]], **known: Any) -> None:
        super().__init__(*args, **known)
        self.fields["plan"].choices = plans


class Settle(forms.Form):
    """Why a warning needs nothing more."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label="处置理由", max_length=200)


class Adopt(forms.Form):
    """From which day on the plan is tracked, and whether anybody may follow it."""

    tracked_from = forms.DateField(
        label="跟踪起始日",
        widget=DateInput(),
        help_text="此前到期的事项列为“历史”，由办公室认定，不算逾期；首个报告期为此后第一个报送日。",
    )
    public = forms.BooleanField(
        label="在门户公开工作进度",
        required=False,
        initial=True,
        help_text="只有任务名称和完成数，没有单位、人员和内部文字；以后可以停止公开。细化方案不单独公开。",
    )


class Correction(forms.Form):
    """One correction; `change` turns what was typed into a function from draft to draft."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    heading = ""

    def __init__(self, *args: Any, draft: Draft, key: str = "", **known: Any) -> None:
        self.draft, self.key = draft, key
        known["initial"] = {**self.start(draft, key), **known.get("initial", {})}
        super().__init__(*args, **known)

    def start(self, draft: Draft, key: str) -> dict[str, Any]:
        """What stands there now."""
        return {}

    def change(self, data: dict[str, Any]) -> Change:
        """The correction."""
        raise NotImplementedError


class Lines(forms.CharField):
    """A list, one item a line; where items are whole paragraphs, with an empty line between them."""

    def __init__(self, *, apart: str = "\n", rows: int = 3, **known: Any) -> None:
        self.apart = apart
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": rows}), **known)

    def prepare_value(self, value: Any) -> Any:
        return self.apart.join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        text = "\n".join(line.strip() for line in (value or "").splitlines())
        return [item.strip() for item in text.split(self.apart) if item.strip()]


def _units(draft: Draft) -> list[tuple[str, str]]:
    return [(unit["name"], unit["name"]) for unit in draft["units"]]


class Head(Correction):
    """Title, number, day, office; who issued it to whom on what ground; what it asks for in general."""

    heading = "校正文件信息"
    title = forms.CharField(label="标题", max_length=200)
    document_no = forms.CharField(label="文号", max_length=60, required=False, help_text="没有文号的空着。")
    issued_on = forms.DateField(label="印发日期", widget=DateInput(), required=False)
    office = forms.CharField(label="联席会议办公室所在单位", max_length=60)
    issuers = Lines(label="发文单位", help_text="每行一个。")
    addressees = Lines(label="主送", help_text="每行一个。")
    basis = Lines(
        label="依据", help_text="每行一份文件，文号写在最后的括号里，如：《……的意见》（人社部发〔2021〕56号）。"
    )
    requirements = Lines(label="工作要求", apart="\n\n", rows=6, help_text="各条之间空一行。")

    def start(self, draft: Draft, key: str) -> dict[str, Any]:
        facts = {name: draft[name] for name in ("title", "document_no")}
        facts |= {name: [draft_edit.item_text(item) for item in draft[name]] for name in draft_edit.LISTS}
        return {**facts, "issued_on": day(draft["issued_on"]), "office": draft["office"]["organisation"]}

    def change(self, data: dict[str, Any]) -> Change:
        return lambda draft: draft_edit.edit_head(draft, **data)


class Goal(Correction):
    """One goal, or a new one."""

    heading = "校正任务"
    title = forms.CharField(label="任务标题", max_length=200)
    text = forms.CharField(label="内容", required=False, widget=forms.Textarea(attrs={"rows": 5}))
    standing = forms.BooleanField(label="持续推进", required=False)
    milestone_on = forms.DateField(label="阶段时限", widget=DateInput(), required=False, help_text="原文没有的空着。")

    def start(self, draft: Draft, key: str) -> dict[str, Any]:
        if key == "new-goal":
            return {"standing": True}
        goal = find(draft, key)
        return {**{n: goal[n] for n in ("title", "text", "standing")}, "milestone_on": day(goal["milestone_on"])}

    def change(self, data: dict[str, Any]) -> Change:
        if self.key == "new-goal":
            return lambda draft: draft_edit.add_goal(draft, **data)
        return lambda draft: draft_edit.edit_goal(draft, self.key, **data)


class Duty(Correction):
    """Which unit answers for a goal in which role; `+g3` adds one to the goal g3."""

    heading = "校正责任单位"
    unit = forms.CharField(label="责任单位", max_length=60, widget=forms.TextInput(attrs={"list": "units"}))
    role = forms.ChoiceField(label="职责", choices=list(ROLES.items()))

    def start(self, draft: Draft, key: str) -> dict[str, Any]:
        if key.startswith("+"):
            return {}
        duty = find(draft, key)
        return {"unit": duty["unit"], "role": duty["role"]}

    def change(self, data: dict[str, Any]) -> Change:
        if self.key.startswith("+"):
            return lambda draft: draft_edit.add_duty(draft, self.key[1:], **data)
        return lambda draft: draft_edit.edit_duty(draft, self.key, **data)


class Unit(Correction):
    """Another name for a unit, or the unit that it really is."""

    heading = "校正单位"
    name = forms.CharField(label="规范简称", max_length=60)
    into = forms.ChoiceField(label="合并到", required=False, help_text="同一单位的不同写法，选择要并入的单位。")

    def __init__(self, *args: Any, draft: Draft, key: str = "", **known: Any) -> None:
        super().__init__(*args, draft=draft, key=key, **known)
        self.old = find(draft, key)["name"]
        others = [one for one in _units(draft) if one[0] != self.old]
        self.fields["into"].choices = [("", "不合并"), *others]

    def start(self, draft: Draft, key: str) -> dict[str, Any]:
        return {"name": find(draft, key)["name"]}

    def change(self, data: dict[str, Any]) -> Change:
        if data["into"]:
            return lambda draft: draft_edit.merge_units(draft, self.old, into=data["into"])
        return lambda draft: draft_edit.rename_unit(draft, self.old, to=data["name"])


class Seat(Correction):
    """Who sits for which unit."""

    heading = "校正席位"
    kind = forms.ChoiceField(label="席位", choices=list(SEATS.items()))
    organisation = forms.CharField(label="单位", max_length=60, widget=forms.TextInput(attrs={"list": "units"}))
    name = forms.CharField(label="姓名", max_length=40, required=False)
    post = forms.CharField(label="职务", max_length=80, required=False)

    def start(self, draft: Draft, key: str) -> dict[str, Any]:
        return {} if key == "new-seat" else find(draft, key)

    def change(self, data: dict[str, Any]) -> Change:
        key = "" if self.key == "new-seat" else self.key
        return lambda draft: draft_edit.put_seat(draft, key, **data)


class Rule(Correction):
    """When a report is due, up to which day it counts, to whom it goes and what it holds."""

    heading = "校正报送规则"
    period = forms.ChoiceField(label="期间", choices=list(PERIODS.items()))
    due = forms.CharField(label="报送日（月-日）", max_length=5, help_text="如06-10")
    cut_off = forms.CharField(label="统计截止日（月-日）", max_length=5, help_text="如05-31")
    to = forms.CharField(label="报送给谁", max_length=60, required=False)
    contents = Lines(label="报告内容", help_text="每行一项，如：推进落实情况。")

    def start(self, draft: Draft, key: str) -> dict[str, Any]:
        return {} if key == "new-rule" else find(draft, key)

    def change(self, data: dict[str, Any]) -> Change:
        key = "" if self.key == "new-rule" else self.key
        return lambda draft: draft_edit.put_rule(draft, key, **data)


def form_of(draft: Draft, key: str) -> type[Correction]:
    """Which form corrects the part with this key."""
    if key == "head":
        return Head
    special = {"new-goal": Goal, "new-seat": Seat, "new-rule": Rule}
    if key in special:
        return special[key]
    if key.startswith("+"):
        find(draft, key[1:])
        return Duty
    element = find(draft, key)
    return Duty if "unit" in element else {"g": Goal, "s": Seat, "r": Rule, "u": Unit}[key[0]]


def removal(draft: Draft, key: str) -> Change | None:
    """How to take this part away, where that is possible."""
    if key in ("head", "new-goal", "new-seat", "new-rule") or key[0] in "+u":
        return None
    element: Element = find(draft, key)
    if "unit" in element:
        return lambda now: draft_edit.remove_duty(now, key)
    if key[0] == "g":
        return lambda now: draft_edit.remove_goal(now, key)
    return lambda now: draft_edit.remove(now, "seats" if key[0] == "s" else "report_rules", key)
