"""Which things does this package own, and who sees them?

Staff see the cases of their reach; a party sees his own case by his own key, and of it only what is meant for parties.
Notes, drafts and inner steps are rows of the case that only staff pages show. A body that was asked sees the request.
"""

from django.db.models import Q, QuerySet
from django.urls import reverse

from huxin.base.actor import Actor
from huxin.cases.collective import CONSENTS
from huxin.cases.counsel import RIGHT, Counsel, CounselReport, counsels
from huxin.cases.drafting import titles
from huxin.cases.models import Case
from huxin.cases.procedure import OWED_BY, PROCEDURES
from huxin.cases.reach import FOLLOW, cases
from huxin.cases.records import Assistance, Evidence, PaperService, PaperSignature, ReplyText
from huxin.cases.replies import WORDING, general
from huxin.cases.topics import Source, Topic
from huxin.journal.timeline import words_for
from huxin.orgs.access import subject, within
from huxin.orgs.models import Organisation


def evidence(by: Actor, permission: str) -> QuerySet[Evidence]:
    """For staff that of their cases; for a party what he himself handed in."""
    if permission == FOLLOW:
        mine = [int(key.split("/")[1]) for key in by.reaches(FOLLOW) if key.startswith("party/")]
        own = Q(party__in=mine) | Q(worker__user=by.user_id, worker__user__isnull=False)
        return Evidence.objects.filter(own)
    return Evidence.objects.filter(case__in=cases(by, permission))


def assistance(by: Actor, permission: str) -> QuerySet[Assistance]:
    """The request is for the body that is asked, and for the office that asks."""
    mine = Q(within(by, permission))
    return Assistance.objects.filter(mine | Q(case__in=cases(by, permission)) if permission != "case.assist" else mine)


subject(
    Case,
    view="case.view",
    visible=cases,
    title=lambda c: f"{c.title}（{c.number}）",
    url=lambda c: reverse("workbench:case", args=[c.number]),
)
subject(
    Evidence,
    view="case.view",
    visible=evidence,
    title=lambda e: e.title,
    url=lambda e: reverse("workbench:case", args=[e.case.number]) if e.case else reverse("workbench:home"),
)
subject(
    Assistance,
    view="case.assist",
    visible=assistance,
    title=lambda a: f"{a.get_kind_display()}：{a.text[:20]}",
    url=lambda a: reverse("workbench:assistance", args=[a.pk]),
)

subject(
    Counsel,
    view=RIGHT,
    visible=counsels,
    title=lambda c: c.case.number,
    url=lambda c: reverse("workbench:counsel", args=[c.pk]),
)
subject(
    ReplyText,
    view=WORDING,
    visible=lambda by, permission: ReplyText.objects.filter(within(by, permission, "organisation__path")),
    title=lambda r: r.title,
    url=lambda r: reverse("workbench:replies"),
)


def _reply(code: str) -> str:
    return next((one.title for one in general() if one.code == code), "本单位用语")


def _procedure(code: str) -> str:
    """By its whole code, or by its name where every version is meant."""
    known = (one.title for one in PROCEDURES.values() if code in (one.code, one.code.split("/")[0]))
    return next(known, code)


def _step(code: str) -> str:
    name, _, step = code.rpartition(".")
    known = PROCEDURES.get(name)
    return known.step(step).title if known else code


def _action(code: str) -> str:
    name, _, action = code.rpartition(".")
    known = PROCEDURES.get(name)
    return known.action(action).title if known else code


def _clock(code: str) -> str:
    name, _, clock = code.rpartition(".")
    known = PROCEDURES.get(name)
    return known.clock(clock).title if known else code


def _organisations(pks: set[int]) -> dict[int, str]:
    return dict(Organisation.objects.filter(pk__in=pks).values_list("pk", "short_name"))


def _organisation(pk: int) -> str:
    return _organisations({pk}).get(pk, "有关单位")


words_for("procedure", _procedure, empty="各类程序")
words_for("case_step", _step)
words_for("case_action", _action)
words_for("topic", lambda code: Topic(code).label, empty="各类事项")
words_for("source", lambda code: Source(code).label if code in Source.values else code)
words_for("assistance", lambda code: Assistance.Kind(code).label)
words_for("consent", lambda code: CONSENTS[code])
words_for("organisation_id", _organisation, _organisations)
words_for("case_paper", lambda code: titles().get(code, code))
words_for("report_kind", lambda code: CounselReport.Kind(code).label)
words_for("signature_mode", lambda code: PaperSignature.Mode(code).label)
words_for("reply", _reply)
words_for("service_mode", lambda code: PaperService.Mode(code).label)
words_for("owed_by", lambda code: OWED_BY[code])
words_for("clock_title", _clock)
