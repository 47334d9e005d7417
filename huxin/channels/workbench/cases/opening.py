"""How does an officer register what a visitor, a caller or another body tells him?"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.cases.actions.intake import Told, office_of, places, take_in
from huxin.cases.forms.common import MoneyField
from huxin.cases.models import Case, Party
from huxin.cases.procedure import PROCEDURES, Procedure, in_order
from huxin.cases.queries import Wanted, listed
from huxin.cases.topics import Source, Topic
from huxin.channels.parts.drafts import with_draft
from huxin.channels.parts.forms import DateInput, MobileField, carried_out
from huxin.channels.workbench.cases.forms import lines
from huxin.orgs.access import needs
from huxin.orgs.models import Area
from huxin.registry.models import Industry, Relation
from huxin.registry.queries import pick_enterprises, picked
from huxin.work.drafts import clear_draft

MOST_BEFORE = 5  # of what the same person told before
BY_HAND = [one for one in Source if one not in (Source.PORTAL, Source.OVERSIGHT, Source.CASE)]


def _may_open(by: Any) -> list[Procedure]:
    return [p for p in in_order() if not p.opens or by.can(p.opens)]


def _own_place(by: Actor, places: Iterable[Area]) -> Area | None:
    """The county of somebody who works for one county."""
    here = by.reaches("case.open")
    counties = [place for place in places if any(prefix.startswith(place.path) for prefix in here)]
    deepest = max(counties, key=lambda place: len(place.path), default=None)
    return deepest if deepest and not any(one.parent_id == deepest.pk for one in places) else None


class Intake(forms.Form):
    """The same that the portal asks of a worker, told to an officer."""

    source = forms.ChoiceField(label="来源", choices=[(one.value, one.label) for one in BY_HAND], initial=Source.VISIT)
    outside_number = forms.CharField(label="外部编号", max_length=60, required=False, help_text="12345等系统的工单号。")
    outside_due_on = forms.DateField(label="外部时限", required=False, widget=DateInput())
    procedure = forms.ChoiceField(label="程序")
    topic = forms.ChoiceField(label="事项", choices=Topic.choices)
    title = forms.CharField(label="案由（一句话）", max_length=120)
    area = forms.ModelChoiceField(label="工作地点（县、市）", queryset=None, empty_label="请选择")
    place = forms.CharField(label="具体地点", max_length=120, required=False)
    firm = forms.CharField(
        label="用工单位", max_length=120, required=False, help_text="输入名称、简称或拼音首字母后点“查找”。"
    )
    enterprise = forms.ChoiceField(label="从登记的企业中选定", required=False, widget=forms.RadioSelect)
    platform_name = forms.CharField(label="平台", max_length=60, required=False)
    industry = forms.ChoiceField(label="行业", choices=[("", "未说明"), *Industry.choices], required=False)
    relation = forms.ChoiceField(
        label="用工关系（自述）", choices=[("", "未判明"), *Relation.choices[:4]], required=False
    )
    happened_from = forms.DateField(label="发生时间起", required=False, widget=DateInput())
    happened_until = forms.DateField(label="发生时间止", required=False, widget=DateInput())
    claimed = MoneyField(label="涉及金额（元）", required=False)
    people = forms.IntegerField(label="涉及人数", min_value=1, max_value=100000, initial=1)
    story = forms.CharField(label="情况说明", max_length=5000, widget=lines(6))
    wish = forms.CharField(label="诉求", max_length=1000, required=False, widget=lines(2))
    anonymous = forms.BooleanField(label="匿名反映（不登记姓名）", required=False)
    name = forms.CharField(label="姓名", max_length=40, required=False)
    phone = MobileField(label="手机号", required=False)
    id_number = forms.CharField(label="身份证号", max_length=20, required=False)
    address = forms.CharField(label="送达地址", max_length=200, required=False)
    e_service = forms.BooleanField(label="同意电子送达", required=False)
    acts_as = forms.ChoiceField(
        label="替谁来办", required=False,
        choices=[("", "本人的事"), *((code, f"替别人，是{zh}") for code, zh in Party.Agency.choices)],
    )  # fmt: skip
    acts_for = forms.CharField(
        label="委托人姓名", max_length=40, required=False,
        help_text="替别人来办的填写；上面填来办的人。凭回执在网上提交委托书，或带来后再办。",
    )  # fmt: skip
    principal_phone = MobileField(
        label="委托人手机号", required=False, help_text="填了，他用这个号码登录也能看到办理情况。"
    )

    def __init__(self, *args: Any, by: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["procedure"].choices = [(p.code, p.title) for p in _may_open(by)]
        self.fields["area"].queryset = places
        self.fields["area"].initial = _own_place(by, places)
        text = self.data.get("firm", "") if self.is_bound else str(self.initial.get("firm", ""))
        found = [(str(c.pk), f"{c.name}（{c.area}，{c.kind}）") for c in pick_enterprises(text)]
        self.fields["enterprise"].choices = [*found, ("", "登记中没有，按自述名称填写")] if text else []
        if not text:
            self.fields["enterprise"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """A reporter with a name and a way to reach him, unless he wants to stay unknown; an inspection that the office
        begins by itself has none."""
        given: dict[str, Any] = super().clean() or {}
        by_office = PROCEDURES[given["procedure"]].opens if given.get("procedure") else ""
        reached = given.get("name") and (given.get("phone") or "phone" in self.errors)
        if not by_office and not given.get("anonymous") and not reached:
            self.add_error("name", "请填写姓名和手机号；不愿留名的，勾选“匿名反映”。")
        self._of_agent(given)
        return given

    def _of_agent(self, given: dict[str, Any]) -> None:
        if given.get("acts_as") and not given.get("acts_for"):
            self.add_error("acts_for", "请填写委托人姓名；本人的事，上面选“本人的事”。")
        if (given.get("acts_for") or given.get("principal_phone")) and not given.get("acts_as"):
            self.add_error("acts_as", "请选择来办的人和委托人的关系；本人的事，把委托人姓名和手机号清空。")
        if given.get("acts_as") and given.get("anonymous"):
            self.add_error("anonymous", "替别人来办的要登记姓名和手机号，不能匿名。")
        if given.get("acts_as") and not given.get("name") and "name" not in self.errors:
            self.add_error("name", "请填写来办的人的姓名。")

    def propose(self) -> None:
        """Where one firm alone has such a name, it is the one."""
        found = [code for code, _ in self.fields["enterprise"].choices if code]  # type: ignore[attr-defined]
        if len(found) == 1:
            self.initial["enterprise"] = found[0]

    def told(self) -> Told:
        """What was told, for the action."""
        given = dict(self.cleaned_data)
        chosen = given.pop("enterprise")
        given["enterprise"] = picked(int(chosen)) if chosen else None
        given["procedure"] = PROCEDURES[given["procedure"]]
        given["enterprise_name"] = given.pop("firm")
        given["claimed_fen"] = given.pop("claimed")
        return Told(**given)


def _before(given: dict[str, Any], by: Actor) -> list[Case]:
    """What the same person has told of before, by his telephone or identity number; the newest first."""
    texts = [text for text in (given["phone"], given["id_number"]) if text]
    found = [one.case for text in texts for one in listed(by, Wanted(tab="all", text=text), most=MOST_BEFORE)]
    return sorted({case.pk: case for case in found}.values(), key=lambda case: -case.pk)[:MOST_BEFORE]


@needs("case.open")
def case_open(request: HttpRequest) -> HttpResponse:
    """Fill in; then see which office takes it and what was reported before; then register."""
    key = "case-open"
    form = with_draft(request, key, Intake, by=request.actor, places=places())
    looks = "find" in request.POST
    if looks:
        form = Intake(initial=request.POST.dict(), by=request.actor, places=places())
        form.propose()
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid() and "confirmed" not in request.POST:
        try:
            context["office"] = office_of(form.told(), timezone.localdate(request.at))
            context["before"] = _before(form.cleaned_data, request.actor)
        except NotPossible as refusal:
            form.add_error(None, refusal.reason)
    elif carried_out(form, lambda _: take_in(form.told(), by=request.actor, at=request.at)):
        clear_draft(key=key, by=request.actor)
        return render(request, "workbench/cases/opened.html", {"opened": form.result})
    return render(request, "workbench/cases/open.html", context)
