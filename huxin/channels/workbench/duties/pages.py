"""What is owed under this duty, what was done, and who asked for what?"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from huxin.channels.parts import excel
from huxin.channels.parts.days import Due, calendar_of, due
from huxin.channels.parts.forms import carried_out
from huxin.channels.parts.paging import page
from huxin.channels.workbench.duties.forms import (
    AskForm,
    HandInForm,
    HandlingForm,
    Hands,
    PartForm,
    ProgressForm,
    ReopenForm,
    ResultForm,
    ReturnForm,
    StatementForm,
)
from huxin.documents.models import Document, Paper
from huxin.documents.papers import may_remake
from huxin.journal.timeline import entries, events_of
from huxin.orgs.access import by_keys, needs, rights, visible
from huxin.plans.actions.duties import note_progress
from huxin.plans.actions.parts import rolled_up
from huxin.plans.lamps import FACES, Face, lamp
from huxin.plans.models import WARN_DAYS, Assignment, Duty, Extension, Seat, SubDuty, Term
from huxin.plans.subjects import duty_name, mine, own
from huxin.plans.terms import with_owed
from huxin.reports.queries import sections_of

MOST_SEATS = 12
_ORDER = ("-of_plan", "place", "pk")
_WITH = ("goal", "plan", "organisation__area", "drafting_office", "handler")


class Filters(forms.Form):
    """Whose duties, in which role, from where."""

    whose = forms.ChoiceField(label="范围", choices=[("", "本单位"), ("all", "全部可见")], required=False)
    role = forms.ChoiceField(label="职责", choices=[("", "全部职责"), *Duty.Role.choices], required=False)
    origin = forms.ChoiceField(label="来源", choices=[("", "全部来源"), *Duty.Origin.choices], required=False)


def _own(request: HttpRequest) -> bool:
    """Is the list of one's own asked for? `whose=all` asks for everything within reach."""
    return request.GET.get("whose") != "all" and request.actor.can("duty.report")


def _listed(request: HttpRequest) -> QuerySet[Duty]:
    form = Filters(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = visible(Duty, request.actor).filter(ended_on=None)
    if _own(request):
        rows = rows.filter(pk__in=mine(request.actor))
    return rows.filter(**{name: chosen[name] for name in ("role", "origin") if chosen.get(name)})


def _shown(rows: QuerySet[Duty]) -> QuerySet[Duty]:
    return _placed(with_owed(rows.select_related("goal", "organisation", "plan")))


def _placed(rows: QuerySet[Duty]) -> QuerySet[Duty]:
    """With what `_ORDER` names: first what no goal asks for, then goal by goal, the newest plan before older ones."""
    return rows.annotate(of_plan=Coalesce("plan_id", 0), place=Coalesce("goal__number", 0))


def _next(duty: Any) -> Term | None:
    return next(iter(duty.owed), None)


@needs("duty.view")
def duties(request: HttpRequest) -> HttpResponse:
    """One's duties with the next day; a unit that only has a seat reads what is asked of it."""
    order = _ORDER if _own(request) else _ORDER[-1:]  # all within reach is too much to be sorted for one page
    shown = page(_placed(_listed(request)), request, *order, shown=_shown)
    calendar = calendar_of(request.actor)
    lines = [
        (duty, term, due(term.due_on, request.at, calendar) if term else None)
        for duty in shown.rows
        for term in [_next(duty)]
    ]
    seats = visible(Seat, request.actor).filter(own(request.actor, "duty.view", "organisation__path"), closed_on=None)
    newest = seats.select_related("plan").prefetch_related("plan__report_rules").order_by("-plan", "order", "pk")
    context = {"page": shown, "lines": lines, "filters": Filters(request.GET), "seats": list(newest[:MOST_SEATS])}
    return render(request, "workbench/duties/list.html", context)


@needs("duty.view")
def duties_export(request: HttpRequest) -> HttpResponse:
    """The same list as a table."""
    columns = (
        excel.Column("事项", duty_name, 44),
        excel.Column("单位", lambda d: d.organisation.name, 32),
        excel.Column("职责", lambda d: d.get_role_display()),
        excel.Column("来源", lambda d: d.get_origin_display()),
        excel.Column("最近时限", lambda d: term.due_on if (term := _next(d)) else None),
        excel.Column("方案", lambda d: d.plan.title if d.plan else "", 40),
    )
    return excel.export("责任清单", columns, _shown(by_keys(_listed(request))).order_by(*_ORDER))


@dataclass(frozen=True, slots=True)
class Refused:
    """The one form of the page that was sent and refused: its kind and the row it is about."""

    kind: str = ""
    pk: int = 0
    form: Any = None

    def or_blank(self, form: Callable[..., forms.Form], kind: str, pk: int) -> forms.Form:
        """What was typed, or an empty form with ids of its own."""
        return self.form if (self.kind, self.pk) == (kind, pk) else form(auto_id=f"{kind}_{pk}_%s")


def _term_row(
    term: Term,
    face: Face,
    shown_due: Due | None,
    rights: tuple[bool, bool],
    asked: list[Any],
    refused: Refused,
    done: str,
) -> dict[str, Any]:
    reports, rules = rights
    answers = partial(HandInForm, initial={"text": done})
    single = term.kind != Term.Kind.CYCLE
    owed = term.state in (Term.State.OPEN, Term.State.RETURNED)
    pending = any(row["one"].state == Extension.State.ASKED for row in asked)
    return {
        "term": term,
        "face": face,
        "due": shown_due if owed else None,
        "extensions": asked,
        "hand_in": refused.or_blank(answers, "hand_in", term.pk) if reports and single and owed else None,
        "ask": refused.or_blank(AskForm, "ask", term.pk) if reports and owed and not pending else None,
        "withdraw": reports and single and term.state == Term.State.HANDED_IN,
        "accept": rules and single and term.state == Term.State.HANDED_IN,
        "give_back": refused.or_blank(ReturnForm, "give_back", term.pk),
        "reopen": refused.or_blank(ReopenForm, "reopen", term.pk)
        if rules and single and term.state == "done"
        else None,
    }


def terms_of(
    request: HttpRequest, duty: Duty, may: tuple[bool, bool], read: set[int], refused: Refused, done: str
) -> list[dict[str, Any]]:
    """Each term with its lamp, its day in words, and what may be done with it; `read` are papers one may open, `done`
    is what came of the parts."""
    today, calendar = timezone.localdate(request.at), calendar_of(request.actor)
    warn = duty.plan.warn_days if duty.plan else WARN_DAYS
    asked = visible(Extension, request.actor).select_related("paper", "decided_by").order_by("pk")
    rows = duty.terms.select_related("settled_by").prefetch_related(Prefetch("extensions", asked))
    return [
        _term_row(
            term,
            FACES[lamp(term, today=today, warn_days=warn)],
            due(term.due_on, request.at, calendar),
            may,
            [_asked(request, one, read, refused) for one in term.extensions.all()],
            refused,
            done,
        )
        for term in rows.order_by("-due_on", "-pk")
    ]


def _asked(request: HttpRequest, one: Extension, read: set[int], refused: Refused) -> dict[str, Any]:
    """A request for a later day, its paper for those who may read it, a form for those who may ask otherwise."""
    mends = one.state == Extension.State.ASKED and one.paper is not None and may_remake(one.paper, request.actor)
    first = {"until_on": one.until_on, "ground": one.ground}
    form = refused.or_blank(partial(AskForm, initial=first), "amend", one.pk) if mends else None
    return {"one": one, "paper": one.paper if one.paper_id in read else None, "amend": form}


def _papers(request: HttpRequest, duty: Duty) -> QuerySet[Paper]:
    """What was written about it, and the forms on which later days were asked for; the newest first."""
    about = Q(subject_kind="duty", subject_id=duty.pk) | Q(pk__in=duty.terms.values("follow_ups__follow_up__paper"))
    asked = Q(pk__in=visible(Extension, request.actor).filter(term__duty=duty).values("paper"))
    return visible(Paper, request.actor).filter(about | asked).only("title").order_by("-pk")


def _assignment(request: HttpRequest, duty: Duty) -> Assignment | None:
    if duty.origin != Duty.Origin.ASSIGNMENT:
        return None
    return visible(Assignment, request.actor).filter(items__duty=duty).first()


def shown(request: HttpRequest, duty: Duty, refused: Refused | None = None) -> HttpResponse:
    """The page of a duty; a form that was refused is given back with what was typed."""
    refused = refused or Refused()
    progress = list(
        duty.progress.filter(withdrawn_at=None).select_related("written_by").order_by("-happened_on", "-pk")
    )
    files = visible(Document, request.actor).filter(
        subject_kind="progress", subject_id__in=[entry.pk for entry in progress]
    )
    parts = list(duty.parts.filter(cancelled_at=None).order_by("due_on", "pk"))
    given = visible(SubDuty, request.actor, "duty.report").filter(duty=duty).values_list("pk", flat=True)
    held = rights(request.actor, duty, "duty.report", "duty.rule")
    living = duty.ended_on is None
    may = "duty.report" in held and living, "duty.rule" in held and living
    papers = list(_papers(request, duty))
    terms = terms_of(request, duty, may, {paper.pk for paper in papers}, refused, rolled_up(parts))
    sections = sections_of(duty, request.actor) if request.actor.can("report.view") else {}
    hands = Hands(duty)
    form = refused.or_blank(ProgressForm, "progress", duty.pk)
    form.initial = {"happened_on": timezone.localdate(request.at)}
    context = {
        "duty": duty,
        "name": duty_name(duty),
        "terms": [{**row, "section": sections.get(row["term"].period)} for row in terms],
        "progress": [(entry, [f for f in files if f.subject_id == entry.pk]) for entry in progress],
        "parts": [(part, refused.or_blank(ResultForm, "complete", part.pk)) for part in parts],
        "open_parts": [part for part in parts if part.done_at is None],
        "given": set(given) if parts else set(),
        "papers": papers[:20],
        "assignment": _assignment(request, duty),
        "entries": entries(events_of(duty)[:100]),
        "reports": may[0],
        "rules": may[1],
        "form": form,
        "part_form": refused.or_blank(partial(PartForm, hands), "part", duty.pk) if may[0] else None,
        "statement": refused.or_blank(StatementForm, "statement", duty.pk),
        "handling": refused.or_blank(partial(HandlingForm, hands), "handling", duty.pk) if may[0] else None,
    }
    return render(request, "workbench/duties/duty.html", context)


@needs("duty.view")
def duty(request: HttpRequest, pk: int) -> HttpResponse:
    """Read, and write down progress."""
    thing = get_object_or_404(visible(Duty, request.actor).select_related(*_WITH), pk=pk)
    if request.method != "POST":
        return shown(request, thing)
    form = ProgressForm(request.POST, request.FILES, auto_id=f"progress_{pk}_%s")
    if carried_out(form, lambda given: note_progress(thing, by=request.actor, at=request.at, **given)):
        messages.success(request, "进展已保存。")
        return redirect("workbench:duty", pk)
    return shown(request, thing, Refused("progress", thing.pk, form))
