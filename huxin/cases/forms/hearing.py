"""What must be given before a firm is punished: discussion, defence, hearing (行政处罚法 arts 57, 63–65)?"""

from datetime import date
from typing import Any

from django import forms

from huxin.base.chinese import spoken_date
from huxin.cases.facts import Facts
from huxin.cases.forms.common import PAST, CaseForm, Reason, day, text
from huxin.cases.models import Case
from huxin.cases.records import Deadline, Move, last_done
from huxin.law.calendar import calendar_for

CAME = {"yes": "到场", "no": "没有到场或者中途退场（视为放弃听证）", "back": "举行前撤回听证要求（视为放弃听证）"}


class Discussion(CaseForm):
    """The collective discussion of a heavy penalty."""

    held_on = day("讨论日期", PAST)
    present = forms.CharField(label="参加人员", max_length=200)
    conclusion = text("讨论结论")


class Statement(CaseForm):
    """What the firm says in its defence."""

    statement = text("陈述、申辩意见", rows=5, longest=10000)


class HearingRequest(Reason):
    """The firm wants to be heard: once, and within its days (art. 64 (1))."""

    reason = text("理由")
    asked_on = day(
        "提出日期", PAST, required=False, help_text="今天提出的不填；此前书面提出、现在补登记的，填收到或者寄出的日期。"
    )  # fmt: skip

    @classmethod
    def offered(cls, case: Case) -> bool:
        """Until it was asked for: the term of the newest notice ends with that."""
        terms = [one for one in case.deadlines.all() if one.clock == "hearing_request"]
        return not terms or max(terms, key=lambda one: one.pk).state == Deadline.State.RUNNING

    def clean_asked_on(self) -> date | None:
        """Within the term."""
        asked: date | None = self.cleaned_data["asked_on"]
        term = self.case.deadlines.filter(clock="hearing_request").order_by("-pk").first()
        if term is not None and (asked or self.today) > term.due_on:
            raise forms.ValidationError(
                f"要求听证的期限已于{spoken_date(term.due_on)}届满，不能再要求听证；可以在决定作出前陈述、申辩。"
            )
        return asked


class Hearing(CaseForm):
    """When and where a hearing is held; the notice goes out seven working days before."""

    held_on = day("听证日期")
    place = forms.CharField(label="听证地点", max_length=120)
    chair = forms.CharField(label="听证主持人", max_length=40, help_text="由不是本案调查人员的人主持。")

    def clean_held_on(self) -> date:
        """Seven working days ahead (art. 64 (2))."""
        held: date = self.cleaned_data["held_on"]
        if calendar_for(self.case.area_id).between(self.today, held) < 7:
            raise forms.ValidationError("应当在举行听证的7个工作日前通知，请把听证日期往后安排。")
        return held

    def clean_chair(self) -> str:
        """Nobody who investigates the case (art. 64 (4))."""
        return _not_an_investigator(self.case, self.cleaned_data["chair"])

    def facts(self) -> Facts:
        """With the day that was announced before, where it is another one now."""
        last = last_done(self.case, "set_hearing")
        return super().facts().with_data(instead_of=last.facts["data"]["held_on"] if last else "")


def _not_an_investigator(case: Case, name: str) -> str:
    investigators = {one.name for one in (case.officer, case.second_officer) if one is not None}
    for move in case.moves.filter(action="interview", state=Move.State.DONE):
        investigators |= set(str(move.facts["data"].get("inspectors", "")).split("、"))
    if name.strip() in investigators:
        raise forms.ValidationError(f"{name.strip()}是本案调查人员，不能主持听证，请另行指定。")
    return name.strip()


class HearingHeld(CaseForm):
    """What was said: a record, which the firm signs, and on which the decision rests (arts 64 (8), 65)."""

    came = forms.ChoiceField(label="单位是否到场", choices=[("", "请选择"), *CAME.items()])
    held_on = day("听证日期", PAST, help_text="举行前撤回听证要求的，填单位提出撤回的日期。")
    place = forms.CharField(label="听证地点", max_length=120)
    chair = forms.CharField(label="听证主持人", max_length=40)
    recorder = forms.CharField(label="记录人", max_length=40)
    present = forms.CharField(
        label="单位参加人员及职务", max_length=200, required=False, help_text="由其在听证笔录上签字；没有到场的不填。"
    )  # fmt: skip
    dialogue = text("听证内容（调查人员提出的事实、证据和建议，单位的申辩和质证）", rows=12, longest=20000)
    conclusion = text("听证意见", rows=3)

    def prepare(self) -> None:
        """As it was called."""
        if last := last_done(self.case, "set_hearing"):
            for name in ("held_on", "place", "chair"):
                self.fields[name].initial = last.facts["data"].get(name, "")

    def clean_chair(self) -> str:
        """Nobody who investigates the case."""
        return _not_an_investigator(self.case, self.cleaned_data["chair"])

    def clean(self) -> dict[str, Any]:
        """Who came, or stayed away, was called before, to this day; who came has a name."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("came") in ("yes", "no"):
            self._was_announced(given.get("held_on"))
        if given.get("came") == "yes" and not given.get("present", "").strip():
            self.add_error("present", "单位到场的，请写明参加人员的姓名和职务。")
        return given

    def _was_announced(self, held: date | None) -> None:
        """No hearing before the day that the firm was told; nobody was told of an earlier one."""
        last = last_done(self.case, "set_hearing")
        if last is None:
            raise forms.ValidationError("还没有通知听证：请先办理“通知听证”，7个工作日后举行。")
        announced = date.fromisoformat(last.facts["data"]["held_on"])
        if self.today < announced or (held and held < announced):
            raise forms.ValidationError(
                f"通知的听证日期是{spoken_date(announced)}，在这以前没有举行听证，不能登记。要改期的，请再办理一次“通知听证”，"
                "填写新的日期；单位在举行前撤回听证要求的，请选“举行前撤回听证要求”。"
            )

    def facts(self) -> Facts:
        """Who did not come signs no record."""
        return super().facts().with_data(was_there=self.cleaned_data["came"] == "yes")
