"""What is typed into each calculator, what does the law make of it, and what of that goes into a complaint?"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField

from huxin.cases.forms.common import MoneyField
from huxin.cases.topics import Topic
from huxin.channels.parts.forms import DateInput
from huxin.law.at import law
from huxin.law.calendar import calendar_for
from huxin.law.catalogue import Relation
from huxin.law.standards import limitation, pay
from huxin.law.standards.arrears import Item, extra_compensation, unpaid
from huxin.law.standards.award import AwardItem, Claim, final_award
from huxin.law.standards.relation import QUESTIONS, Group, Reply, assess
from huxin.law.standards.steps import Answer, Step

HOUR_S = 3600
MOST = 1_000_000
_A_NUMBER = {"invalid": "请填数字，例如312或者37.5。"}


class HoursField(forms.DecimalField):
    """Hours as people count them (7.5); the value is whole seconds."""

    def __init__(self, **more: Any) -> None:
        most = {"min_value": 0, "max_value": 10_000, "decimal_places": 2, "max_digits": 7}
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "short"})
        super().__init__(widget=widget, error_messages=_A_NUMBER, **most, **more)

    def clean(self, value: Any) -> Any:
        """Seconds, or None where nothing is given."""
        hours: Decimal | None = super().clean(value)
        return None if hours is None else int(hours * HOUR_S)


def _day(label: str, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DateInput(attrs={"class": "short"}), **more)


def _sum(label: str, **more: Any) -> MoneyField:
    field = MoneyField(label=label, max_length=20, **more)
    field.widget.attrs["class"] = "short"
    return field


class Calculator(forms.Form):
    """One calculator. `area` and `today` are known to all; `topic` is what a complaint about its result is about."""

    title = ""
    lead = ""
    icon = "calculator"
    topic: Topic | None = None

    def __init__(self, *args: Any, areas: list[tuple[str, str]], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if "area" in self.fields:
            self.fields["area"].choices = [("", "请选择"), *areas]  # type: ignore[attr-defined]

    def not_ahead(self, given: dict[str, Any]) -> None:
        """A day of a month that is under way, or past."""
        day: date | None = given.get("day")
        if day and (day.year, day.month) > (self.today.year, self.today.month):
            self.add_error("day", "这个月还没有到，请填写已经干过活的月份。")

    def groups(self) -> Iterable[tuple[str, list[BoundField]]]:
        """The fields under their headings."""
        return (("", list(self.visible_fields())),)

    def answers(self) -> list[Answer]:
        """What the law says of what was typed; MissingParameter where a figure is not known."""
        raise NotImplementedError

    def asked_fen(self, answers: list[Answer]) -> int | None:
        """The sum that a complaint would ask for."""
        return answers[0].value or None

    def since(self) -> date | None:
        """Since when it is so."""
        return None

    def way(self, answer: Answer) -> tuple[Step, ...]:
        """The steps that are worth reading."""
        return answer.steps


def _area() -> forms.ChoiceField:
    return forms.ChoiceField(label="在哪个县（市）干活", choices=(), widget=forms.Select(attrs={"class": "short"}))


class RelationCheck(Calculator):
    """Which of the three classes."""

    title = "我和公司是什么关系"
    lead = "按实际怎么干活来答，不看合同叫什么名字。不清楚的就选“不清楚”。"
    icon = "users"
    topic = Topic.CONTRACT
    part_time = forms.BooleanField(label="按小时计酬，平均每天不超过4小时、每周不超过24小时", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in QUESTIONS:
            self.fields[question.code] = forms.ChoiceField(
                label=question.text, choices=[(reply.value, reply.zh) for reply in Reply], initial=Reply.UNKNOWN,
                widget=forms.RadioSelect, help_text=question.article,
            )  # fmt: skip

    def groups(self) -> Iterable[tuple[str, list[BoundField]]]:
        """The questions under their headings."""
        heads = {
            Group.CONDITIONS: "基本条件", Group.FACTORS: "公司管得多不多", Group.SUBORDINATION: "您离不离得开它",
        }  # fmt: skip
        found = [(head, [self[q.code] for q in QUESTIONS if q.group is group]) for group, head in heads.items()]
        return [*found, ("工作时间", [self["part_time"]])]

    def answers(self) -> list[Answer]:
        """What the replies point to."""
        replies = {question.code: Reply(self.cleaned_data[question.code]) for question in QUESTIONS}
        return [assess(replies, law(self.today), part_time=self.cleaned_data["part_time"]).answer]

    def asked_fen(self, answers: list[Answer]) -> int | None:
        """No sum."""
        return None

    def way(self, answer: Answer) -> tuple[Step, ...]:
        """The three sets of questions: the class itself stands in the sentence."""
        return answer.steps[0].parts


class Unpaid(Calculator):
    """What is still owed."""

    title = "还欠我多少钱"
    lead = "把干的活按单、按小时或按月写出来，减去已经拿到的。"
    icon = "cash"
    topic = Topic.WAGE
    rows = (1, 2, 3)
    extra = _sum("其他说好要给的（补贴、奖励等，元）", required=False)
    paid = _sum("已经拿到（元，没拿到写0）", initial="0")
    deducted = _sum("应当扣的（双方说好的，元）", required=False)
    began = _day("从哪天开始欠的（可不填）", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in self.rows:
            self.fields[f"quantity{n}"] = forms.DecimalField(
                label="做了多少（单、小时、天或月）", min_value=0, max_value=MOST, decimal_places=2, required=False,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short"}), error_messages=_A_NUMBER,
            )  # fmt: skip
            self.fields[f"price{n}"] = _sum("每一份多少钱（元）", required=False)

    def groups(self) -> Iterable[tuple[str, list[BoundField]]]:
        """Work by its price, then what was paid."""
        kinds = [(f"第{'一二三'[n - 1]}种活", [self[f"quantity{n}"], self[f"price{n}"]]) for n in self.rows]
        return [*kinds, ("拿到的和扣掉的", [self[name] for name in ("extra", "paid", "deducted", "began")])]

    def clean(self) -> dict[str, Any]:
        """Quantity and price belong together, and something must have been earned."""
        given: dict[str, Any] = super().clean() or {}
        for n in self.rows:
            if (given.get(f"quantity{n}") is None) != (given.get(f"price{n}") is None):
                missing = f"price{n}" if given.get(f"price{n}") is None else f"quantity{n}"
                if missing not in self.errors:
                    self.add_error(missing, "数量和单价要一起填。")
        if not self.errors and not self._items(given):
            self.add_error("quantity1", "请至少填写一种活的数量和单价，或者“其他说好要给的”。")
        return given

    def _items(self, given: dict[str, Any]) -> list[Item]:
        items = [
            Item(f"第{n}种活", given[f"quantity{n}"], given[f"price{n}"])
            for n in self.rows
            if given.get(f"quantity{n}")
        ]
        return [*items, Item("其他说好要给的", 1, given["extra"])] if given.get("extra") else items

    def answers(self) -> list[Answer]:
        """What is owed; and what may come on top where it stays unpaid after an order."""
        given = self.cleaned_data
        owed = unpaid(self._items(given), given["paid"], lawful_deductions_fen=given["deducted"] or 0)
        return [owed, extra_compensation(owed.value, law(self.today))] if owed.value else [owed]

    def since(self) -> date | None:
        """From the day typed."""
        return self.cleaned_data["began"] or None


class MinimumWage(Calculator):
    """At least the minimum."""

    title = "够不够最低工资"
    lead = "跑单的和按小时干的，按当地小时最低工资比；固定上班的，按月最低工资比。"
    icon = "scale"
    topic = Topic.MINIMUM_WAGE
    area = _area()
    day = _day("哪天（或哪个月的最后一天）干的活", help_text="标准按那一天在当地施行的算。")
    by = forms.ChoiceField(
        label="怎么干的", widget=forms.RadioSelect, initial="hour",
        choices=(("hour", "跑单、按小时（接单时间算工作时间，重叠的只算一次）"), ("month", "固定上班，干满一个月")),
    )  # fmt: skip
    hours = HoursField(label="一共干了几个小时", required=False, help_text="按月的不用填。")
    income = _sum("一共拿到多少（元，不含打赏）")
    overtime = _sum("其中加班费（元，按月的填）", required=False)
    special = _sum("其中夜班、高温等津贴（元，按月的填）", required=False)

    def clean(self) -> dict[str, Any]:
        """By the hour the hours must be known; of a month that has not come nothing is."""
        given: dict[str, Any] = super().clean() or {}
        self.not_ahead(given)
        if given.get("by") == "hour" and not given.get("hours") and "hours" not in self.errors:
            self.add_error("hours", "请填写一共干了几个小时，例如 186.5。")
        return given

    def answers(self) -> list[Answer]:
        """By the hour, or by the month."""
        given = self.cleaned_data
        if given["by"] == "hour":
            rules = law(given["day"], given["area"], "", Relation.MANAGED)
            return [pay.minimum_wage_hourly(given["income"], given["hours"], rules)]
        rules = law(given["day"], given["area"], "", Relation.LABOUR)
        overtime, special = given["overtime"] or 0, given["special"] or 0
        return [pay.minimum_wage_monthly(given["income"], rules, overtime_fen=overtime, special_fen=special)]


class Overtime(Calculator):
    """Overtime of class A."""

    title = "加班费算一算"
    lead = "加班费适用于劳动关系。不确定是不是劳动关系，先做“我和公司是什么关系”。"
    icon = "clock"
    topic = Topic.HOURS
    area = _area()
    day = _day("哪个月（填其中一天）")
    base = _sum("每月正常上班的工资（元）")
    workday = HoursField(label="平时延长了几小时", required=False)
    rest_day = HoursField(label="休息日干了几小时（没有补休的）", required=False)
    holiday = HoursField(label="法定节假日干了几小时", required=False)
    paid = _sum("已经拿到的加班费（元）", required=False)

    def clean(self) -> dict[str, Any]:
        """Some overtime must have been worked, for some wage."""
        given: dict[str, Any] = super().clean() or {}
        self.not_ahead(given)
        if given.get("base") == 0:
            self.add_error("base", "请填写每月正常上班的工资，加班费按它计算。")
        if not self.errors and not any(given[name] for name in ("workday", "rest_day", "holiday")):
            self.add_error("workday", "请至少填写一种加班的小时数。")
        return given

    def answers(self) -> list[Answer]:
        """What is owed, less what was paid."""
        given = self.cleaned_data
        worked = {f"{name}_s": given[name] or 0 for name in ("workday", "rest_day", "holiday")}
        rules = law(given["day"], given["area"], "", Relation.LABOUR)
        return [pay.overtime_pay(given["base"], rules, **worked, paid_fen=given["paid"] or 0)]


class FinalAward(Calculator):
    """Is an award final."""

    title = "裁决是不是“一裁终局”"
    lead = "每一项都不超过当地月最低工资的12倍，单位一般就不能再起诉拖时间。"
    icon = "gavel"
    area = _area()
    wage = _sum("劳动报酬（元）", required=False)
    medical = _sum("工伤医疗费（元）", required=False)
    compensation = _sum("经济补偿或者赔偿金（元）", required=False)
    other = forms.BooleanField(label="还有别的请求（例如确认劳动关系）", required=False)

    def clean(self) -> dict[str, Any]:
        """Something must be asked for."""
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(given[name] for name in ("wage", "medical", "compensation", "other")):
            self.add_error("wage", "请至少填写一项。")
        return given

    def answers(self) -> list[Answer]:
        """Item by item."""
        given = self.cleaned_data
        kinds = {"wage": Claim.PAY, "medical": Claim.MEDICAL, "compensation": Claim.COMPENSATION}
        items = [AwardItem(kind, given[name]) for name, kind in kinds.items() if given[name]]
        items += [AwardItem(Claim.OTHER)] if given["other"] else []
        return [final_award(items, law(self.today, given["area"]))]

    def way(self, answer: Answer) -> tuple[Step, ...]:
        """The limit, then each item."""
        limit, whole = answer.steps
        return (limit, *whole.parts)


class Limitation(Calculator):
    """Until when."""

    title = "最晚什么时候要提出"
    lead = "劳动仲裁和劳动监察各有期限，过了期限就难办了。"
    icon = "calendar-due"
    topic = Topic.WAGE
    area = _area()
    knew = _day("哪天知道自己的权益受了损害", help_text="欠钱的，一般是说好发钱却没发的那天。")
    claimed = _day("最近一次要钱、投诉或对方答应给的日期（可不填）", required=False, help_text="从这天起重新计算。")
    arrears = forms.BooleanField(label="是拖欠劳动报酬", required=False)
    left = _day("哪天离开的（还在干就不填）", required=False)
    stopped = _day("侵害哪天停止的（还在继续就不填）", required=False)

    def clean(self) -> dict[str, Any]:
        """None of the days lies ahead."""
        given: dict[str, Any] = super().clean() or {}
        for name in ("knew", "claimed", "left", "stopped"):
            if given.get(name) and given[name] > self.today:
                self.add_error(name, "日期不能晚于今天。")
        return given

    def answers(self) -> list[Answer]:
        """Arbitration, then the inspection."""
        given, calendar = self.cleaned_data, calendar_for(self.cleaned_data["area"])
        rules = law(self.today, given["area"])
        claimed = [given["claimed"]] if given["claimed"] else []
        first = limitation.arbitration(
            given["knew"], self.today, rules, interrupted_on=claimed, pay_arrears=given["arrears"],
            employed=given["left"] is None, ended_on=given["left"], calendar=calendar,
        )  # fmt: skip
        return [first, limitation.inspection(given["stopped"], self.today, rules, calendar=calendar)]

    def asked_fen(self, answers: list[Answer]) -> int | None:
        """No sum: the values are days."""
        return None

    def since(self) -> date | None:
        """From the day on which he knew."""
        known: date = self.cleaned_data["knew"]
        return known


CALCULATORS: dict[str, type[Calculator]] = {
    "relation": RelationCheck, "unpaid": Unpaid, "minimum-wage": MinimumWage, "overtime": Overtime,
    "final-award": FinalAward, "limitation": Limitation,
}  # fmt: skip
