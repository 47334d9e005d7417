"""What must be given for an action on a case? Forms that validate and return facts; they never save.

A form is made with the case (`Form(data, case=case, at=moment)`), so that it can offer its parties, claims, measures.
`facts()` turns what was given into rows to write (claims, measures, days of clocks) and `data` for papers and pages.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.timezone import localtime

from huxin.base.money import read_fen, yuan
from huxin.cases.facts import ClaimFact, Facts, MeasureFact
from huxin.cases.models import SAID, Case, Claim, Measure, Party
from huxin.cases.people import told_apart
from huxin.cases.procedure import PROCEDURES


class DayInput(forms.DateInput):
    """A day picked in the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class MoneyField(forms.CharField):
    """A sum as people write it (1234.5, 3.2万元); the value is whole fen."""

    def __init__(self, *, max_length: int = 24, **more: Any) -> None:
        super().__init__(max_length=max_length, **more)
        self.widget.attrs["inputmode"] = "decimal"

    def clean(self, value: Any) -> Any:
        """Fen, or None where nothing is given."""
        text = super().clean(value)
        if not text:
            return None
        try:
            fen = read_fen(text)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
        if fen < 0:
            raise forms.ValidationError("金额不能为负数。")
        return fen

    def prepare_value(self, value: Any) -> Any:
        """Fen as yuan when shown."""
        return yuan(value).replace(",", "") if isinstance(value, int) else value


class DayField(forms.DateField):
    """A day; `when` says where it lies, seen from the day of filling in."""

    def __init__(self, *, when: str, **more: Any) -> None:
        super().__init__(widget=DayInput(), **more)
        self.when = when


PAST, AHEAD, NOT_BEFORE = "past", "ahead", "not_before"  # today is past; today or later is not before
LONGEST = {PAST: timedelta(days=36525), AHEAD: timedelta(days=3653), NOT_BEFORE: timedelta(days=3653)}


def day(label: str, when: str = "", **more: Any) -> DayField:
    """A day."""
    return DayField(label=label, when=when, **more)


def text(label: str, *, rows: int = 3, longest: int = 2000, **more: Any) -> forms.CharField:
    """Some lines of text."""
    return forms.CharField(label=label, max_length=longest, widget=forms.Textarea(attrs={"rows": rows}), **more)


class CaseForm(forms.Form):
    """The common part: the case it is about, the moment, and its fields as data for papers and pages; `party` is who
    fills it in for himself, none where the office does. Forms `drafted_as` the same keep one draft: what was typed into
    the wrong one stands in the right one."""

    drafted_as = ""
    for_himself = False  # also of many who are represented each asks for it by himself

    def __init__(self, *args: Any, case: Case, at: datetime, party: Party | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.party = party
        self.today: date = localtime(at).date()
        self.prepare()

    @classmethod
    def offered(cls, case: Case) -> bool:
        """Has the action a sense in this case, besides what its step and its clocks say?"""
        return True

    @classmethod
    def timely(cls, case: Case, today: date) -> bool:
        """Is this the day for it, by the terms of the case as they stand?"""
        return True

    @classmethod
    def offered_to(cls, party: Party) -> bool:
        """And for this party, where it may do it himself?"""
        return True

    def prepare(self) -> None:
        """Offer what belongs to this case; for forms that need it."""

    def standard_texts(self) -> list[tuple[str, str, dict[str, str]]]:
        """Code and title of each standard text of this form, and what it puts into which fields."""
        return []

    def clean(self) -> dict[str, Any]:
        """Each day lies where it must, and its year is no slip of the finger."""
        given: dict[str, Any] = super().clean() or {}
        for name, field in self.fields.items():
            if isinstance(field, DayField) and (on := given.get(name)) and (wrong := self._misplaced(field, on)):
                self.add_error(name, wrong)
        return given

    def _misplaced(self, field: DayField, on: date) -> str:
        if field.when == PAST and on > self.today:
            return f"{field.label}不能晚于今天。"
        if field.when == AHEAD and on <= self.today:
            return f"{field.label}应晚于今天。"
        if field.when == NOT_BEFORE and on < self.today:
            return f"{field.label}不能早于今天。"
        return "离今天太远，请核对年份。" if abs(on - self.today) > LONGEST.get(field.when, LONGEST[PAST]) else ""

    def shown(self) -> dict[str, Any]:
        """Label → what was given, for the page and the papers; days as ISO texts, money as yuan, choices in words."""
        found: dict[str, Any] = {}
        for name, bound in self.fields.items():
            value = self.cleaned_data.get(name)
            if value in (None, "", [], False):
                continue
            if isinstance(value, date):
                value = value.isoformat()
            elif isinstance(bound, MoneyField):
                value = yuan(value)
            elif isinstance(bound, forms.ChoiceField):
                words = dict(list(bound.choices))  # type: ignore[arg-type]
                value = "、".join(str(words[v]) for v in value) if isinstance(value, list) else str(words[value])
            elif value is True:
                value = "是"
            elif not isinstance(value, str | int):
                value = str(value)
            found[name] = value
        return found

    def facts(self) -> Facts:
        """What the action writes down."""
        reason = self.cleaned_data.get("reason", "")
        return Facts(data=self.shown(), reason=reason)


class Plain(CaseForm):
    """Nothing is needed; a remark may be made."""

    remark = text("备注", required=False, rows=2)


class Reason(CaseForm):
    """Why."""

    reason = text("理由")


class Extension(CaseForm):
    """By how many days a term is to be extended, and why (an approval of the head)."""

    days = forms.IntegerField(label="延长天数", min_value=1, max_value=365)
    reason = text("延长理由")
    clock = ""  # set by the procedure's own form

    @classmethod
    def offered(cls, case: Case) -> bool:
        """While it runs, and as long as days are left."""
        limit = PROCEDURES[case.procedure].clock(cls.clock).limit
        most = limit.extension if limit else 0
        live = (one for one in case.deadlines.all() if one.clock == cls.clock and one.state in ("running", "stopped"))
        return any(one.extended_days < most for one in live)

    def clean_days(self) -> int:
        """No more in all than the law allows, asked for now and not only when the approval is signed."""
        days: int = self.cleaned_data["days"]
        declared = PROCEDURES[self.case.procedure].clock(self.clock)
        most = declared.limit.extension if declared.limit else 0
        live = self.case.deadlines.filter(clock=self.clock, state__in=("running", "stopped")).first()
        if live is None:
            raise forms.ValidationError(f"“{declared.title}”现在没有在计时，不能延长。")
        if live.extended_days + days > most:
            raise forms.ValidationError(f"“{declared.title}”最多共可延长{most}日，已延长{live.extended_days}日。")
        return days

    def facts(self) -> Facts:
        """The days go to the clock that this form extends."""
        given = self.cleaned_data
        return Facts(data=self.shown(), extend={self.clock: given["days"]}, reason=given["reason"])


# What a look again finds; that a decision was annulled is written down as what another body decided.
_CHECKED = [pair for pair in Measure.Result.choices if pair[0] != Measure.Result.ANNULLED]


class Recheck(CaseForm):
    """Whether what was ordered was done: one answer for each open measure."""

    found = text("复查情况")

    def prepare(self) -> None:
        """A result and a day for each measure that has none and can be complied with."""
        self.measures = list(self.case.measures.filter(result="").exclude(kind__in=SAID).order_by("pk"))
        for measure in self.measures:
            title = f"{measure.get_kind_display()}：{measure.text[:24]}"
            self.fields[f"result_{measure.pk}"] = forms.ChoiceField(
                label=f"{title}——履行情况", choices=[("", "请选择"), *_CHECKED]
            )
            self.fields[f"on_{measure.pk}"] = day(f"{title}——履行日期", PAST, required=False)

    def facts(self) -> Facts:
        """What became of each measure."""
        given = self.cleaned_data
        rows = tuple(
            MeasureFact(id=m.pk, result=given[f"result_{m.pk}"], complied_on=given.get(f"on_{m.pk}"))
            for m in self.measures
        )
        return Facts(data={"found": given["found"]}, measures=rows)


# How a claim may end that was dealt with; what was not accepted never was.
_ENDINGS = [pair for pair in Claim.Outcome.choices if pair[0] != Claim.Outcome.REJECTED]


def claims_of(case: Case) -> list[Claim]:
    """The claims of a case in the order in which they were made."""
    return list(case.claims.select_related("party__case", "party__enterprise").order_by("pk"))


def claim_title(claim: Claim, many: bool) -> str:
    """A claim in words; in a collective case with the (masked) name of him whose it is."""
    whose = f"{told_apart(claim.party)}：" if many and claim.party else ""
    return f"{whose}{claim.get_kind_display()}" + (f"（请求{yuan(claim.claimed_fen)}元）" if claim.claimed_fen else "")


class Claims(CaseForm):
    """What became of each claim; the base of every form that ends a case.

    Where many claim the same, one answer for all may stand at the head; a claim with an answer of its own keeps it.
    """

    endings = _ENDINGS
    none_yet = "请选择"
    anew = False  # what was written down before is no result here: it is chosen anew

    def asked_about(self) -> list[Claim]:
        """Every claim of the case that was dealt with."""
        return [one for one in claims_of(self.case) if one.outcome != Claim.Outcome.REJECTED]

    def prepare(self) -> None:
        """Outcome, sum found, sum paid and its day for each claim, with what is known filled in."""
        self.claims = self.asked_about()
        many = len(self.claims) > 1
        if many:
            self.fields["every_outcome"] = forms.ChoiceField(
                label="全部请求的处理结果", choices=[("", "逐项填写"), *self.endings], required=False,
                help_text="选定后，下面没有单独填写的各项都按此登记；选“全部实现”的，金额按请求金额登记。",
            )  # fmt: skip
            self.fields["every_paid_on"] = day("全部请求的支付日期", PAST, required=False)
        for claim in self.claims:
            title = claim_title(claim, many)
            self.fields[f"outcome_{claim.pk}"] = forms.ChoiceField(
                label=f"{title}——处理结果", choices=[("", self.none_yet), *self.endings],
                initial="" if self.anew else claim.outcome, required=not many,
            )  # fmt: skip
            self.fields[f"found_{claim.pk}"] = MoneyField(
                label="认定金额（元）", required=False, initial=claim.found_fen
            )
            self.fields[f"paid_{claim.pk}"] = MoneyField(label="已付金额（元）", required=False, initial=claim.paid_fen)
            self.fields[f"paid_on_{claim.pk}"] = day("支付日期", PAST, required=False, initial=claim.paid_on)

    def _filled(self, given: dict[str, Any]) -> None:
        """The answer for all goes to every claim that has none of its own."""
        every, paid_on = given.get("every_outcome"), given.get("every_paid_on")
        for claim in self.claims:
            if given.get(f"outcome_{claim.pk}") or f"outcome_{claim.pk}" in self.errors:
                continue
            if not every:
                self.add_error(f"outcome_{claim.pk}", "请选择处理结果，或在最上面统一选择。")
                continue
            given[f"outcome_{claim.pk}"] = every
            if every == Claim.Outcome.MET and claim.claimed_fen:
                for name in ("found", "paid"):
                    if given.get(f"{name}_{claim.pk}") is None:
                        given[f"{name}_{claim.pk}"] = claim.claimed_fen
                given[f"paid_on_{claim.pk}"] = given.get(f"paid_on_{claim.pk}") or paid_on

    def clean(self) -> dict[str, Any]:
        """What is fully met and was about money has been paid, on a day."""
        given: dict[str, Any] = super().clean() or {}
        if "every_outcome" in self.fields:
            self._filled(given)
        for claim in self.claims:
            paid, paid_on = given.get(f"paid_{claim.pk}"), given.get(f"paid_on_{claim.pk}")
            met = given.get(f"outcome_{claim.pk}") == Claim.Outcome.MET
            if met and claim.claimed_fen and paid is None:
                self.add_error(f"paid_{claim.pk}", "选择“全部实现”时请填写实际支付的金额。")
            if paid and paid_on is None:
                self.add_error(f"paid_on_{claim.pk}", "请填写支付日期。")
        return given

    def claim_facts(self) -> tuple[ClaimFact, ...]:
        """One for each claim."""
        given = self.cleaned_data
        return tuple(
            ClaimFact(
                id=c.pk,
                outcome=given[f"outcome_{c.pk}"],
                found_fen=given.get(f"found_{c.pk}"),
                paid_fen=given.get(f"paid_{c.pk}"),
                paid_on=given.get(f"paid_on_{c.pk}"),
            )
            for c in self.claims
        )

    def facts(self) -> Facts:
        """The outcomes, and the other fields as data."""
        own = {n: v for n, v in self.shown().items() if not n.startswith(("outcome_", "found_", "paid_", "every_"))}
        return Facts(data=own, claims=self.claim_facts(), outcome=self.cleaned_data.get("outcome", ""))


class Closing(Claims):
    """How a case ends."""

    result = text("办理结果", rows=4)


class Withdrawal(CaseForm):
    """A reporter takes his complaint back: every claim that has no outcome is withdrawn."""

    reason = text(
        "撤回原因", rows=2, required=False, help_text="撤回后您的请求不再办理；没有其他申请人的，案件随即办结。"
    )  # fmt: skip

    def facts(self) -> Facts:
        """Withdrawn, claim by claim."""
        rows = tuple(ClaimFact(id=c.pk, outcome=Claim.Outcome.WITHDRAWN) for c in self.case.claims.filter(outcome=""))
        return Facts(data=self.shown(), claims=rows, reason=self.cleaned_data["reason"], outcome="withdrawn")


class Elsewhere(CaseForm):
    """The base of what ends a case without an answer to what is asked: every open claim goes another way, or none."""

    outcome = Claim.Outcome.PASSED_ON

    def facts(self) -> Facts:
        """The same, claim by claim."""
        rest = left_open(self.case, self.outcome)
        return Facts(data=self.shown(), claims=rest, reason=self.cleaned_data.get("reason", ""))


def left_open(case: Case, outcome: str) -> tuple[ClaimFact, ...]:
    """Every claim without outcome gets this one."""
    rows = case.claims.filter(outcome="").order_by("pk")
    return tuple(ClaimFact(id=c.pk, outcome=outcome) for c in rows)


class Rejection(Elsewhere):
    """The matter is not accepted: why, and where to go instead."""

    outcome = Claim.Outcome.REJECTED
    reason = text("理由")
    law = forms.CharField(label="依据", max_length=300)
    instead = text("可以去哪里、怎么办", rows=4, help_text="写清地点、电话、需要的材料；当事人在自己的页面上也能看到。")


class Referral(Elsewhere):
    """The matter goes on as another case, with the reporter's consent and all that he told."""

    consented = forms.BooleanField(label="当事人同意转入")
    remark = text("转入说明", required=False, rows=2)
