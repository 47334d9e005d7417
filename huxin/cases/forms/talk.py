"""What must be given of a regulatory talk (约谈) that was held, or to which nobody came?"""

from typing import Any

from django import forms

from huxin.cases.facts import Facts, MeasureFact
from huxin.cases.forms.common import PAST, CaseForm, day, text
from huxin.cases.models import Case, Measure
from huxin.cases.records import last_done, was_done

CAME = {"yes": "到场", "no": "没有到场"}


class TalkHeld(CaseForm):
    """Who came, what was put to the firm, and what it promised."""

    came = forms.ChoiceField(label="单位是否到场", choices=[("", "请选择"), *CAME.items()])
    held_on = day("约谈日期", PAST)
    place = forms.CharField(label="地点", max_length=120)
    present = forms.CharField(
        label="到场人员及职务", max_length=200, required=False,
        help_text="写姓名和职务，由其在约谈记录上签字；没有到场的不填。",
    )  # fmt: skip
    problems = text("指出的问题（每行一项）", rows=4)
    promised = text("单位的说明、承诺和时限", rows=4, required=False)

    @classmethod
    def offered(cls, case: Case) -> bool:
        """Once the firm was called in."""
        return was_done(case, "talk")

    def prepare(self) -> None:
        """As it was called."""
        if last := last_done(self.case, "talk"):
            given = last.facts["data"]
            self.fields["held_on"].initial, self.fields["place"].initial = given["held_on"], given["place"]

    def clean(self) -> dict[str, Any]:
        """Who came has a name: he signs."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("came") == "yes" and not given.get("present", "").strip():
            self.add_error("present", "单位到场的，请写明到场人员的姓名和职务。")
        return given

    def facts(self) -> Facts:
        """The talk has its result; who did not come signs no record."""
        given, came = self.cleaned_data, self.cleaned_data["came"] == "yes"
        talk = self.case.measures.filter(kind=Measure.Kind.TALK, result="").order_by("-pk").first()
        result = Measure.Result.COMPLIED if came else Measure.Result.REFUSED
        rows = (MeasureFact(id=talk.pk, result=result, complied_on=given["held_on"] if came else None),) if talk else ()
        return Facts(data=self.shown() | {"was_there": came}, measures=rows)
