"""What must be given for an award, and for what courts make of it?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms

from huxin.base.chinese import spoken_date
from huxin.base.money import yuan
from huxin.cases.facts import ClaimFact, Facts
from huxin.cases.forms.common import PAST, CaseForm, Claims, Elsewhere, MoneyField, claim_title, claims_of, day, text
from huxin.cases.forms.counter import undecided
from huxin.cases.models import Case
from huxin.cases.models import Claim as Row
from huxin.cases.procedure import PROCEDURES
from huxin.cases.records import Deadline, Move, is_over, last_done, was_done
from huxin.cases.signing import is_unserved
from huxin.cases.suits import SIDES, suing
from huxin.cases.topics import Topic
from huxin.law.at import law
from huxin.law.calendar import calendar_for
from huxin.law.parameters import Law, MissingParameter
from huxin.law.standards.award import AwardItem, Claim, final_award, threshold
from huxin.law.standards.steps import Answer

_KINDS = {
    Topic.WAGE: Claim.PAY,
    Topic.MINIMUM_WAGE: Claim.PAY,
    Topic.INJURY: Claim.MEDICAL,
    Topic.HOURS: Claim.STANDARDS,
    Topic.INSURANCE: Claim.STANDARDS,
}
COURTS = [
    ("", "请选择"), ("upheld", "与裁决一致"), ("changed", "改判"), ("mediated", "调解结案"), ("withdrawn", "撤诉"),
]  # fmt: skip

_LATE = {"acceptance": ("未作出是否受理的决定", "第二十九条"), "award": ("未作出裁决", "第四十三条")}
_SIDES = [("", "请选择"), *SIDES.items()]


class Award(Claims):
    """The award, claim by claim; whether it is final is computed item by item (调解仲裁法 art. 47), not chosen."""

    final = False
    drafted_as = "award"

    @classmethod
    def offered(cls, case: Case) -> bool:
        """Once it was heard."""
        return was_done(case, "hold_hearing")

    def prepare(self) -> None:
        """For each claim its kind before the law and what is granted; then facts, reasons, the award itself."""
        self.claims = [claim for claim in claims_of(self.case) if not claim.outcome]
        kinds = [(kind.value, kind.zh) for kind in Claim]
        for claim in self.claims:
            title = claim_title(claim, len(self.claims) > 1)
            initial = _KINDS.get(Topic(claim.kind), Claim.OTHER)
            self.fields[f"kind_{claim.pk}"] = forms.ChoiceField(
                label=f"{title}——请求性质", choices=kinds, initial=initial.value
            )
            self.fields[f"found_{claim.pk}"] = MoneyField(label="裁决支持金额（元，不支持填0）", required=False)
        self.fields["found"] = text("查明的事实", rows=6, longest=10000)
        self.fields["reasons"] = text("裁决理由和依据", rows=6, longest=10000)
        self.fields["decided"] = text("裁决如下（逐项）", rows=6, longest=10000)

    def clean(self) -> dict[str, Any]:
        """The kind of award is that which the law makes of its items."""
        given: dict[str, Any] = CaseForm.clean(self) or {}
        if not self.case.moves.filter(action="hold_hearing", state=Move.State.DONE).exists():
            raise forms.ValidationError("还没有登记庭审，不能作出裁决；缺席审理的，在“登记庭审”中写明。")
        if undecided(self.case):
            raise forms.ValidationError("被申请人的反申请还没有决定是否受理，请先受理或者告知另行申请。")
        if self.errors:
            return given
        try:
            self.answer = self._judge(law(self.today, self.case.area_id))
        except MissingParameter as error:
            raise forms.ValidationError(str(error)) from error
        if bool(self.answer.value) != self.final:
            right = "一裁终局裁决" if self.answer.value else "作出裁决（非终局）"
            raise forms.ValidationError(f"{self.answer.sentence}请改用“{right}”办理，已填的内容会带过去。")
        return given

    def _judge(self, law: Law) -> Answer:
        self.limit = threshold(law)
        return final_award(list(self._items()), law)

    def _items(self) -> Iterator[AwardItem]:
        for claim in self.claims:
            kind = Claim(self.cleaned_data[f"kind_{claim.pk}"])
            yield AwardItem(kind, self.cleaned_data.get(f"found_{claim.pk}") or 0, f"claim/{claim.pk}")

    def facts(self) -> Facts:
        """The sums; the rows and the sentence for the paper."""
        given = self.cleaned_data
        items = list(self._items())
        texts = {name: given[name] for name in ("found", "reasons", "decided")}
        rows = [[c.get_kind_display(), i.kind.zh, yuan(i.fen)] for c, i in zip(self.claims, items, strict=True)]
        facts = tuple(ClaimFact(id=c.pk, found_fen=i.fen) for c, i in zip(self.claims, items, strict=True))
        return Facts(
            data=texts
            | {
                "rows": rows,
                "finality": self.answer.sentence,
                "limit": yuan(self.limit.value),
                "cautions": "".join(self.answer.cautions()),  # for the office: no paper prints them
            },
            claims=facts,
        )


class FinalAward(Award):
    """An award that is final for the employer."""

    final = True


class Delay(Elsewhere):
    """The commission has not decided in its term; the applicant goes to court instead (arts 29, 43)."""

    court = forms.CharField(label="起诉的人民法院", max_length=80)
    filed_on = day("起诉日期", PAST)

    @classmethod
    def timely(cls, case: Case, today: date) -> bool:
        """Once a term of the commission has passed."""
        return any(is_over(case, today, clock) for clock in _LATE)

    def clean(self) -> dict[str, Any]:
        """A term of the commission has passed."""
        given: dict[str, Any] = super().clean() or {}
        running = self.case.deadlines.filter(clock__in=_LATE, state=Deadline.State.RUNNING)
        self.late = running.filter(due_on__lt=self.today).order_by("due_on").first()
        if self.late is None:
            nearest = running.order_by("due_on").first()
            until = f"（到{spoken_date(nearest.due_on)}）" if nearest else ""
            raise forms.ValidationError(f"仲裁委员会的法定期限还没有届满{until}，届满仍未处理的才能直接起诉。")
        return given

    def facts(self) -> Facts:
        """Which term, by which article."""
        late = self.late
        what, article = _LATE[late.clock] if late else ("", "")
        until = late.due_on.isoformat() if late else ""
        return super().facts().with_data(what=what, until=until, law=f"《劳动争议调解仲裁法》{article}")


class Sued(CaseForm):
    """A party goes to court: which, with what, and the packet that the court gets."""

    kind = forms.ChoiceField(
        label="起诉类别", choices=[("", "请选择"), ("suit", "不服裁决起诉"), ("annulment", "申请撤销终局裁决")]
    )
    by_whom = forms.ChoiceField(label="起诉（申请）方", choices=_SIDES)
    court = forms.CharField(label="人民法院", max_length=80)
    number = forms.CharField(label="法院案号", max_length=60, required=False)
    filed_on = day("起诉（申请）日期", PAST)

    def clean(self) -> dict[str, Any]:
        """Only a final award is asked to be annulled, by the employer; he cannot sue against it (arts 48, 49)."""
        given: dict[str, Any] = super().clean() or {}
        final = self.case.moves.filter(action="award_final", state="done").exists()
        by_firm = given.get("by_whom") == "respondent"
        if given.get("kind") == "annulment" and not (final and by_firm):
            raise forms.ValidationError("申请撤销只适用于终局裁决，由用人单位提出。")
        if given.get("kind") == "suit" and final and by_firm:
            raise forms.ValidationError("裁决为终局裁决，用人单位不能起诉，只能申请撤销。")
        return given

    def facts(self) -> Facts:
        """Whose suit it is, and whether it is asked to set the award aside."""
        given = self.cleaned_data
        own = replace(super().facts(), side=given["by_whom"])
        return own.with_data(annulment=given["kind"] == "annulment")


class SuedAgain(CaseForm):
    """After the award was set aside either side may sue (art. 49)."""

    by_whom = forms.ChoiceField(label="起诉方", choices=_SIDES)
    court = forms.CharField(label="人民法院", max_length=80)
    number = forms.CharField(label="法院案号", max_length=60, required=False)
    filed_on = day("起诉日期", PAST)

    def facts(self) -> Facts:
        """Whose suit it is, and what the letter to the court says was done."""
        own = replace(super().facts(), side=self.cleaned_data["by_whom"])
        return own.with_data(kind="向你院起诉（裁决被撤销后）")


class CourtResult(CaseForm):
    """What the court decided, claim by claim, beside the award: one judgment for both where both went to court."""

    def prepare(self) -> None:
        """A sum for each claim: what the award gave is not what the court gave."""
        self.claims = claims_of(self.case)
        self.fields["number"] = forms.CharField(label="法院文书编号", max_length=60)
        self.fields["decided_on"] = day("文书日期", PAST)
        both = "双方的起诉并案审理，结果一并登记；只有一方撤诉或者被驳回的，请改用“登记一方撤诉（驳回），另一方继续”。"
        self.fields["result"] = forms.ChoiceField(
            label="结果", choices=COURTS, help_text=both if len(suing(self.case)) > 1 else ""
        )
        for claim in self.claims:
            self.fields[f"found_{claim.pk}"] = MoneyField(
                label=f"{claim_title(claim, len(self.claims) > 1)}——法院支持金额（元）", required=False,
                help_text="不支持的填0；与裁决一致、撤诉的可以不填，按裁决登记。",
            )  # fmt: skip
        self.fields["difference"] = text("裁审差异及原因（一致的写“无”）", rows=3)

    def clean(self) -> dict[str, Any]:
        """What the court changed or the parties settled has its own sums, also where no award stands any more."""
        given: dict[str, Any] = super().clean() or {}
        stands = last_done(self.case, "annulled") is None
        terms = self.case.deadlines.filter(clock__in=(*Effective.terms, *SUE_AGAIN), state="running")
        if given.get("result") == "withdrawn" and stands and _unserved(self.case):
            raise forms.ValidationError("裁决书还没有登记送达全部当事人，另一方的起诉期限没有开始计算；请先登记送达。")
        if given.get("result") == "withdrawn" and (term := terms.filter(due_on__gte=self.today).first()):
            day = spoken_date(term.due_on)
            raise forms.ValidationError(
                f"“{term.title}”的期限到{day}届满，在这之前另一方还可以起诉，期满后再登记撤诉。"
            )
        same = given.get("result") in ("upheld", "withdrawn") and stands
        for claim in self.claims:
            name = f"found_{claim.pk}"
            if given.get(name) is None and name not in self.errors:
                if same:
                    given[name] = claim.found_fen
                elif given.get("result") and given["result"] != "withdrawn" and claim.claimed_fen is not None:
                    self.add_error(name, "请填写法院支持的金额，不支持的填0。")
        return given

    def facts(self) -> Facts:
        """The court's sums stand from now on; both are kept side by side."""
        given = self.cleaned_data
        sums = {c.pk: given.get(f"found_{c.pk}") for c in self.claims}
        award = last_done(self.case, "award", "award_final")
        awarded = {one.id: one.found_fen for one in Facts.from_json(award.facts).claims} if award else {}
        rows = [
            [c.get_kind_display(), _sum(c.claimed_fen), _sum(awarded.get(c.pk)), _sum(sums[c.pk])] for c in self.claims
        ]
        shown = {k: v for k, v in self.shown().items() if not k.startswith("found_")}
        facts = tuple(ClaimFact(id=c.pk, found_fen=sums[c.pk]) for c in self.claims)
        return Facts(data=shown | {"rows": rows}, claims=facts)


def _sum(fen: int | None) -> str:
    return yuan(fen) if fen is not None else ""


SUE_AGAIN = ("suit_again", "firm_suit_again")


class Annulled(CaseForm):
    """A court set the final award aside: the parties may sue within fifteen days of its ruling (art. 49)."""

    number = forms.CharField(label="裁定书编号", max_length=60)
    received_on = day("当事人收到裁定书的日期（先后不一的，填最后一方）", PAST)
    reason = text("撤销的理由", rows=3)

    @classmethod
    def offered(cls, case: Case) -> bool:
        """Only where that alone is before a court: no court sets aside what the worker contests in another."""
        return [one.facts["data"].get("annulment") for one in suing(case).values()] == [True]

    def clean(self) -> dict[str, Any]:
        """Only what was asked for in court; received before it is noted."""
        given: dict[str, Any] = super().clean() or {}
        if not self.offered(self.case):
            raise forms.ValidationError(
                "本案没有登记申请撤销终局裁决，或者劳动者的起诉还没有结果；起诉的结果请办理“登记法院结果”。"
            )
        return given

    def facts(self) -> Facts:
        """No sum stands of what was set aside; the term begins with the ruling, not with the day of noting it."""
        limit = PROCEDURES[self.case.procedure].clock(SUE_AGAIN[0]).limit
        assert limit is not None
        calendar = calendar_for(self.case.area_id)
        due = calendar.on_or_after(calendar.add(self.cleaned_data["received_on"], limit.days, limit.unit))
        nothing = tuple(ClaimFact(id=c.pk, found_fen=0) for c in self.case.claims.order_by("pk"))
        both = dict.fromkeys(SUE_AGAIN, due)
        return Facts(data=self.shown(), claims=nothing, due=both, reason=self.cleaned_data["reason"])


class NotSued(Elsewhere):
    """Nobody sued after the award was set aside: the case ends, and nothing is decided."""

    outcome = Row.Outcome.UNSETTLED
    result = text("办理结果", rows=3, initial="终局裁决被人民法院撤销，当事人没有在法定期限内起诉。")

    @classmethod
    def timely(cls, case: Case, today: date) -> bool:
        """Once the term has run out."""
        return is_over(case, today, *SUE_AGAIN)

    def clean(self) -> dict[str, Any]:
        """The term has run out."""
        given: dict[str, Any] = super().clean() or {}
        term = self.case.deadlines.filter(clock__in=SUE_AGAIN, state="running").first()
        if term is not None and term.due_on >= self.today:
            raise forms.ValidationError(f"起诉期限到{term.due_on:%Y年%-m月%-d日}届满，期满后再结案。")
        return given


class Effective(CaseForm):
    """Nobody went to court in time: the award holds."""

    remark = text("备注", required=False, rows=2)
    terms = ("suit", "firm_suit", "worker_suit", "annulment")

    @classmethod
    def offered(cls, case: Case) -> bool:
        """Once it was served on all."""
        return not _unserved(case)

    @classmethod
    def timely(cls, case: Case, today: date) -> bool:
        """Once these terms have run out for everybody."""
        return is_over(case, today, *cls.terms)

    def clean(self) -> dict[str, Any]:
        """It was served on all, and every term to go to court has run out."""
        given: dict[str, Any] = super().clean() or {}
        terms = self.case.deadlines.filter(clock__in=self.terms, state="running")
        if not terms.exists() or _unserved(self.case):
            raise forms.ValidationError("裁决书还没有登记送达全部当事人，起诉期限没有全部开始计算；请先登记送达。")
        last = max(term.due_on for term in terms)
        if last >= self.today:
            raise forms.ValidationError(f"起诉（申请撤销）期限到{last:%Y年%-m月%-d日}届满，期满后再登记生效。")
        return given


def _unserved(case: Case) -> bool:
    """Is there a party on whom the award was not served?"""
    award = last_done(case, "award", "award_final")
    return award is not None and award.paper is not None and is_unserved(award.paper, case)


class Enforce(CaseForm):
    """The worker asks the court to enforce."""

    court = forms.CharField(label="执行法院", max_length=80)
    amount = MoneyField(label="申请执行金额（元）", required=False)


class End(Claims):
    """What was done in the end, claim by claim."""

    result = text("办理结果", rows=4)

    def prepare(self) -> None:
        """As awarded: wholly or partly met, or denied."""
        super().prepare()
        for claim in self.claims:
            found, asked = claim.found_fen, claim.claimed_fen
            if not claim.outcome and found is not None and asked:
                guess = Row.Outcome.DENIED if found == 0 else Row.Outcome.PARTLY if found < asked else Row.Outcome.MET
                self.fields[f"outcome_{claim.pk}"].initial = guess
