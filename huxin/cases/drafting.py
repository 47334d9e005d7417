"""Which papers does a case bring forth, who builds their text, and who besides the office must sign them?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import QuerySet

from huxin.base.actor import Actor
from huxin.cases.apart import BARRED, barred
from huxin.cases.facts import Facts
from huxin.cases.models import Case, Party
from huxin.documents.kinds import PaperKind, paper_kind
from huxin.documents.models import Paper
from huxin.documents.papers import draft_paper
from huxin.orgs.models import Organisation
from huxin.typesetting import content

Build = Callable[[Case, Facts, date], content.Paper]
There = Callable[[Case, Facts], QuerySet[Party]]


@dataclass(frozen=True, slots=True)
class CasePaper:
    """A kind of paper with the function that writes it; `signed_by` are parties whose signature it waits for.

    `served` says that it goes to parties and its service is recorded; the case's file (案卷) holds it in either case.
    An `own` paper is what a party asks (an application): it is signed by him as it is drafted, without an opinion
    of the office. An `inner` paper (review, approval sheet, report) is for the office alone: it stands in the
    second volume of the file (副卷), which no party reads. A record (笔录) says what was said or seen: those who were
    `there` sign it as it is drafted, and who does not is noted with the reason; what somebody said `himself` no
    agent signs for him. Of the roles in which it is `served` it goes to those `only` whom the move names (who was
    drawn in). What `settles` (和解) an agent signs only where he is authorised to. A paper `above` the office speaks
    for the body that oversees it. So many `officials` sign a record for the office; who was there for a firm is told in
    the field `speaker` of the move behind it. `before` names the actions that wait for the signatures; without, every
    action that moves the case. In the steps `unasked` nobody asks for them: what the paper asks for was refused.
    """

    kind: PaperKind
    build: Build
    signed_by: tuple[str, ...] = ()
    served: tuple[str, ...] = ()
    own: bool = False
    before: tuple[str, ...] = ()
    there: There | None = None
    himself: bool = False
    above: bool = False
    only: There | None = None
    settles: bool = False
    officials: int = 0
    speaker: str = ""
    unasked: tuple[str, ...] = ()

    @property
    def signed_at_once(self) -> bool:
        """Is it signed by parties before the office has?"""
        return self.own or self.there is not None

    @property
    def inner(self) -> bool:
        """For the office alone?"""
        return self.kind.inner


CASE_PAPERS: dict[str, CasePaper] = {}


def case_paper(
    kind: PaperKind, build: Build, *, signed_by: tuple[str, ...] = (), served: tuple[str, ...] = (), own: bool = False,
    before: tuple[str, ...] = (), inner: bool = False, there: There | None = None,
    himself: bool = False, above: bool = False,
    only: There | None = None, settles: bool = False, officials: int = 0, speaker: str = "",
    unasked: tuple[str, ...] = (),
) -> CasePaper:  # fmt: skip
    """Declare a paper of cases once, beside the function that writes it."""
    unknown = {*signed_by, *served} - set(Party.Role.values)
    if unknown:
        raise ValueError(f"paper {kind.code} names unknown parties {sorted(unknown)}")
    boxes = _signed_in if signed_by or there else None
    declared = paper_kind(
        replace(kind, inner=inner, personal=True, barred=barred, barred_because=BARRED, signed_in=boxes)
    )
    CASE_PAPERS[kind.code] = CasePaper(
        declared, build, signed_by, served, own, before, there, himself, above, only, settles, officials, speaker,
        unasked,
    )  # fmt: skip
    return CASE_PAPERS[kind.code]


def _signed_in(paper: Paper, tree: content.Paper) -> content.Paper:
    from huxin.cases.boxes import signed_in  # it asks who is to sign, which is known from what is declared here

    return signed_in(paper, tree)


def in_roles(*roles: str) -> There:
    """All parties in these roles were there."""
    return lambda case, facts: case.parties.filter(role__in=roles)


def draft(case: Case, code: str, facts: Facts, *, on: date, by: Actor, at: datetime) -> Paper:
    """Draft one paper of a case in the name of the organ to which its office belongs."""
    paper = CASE_PAPERS[code]
    office = overseer_of(case.organisation) if paper.above else case.organisation
    organ = organ_of(office)
    firms = served_on(case, paper, facts).filter(answered_by__isnull=False)
    tree = paper.build(case, facts, on)
    return draft_paper(
        paper.kind,
        subject=case,
        organisation=organ,
        office=office if office.pk != organ.pk else None,
        tree=tree,
        title=tree.title.replace("\n", ""),
        about=f"{case.number} {case.enterprise.short_name}" if case.enterprise else case.number,
        to=list(Organisation.objects.filter(pk__in=firms.values("answered_by"))),
        by=by,
        at=at,
    )


def served_on(case: Case, paper: CasePaper, facts: Facts) -> QuerySet[Party]:
    """The parties to whom a paper goes that was drafted with these facts."""
    there = case.parties.all() if paper.only is None else paper.only(case, facts)
    return there.filter(role__in=paper.served, left_at=None)


def organ_of(office: Organisation) -> Organisation:
    """The organ that speaks outward for an office: the office itself, or what it is inside of."""
    while office.kind == Organisation.Kind.OFFICE and office.parent is not None:
        office = office.parent
    return office


def overseer_of(office: Organisation) -> Organisation:
    """The body that set an office up and looks at its decisions again; an office of nobody looks itself."""
    organ = organ_of(office)
    return organ.parent or organ


def titles() -> Mapping[str, str]:
    """Code -> title of every paper of cases."""
    return {code: paper.kind.title for code, paper in CASE_PAPERS.items()}
