"""What must be given where the other side claims in turn, and where a party was drawn into an arbitration?"""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.timezone import localtime

from huxin.base.chinese import spoken_date
from huxin.cases.facts import ClaimFact, Facts
from huxin.cases.forms.common import CaseForm, Withdrawal, text
from huxin.cases.models import Case, Claim, Party
from huxin.cases.records import Deadline, last_done
from huxin.cases.trial import drawn_in, was_drawn_in
from huxin.cases.wording import called, counter_claims_text
from huxin.cases.writing import unsettled

WAITS = "counter"  # the clock that runs while a counter-claim is not decided on
_LAW = "《劳动人事争议仲裁办案规则》第三十六条（待核实）"


def undecided(case: Case) -> bool:
    """Is there a counter-claim of which nobody has decided whether it is accepted?"""
    return case.deadlines.filter(clock=WAITS, state__in=(Deadline.State.RUNNING, Deadline.State.STOPPED)).exists()


def _new_claims(case: Case) -> list[Claim]:
    """What was claimed in turn since somebody last decided on such claims."""
    rows = case.claims.filter(party__role=Party.Role.RESPONDENT, outcome="").order_by("pk")
    known = _accepted_before(case)
    return [row for row in rows if row.pk not in known]


def _accepted_before(case: Case) -> list[int]:
    move = last_done(case, "accept_counter")
    return move.facts["data"].get("claims", []) if move else []


def taken_back(case: Case) -> Facts:
    """What the applicant asks for is withdrawn; with what the other side claims in turn the case goes on."""
    rows = unsettled(case)
    own = [one for one in rows if one.party is None or one.party.role != Party.Role.RESPONDENT]
    withdrawn = tuple(ClaimFact(id=one.pk, outcome=Claim.Outcome.WITHDRAWN) for one in own)
    return Facts(claims=withdrawn, stays=len(own) < len(rows))


class TakeBack(Withdrawal):
    """The applicant withdraws what he asks for."""

    def prepare(self) -> None:
        """Said before he does it."""
        if taken_back(self.case).stays:
            self.fields["reason"].help_text = "撤回后您的请求不再办理；单位提出的反申请还要继续审理，请按时到庭。"

    @classmethod
    def offered_to(cls, party: Party) -> bool:
        """While he asks for something."""
        own = [one for one in party.case.claims.all() if one.party_id in (None, party.acts_for_id or party.pk)]
        return not own or any(not one.outcome for one in own)

    def facts(self) -> Facts:
        """His own."""
        back = taken_back(self.case)
        return replace(super().facts(), claims=back.claims, stays=back.stays)


class Undecided(CaseForm):
    """Something is decided about a counter-claim that waits for it."""

    def prepare(self) -> None:
        """Whether it came within the term of the defence."""
        defence = self.case.deadlines.filter(clock="defence").order_by("-pk").first()
        filed = last_done(self.case, "counter_claim")
        if defence and filed and localtime(filed.made_at).date() > defence.due_on:
            first = next(iter(self.fields.values()))
            first.help_text = (
                f"反申请在答辩期（{spoken_date(defence.due_on)}届满）之后提出：应当告知另行申请仲裁（{_LAW}）。"
            )

    def clean(self) -> dict[str, Any]:
        """There is one."""
        given: dict[str, Any] = super().clean() or {}
        if not undecided(self.case):
            raise forms.ValidationError("现在没有等待决定的反申请。")
        return given


class AcceptCounter(Undecided):
    """The counter-claim is heard together with the application."""

    opinion = text("合并审理的理由", initial="反申请与本案基于同一事实，合并审理。", rows=2)

    def facts(self) -> Facts:
        """What is claimed, as the papers tell it, and which rows it is."""
        rows = [row.pk for row in _new_claims(self.case)]
        claims = [*_accepted_before(self.case), *rows]
        return super().facts().with_data(counter=counter_claims_text(self.case), claims=claims)


class RefuseCounter(Undecided):
    """It is not heard here: an application of its own, or none at all; the claims go another way."""

    kind = forms.ChoiceField(
        label="处理",
        choices=[("", "请选择"), ("separate", "应当另行申请仲裁"), ("outside", "不属于仲裁受理范围，不予受理")],
    )
    reason = text("理由", rows=3)
    law = forms.CharField(label="依据", max_length=300, initial=_LAW)
    instead = text("可以怎么办", rows=2)

    def facts(self) -> Facts:
        """The claims of the other side are not heard here."""
        gone = tuple(ClaimFact(id=row.pk, outcome=Claim.Outcome.REJECTED) for row in _new_claims(self.case))
        given = self.cleaned_data
        return Facts(
            data=self.shown() | {"counter": counter_claims_text(self.case)}, claims=gone, reason=given["reason"]
        )


class CounterDefence(CaseForm):
    """What is answered to a counter-claim."""

    defence = text("对反申请的答辩意见", rows=6, longest=10000)


class Defence(CaseForm):
    """What the respondent answers."""

    defence = text("答辩意见", rows=6, longest=10000)

    @classmethod
    def offered_to(cls, party: Party) -> bool:
        """Not who was drawn in: he has an answer and days of his own."""
        return not was_drawn_in(party)


class Statement(CaseForm):
    """What a party that was drawn in says of the claims."""

    defence = text("答辩（陈述）意见", rows=6, longest=10000)

    @classmethod
    def offered_to(cls, party: Party) -> bool:
        """Nobody says it for him."""
        return was_drawn_in(party)

    def facts(self) -> Facts:
        """Who says it: the paper that carries it to the applicant does not call him the respondent."""
        added = drawn_in(self.case)
        who = "当事人" if len(added) != 1 else f"{called(self.case, added[0]['role'])}{added[0]['name']}"
        return super().facts().with_data(who=f"被追加的{who}")
