"""What must be given for administrative guidance, and what came of it?"""

from dataclasses import replace
from typing import Any

from django import forms

from huxin.cases.facts import Facts, MeasureFact
from huxin.cases.forms.common import Claims, claims_of, text
from huxin.cases.models import Case, Claim, Measure

_Outcome = Claim.Outcome
_MAY_CHANGE = (_Outcome.PARTLY, _Outcome.AGREED, _Outcome.PASSED_ON, _Outcome.UNSETTLED)


class _Guided(Claims):
    """Guidance rules on nothing: it denies no claim, and to withdraw one is the reporter's own."""

    endings = [pair for pair in _Outcome.choices if pair[0] in (_Outcome.MET, *_MAY_CHANGE)]


class Guidance(_Guided):
    """A matter without labour relation that is answered by administrative guidance, and where to go; what it has
    settled already, and what is open still."""

    relation = forms.ChoiceField(
        label="用工关系初步判断", choices=[("", "请选择"), ("B", "不完全符合"), ("C", "自主经营")]
    )
    given = text("行政指导内容", rows=5)
    instead = text("可以去哪里、怎么办")
    none_yet = "还没有结果，有了再登记"

    def asked_about(self) -> list[Claim]:
        """What is open."""
        return [one for one in claims_of(self.case) if not one.outcome]

    def prepare(self) -> None:
        """A result may be known, and need not be."""
        super().prepare()
        for claim in self.claims:
            self.fields[f"outcome_{claim.pk}"].required = False

    def _filled(self, given: dict[str, Any]) -> None:
        given["every_outcome"] = given.get("every_outcome") or _Outcome.UNSETTLED
        super()._filled(given)

    def clean(self) -> dict[str, Any]:
        """Of what no result is known, none is written down."""
        given = super().clean()
        for claim in self.claims:
            given[f"outcome_{claim.pk}"] = given.get(f"outcome_{claim.pk}") or _Outcome.UNSETTLED
        return given

    def facts(self) -> Facts:
        """A measure of guidance, and what it settled."""
        measure = MeasureFact(Measure.Kind.GUIDANCE, text=self.cleaned_data["given"])
        return replace(super().facts(), measures=(measure,), outcome="guidance")


class GuidanceResult(_Guided):
    """What came of guidance after the case was closed by it."""

    heard = text("指导后的情况（单位怎样做的，怎样核实的）", rows=3)
    anew = True

    @classmethod
    def offered(cls, case: Case) -> bool:
        """Only where something was left."""
        return any(one.outcome in _MAY_CHANGE for one in case.claims.all())

    def asked_about(self) -> list[Claim]:
        """What was left."""
        return [one for one in claims_of(self.case) if one.outcome in _MAY_CHANGE]
