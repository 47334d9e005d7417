"""Who sits for which unit, who takes over, and who has named nobody?"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from huxin.channels.parts import excel
from huxin.channels.parts.forms import DateInput, called, carried_out
from huxin.channels.parts.typed import number
from huxin.channels.workbench.plans.pages import fetch
from huxin.journal.timeline import entries, events_of
from huxin.orgs.access import allowed, needs, visible
from huxin.orgs.models import Membership
from huxin.plans.actions import seats as actions
from huxin.plans.choices import participants
from huxin.plans.models import Plan, Seat
from huxin.plans.subjects import own
from huxin.plans.succession import follower


class Successor(forms.Form):
    """Who takes over from when."""

    name = forms.CharField(label="继任人员姓名", max_length=40)
    post = forms.CharField(label="职务", max_length=80, required=False)
    since = forms.DateField(label="接任日期", widget=DateInput())


class NewSeat(forms.Form):
    """A liaison that a unit names, or a seat that the office adds."""

    organisation = forms.TypedChoiceField(label="单位", coerce=int)
    kind = forms.ChoiceField(label="席位", choices=Seat.Kind.choices, initial=Seat.Kind.LIAISON)
    name = forms.CharField(label="姓名", max_length=40)
    post = forms.CharField(label="职务", max_length=80, required=False)

    def __init__(self, *args: Any, units: list[Any], liaisons_only: bool, **known: Any) -> None:
        super().__init__(*args, **known)
        self.fields["organisation"].choices = called(units)
        if liaisons_only:
            self.fields["kind"].choices = [(Seat.Kind.LIAISON.value, Seat.Kind.LIAISON.label)]


def _seats(request: HttpRequest, plan: Plan) -> list[Any]:
    rows = visible(Seat, request.actor).filter(plan=plan, closed_on=None)
    return list(rows.select_related("organisation").prefetch_related("holders").order_by("order", "pk"))


def _holder(seat: Seat) -> Any:
    return next((holder for holder in seat.holders.all() if holder.until is None), None)


def _fileable(request: HttpRequest, plan: Plan) -> set[int]:
    """Seats whose successor this person may file."""
    ways = (visible(Seat, request.actor, right).filter(plan=plan) for right in ("seat.manage", "meeting.reply"))
    managed, own_ones = (way.values_list("pk", flat=True) for way in ways)
    return set(managed.union(own_ones))


@needs("plan.view")
def seats(request: HttpRequest, pk: int) -> HttpResponse:
    """All seats with who holds them, and the units that have named no liaison."""
    plan = fetch(request, pk)
    rows = [(seat, _holder(seat)) for seat in _seats(request, plan)]
    letters = actions.liaison_letters(plan)
    missing = [(unit, letters.get(unit.pk)) for unit in actions.without_liaison(plan)]
    mine = participants(plan).filter(own(request.actor, "meeting.reply", "path"))
    context = {
        "plan": plan,
        "groups": [(kind.label, [row for row in rows if row[0].kind == kind]) for kind in Seat.Kind],
        "fileable": _fileable(request, plan),
        "units": [row for row in missing if row[0].area_id == plan.area_id],
        "counties": [row for row in missing if row[0].area_id != plan.area_id],
        "manages": request.actor.grant("seat.manage", plan.org_path) is not None,
        "mine": mine,
    }
    return render(request, "workbench/plans/seats.html", context)


@needs("plan.view")
def seats_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a table."""
    plan = fetch(request, pk)
    columns = (
        excel.Column("席位", lambda row: row[0].get_kind_display()),
        excel.Column("单位", lambda row: row[0].organisation.name, 34),
        excel.Column("姓名", lambda row: row[1].name if row[1] else "未确定"),
        excel.Column("职务", lambda row: row[1].post if row[1] else "", 30),
        excel.Column("任席起", lambda row: row[1].since if row[1] else None),
    )
    return excel.export("席位", columns, [(seat, _holder(seat)) for seat in _seats(request, plan)])


def _proposed(request: HttpRequest, seat: Seat, mine: Membership | None) -> dict[str, Any]:
    """Who follows in the post has nothing to type: his name, his post, the day since when."""
    if mine is None:
        return {"since": timezone.localdate(request.at), "post": seat.post}
    former = seat.holders.get(until=None)
    since = max(timezone.localdate(mine.since), former.since)
    return {"name": request.actor.name, "post": mine.post or seat.post, "since": since}


@needs("plan.view")
def successor(request: HttpRequest, pk: int) -> HttpResponse:
    """The successor in the post takes the seat; who held it before stays on file."""
    seat = get_object_or_404(visible(Seat, request.actor).select_related("organisation", "plan"), pk=pk)
    mine = follower(seat, request.actor)
    form = Successor(request.POST or None, initial=_proposed(request, seat, mine))
    if carried_out(form, lambda data: actions.take_over(seat, **data, by=request.actor, at=request.at)):
        messages.success(request, "已备案。")
        return redirect("workbench:seats", seat.plan_id)
    context = {
        "seat": seat,
        "mine": mine,
        "form": form,
        "holders": seat.holders.order_by("-since", "-pk"),
        "files": seat.pk in _fileable(request, seat.plan) and seat.closed_on is None,
        "manages": allowed(request.actor, "seat.manage", seat),
        "events": entries(events_of(seat)[:50]),
    }
    return render(request, "workbench/plans/seat.html", context)


@needs("plan.view")
def open_seat(request: HttpRequest, pk: int) -> HttpResponse:
    """A unit names its liaison; the office may add any seat."""
    plan = fetch(request, pk)
    manages = allowed(request.actor, "seat.manage", plan)
    units = participants(plan)
    choosable = list(units if manages else units.filter(own(request.actor, "meeting.reply", "path")))
    first = {"organisation": request.GET.get("unit")}
    form = NewSeat(request.POST or None, units=choosable, liaisons_only=not manages, initial=first)

    def open_one(data: dict[str, Any]) -> Seat:
        unit = next(unit for unit in choosable if unit.pk == data.pop("organisation"))
        return actions.open_seat(plan, organisation=unit, **data, by=request.actor, at=request.at)

    if carried_out(form, open_one):
        messages.success(request, "已备案。")
        return redirect("workbench:seats", pk)
    return render(request, "workbench/plans/seat_open.html", {"plan": plan, "form": form})


@needs("seat.manage")
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit leaves the conference."""
    seat = get_object_or_404(visible(Seat, request.actor, "seat.manage"), pk=pk)
    actions.close_seat(seat, by=request.actor, at=request.at)
    return redirect("workbench:seats", seat.plan_id)


@needs("seat.manage")
@require_POST
def letters(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft the letters that ask the chosen units to name a liaison."""
    plan = fetch(request, pk, "seat.manage")
    chosen = {number(one) for one in request.POST.getlist("unit")}
    units = [unit for unit in actions.without_liaison(plan) if unit.pk in chosen]
    papers = actions.draft_liaison_letters(plan, units, by=request.actor, at=request.at)
    messages.success(request, f"已拟出{len(papers)}份函，请在“文书”中核对后送签。")
    return redirect("workbench:seats", pk)
