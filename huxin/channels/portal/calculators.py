"""How does somebody reckon what is his, without log-in, with every step, and take the result into a complaint?

Nothing of it is stored; only who takes a result along has it in his session, as a proposal for the first screens.
"""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime

from huxin.base.chinese import spoken_date
from huxin.cases.actions.filing import places
from huxin.channels.portal.calculator_forms import CALCULATORS, Calculator
from huxin.channels.portal.report import propose
from huxin.law.catalogue import entry
from huxin.law.parameters import MissingParameter
from huxin.law.standards.steps import Answer, Source, Step, Verdict
from huxin.law.units import Unit
from huxin.orgs.access import public

WORDS = {  # of a verdict, for who asks for himself
    Verdict.KEPT: "没有问题", Verdict.BROKEN: "不合规定", Verdict.CAUTION: "请留意", Verdict.COMPUTED: "结果",
}  # fmt: skip
TONES = {Verdict.KEPT: "good", Verdict.BROKEN: "late", Verdict.CAUTION: "near", Verdict.COMPUTED: "info"}


@dataclass(frozen=True, slots=True)
class Line:
    """A step as it is read: what, how much (nothing where the figure says nothing), by which article."""

    what: str
    words: str
    article: str
    parts: tuple["Line", ...]


@dataclass(frozen=True, slots=True)
class Result:
    """An answer as it is read."""

    what: str
    tone: str
    verdict: str
    sentence: str
    lines: tuple[Line, ...]
    sources: tuple[Source, ...]
    cautions: tuple[str, ...]


def _line(step: Step) -> Line:
    says_nothing = not step.value and step.unit in (Unit.ITEMS, Unit.PROOFS)
    only_named = step.unit is Unit.FEN and not step.value and step.what.endswith("终局")
    words = "" if says_nothing or only_named else step.words
    known = step.parameter
    article = step.article or (f"{known.document}{known.article}" if known else "")
    return Line(step.what, words, article, tuple(map(_line, step.parts)))


def results_of(answer: Answer, way: tuple[Step, ...] | None = None) -> Result:
    """An answer with its steps, or with those that are worth reading."""
    lines = tuple(map(_line, answer.steps if way is None else way))
    sources = tuple(source for source in answer.sources() if source.title)
    return Result(
        answer.what, TONES[answer.verdict], WORDS[answer.verdict], answer.sentence, lines, sources, answer.cautions()
    )


def _unknown(missing: MissingParameter) -> str:
    """The public cannot enter a figure: it is told what is missing, and what it can do all the same."""
    what = entry(missing.code).title
    return f"系统里还没有“{what}”在这个日期、这个地方的数，暂时算不出来。您可以直接反映情况，由工作人员核算。"


@public
def calculators(request: HttpRequest) -> HttpResponse:
    """Which there are."""
    doors = [(code, one.title, one.lead, one.icon) for code, one in CALCULATORS.items()]
    return render(request, "portal/calculators/list.html", {"doors": doors})


@public
def calculator(request: HttpRequest, calculator: str) -> HttpResponse:
    """One of them: what is typed, and below it the result with its steps."""
    if calculator not in CALCULATORS:
        raise Http404
    areas = [(area.code, area.name) for area in places()]
    form = CALCULATORS[calculator](request.POST or None, areas=areas, today=localtime(request.at).date())
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        try:
            answers = form.answers()
        except MissingParameter as missing:
            form.add_error(None, _unknown(missing))
        else:
            if "take" in request.POST and form.topic:
                propose(request, _proposal(form, answers))
                return redirect("portal:report_step", "what")
            context["results"] = [results_of(answer, form.way(answer)) for answer in answers]
    return render(request, "portal/calculators/one.html", context)


def _proposal(form: Calculator, answers: list[Answer]) -> dict[str, dict[str, Any]]:
    """What the first screens of a complaint are filled with."""
    since = form.since()
    story = f"{spoken_date(form.today)}用“{form.title}”算过：" + "".join(answer.sentence for answer in answers)
    return {
        "what": {"whose": "complaint", "topic": form.topic},
        "where": {"area": form.cleaned_data.get("area", "")},
        "when": {"amount": form.asked_fen(answers), "since": since.isoformat() if since else ""},
        "story": {"story": f"{story}\n\n"},
    }
