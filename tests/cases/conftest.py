"""Who files what in the tests of cases? Short ways to open a case, to sign what waits, and to serve what is out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.utils.module_loading import import_string

from huxin.cases import signing
from huxin.cases.actions.moving import perform
from huxin.cases.actions.opening import Matter, Opened, open_case, procedure_of
from huxin.cases.boxes import office_places
from huxin.cases.drafting import CASE_PAPERS
from huxin.cases.facts import ClaimFact, Facts
from huxin.cases.forms.common import CaseForm
from huxin.cases.models import Case, Party
from huxin.cases.people import Person
from huxin.cases.procedure import PROCEDURES
from huxin.cases.records import Move
from huxin.cases.signing import serve, sign
from huxin.documents import approval, issuing, numbering, store
from huxin.documents.kinds import KINDS
from huxin.documents.models import ApprovalStep, Document, Paper
from huxin.journal.log import REACTIONS
from huxin.journal.models import Event
from huxin.orgs.access import NOBODY, allowed
from huxin.typesetting.content import text
from huxin.typesetting.content_json import from_json
from tests.world import World

OFFICERS = ("陈办案", "孙调解", "刘仲裁", "马援助", "韦受理")
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@dataclass
class Desk:
    """The officers' desk in the tests: the world, and the clock that is moved by hand."""

    world: World
    at: datetime
    run: Callable[[], int]

    def later(self, days: int = 0) -> datetime:
        """Move the clock on."""
        self.at += timedelta(days=days, minutes=1)
        return self.at

    def open(self, procedure: str = "complaint/1", **more: Any) -> Opened:
        """A rider of 砚山 complains about firm A over the portal."""
        matter = {
            "topic": "wage",
            "title": "拖欠三个月配送费",
            "area": self.world.area("532622"),
            "story": "三月到五月的单费没有发。",
            "enterprise": self.world.firm("迅达配送"),
            "happened_from": date(2026, 8, 1),
            "happened_until": date(2026, 10, 31),
            "claims": (ClaimFact(kind="wage", claimed_fen=1234567),),
        }
        people = more.pop("reporters", (Person(name="王大山", phone="13900001111", worker=self.world.rider),))
        by = more.pop("by", NOBODY)
        arises_from = more.pop("arises_from", None)
        opened = open_case(
            PROCEDURES[procedure],
            Matter(**{**matter, **more}),
            by=by,
            at=self.later(),
            reporters=people,
            arises_from=arises_from,
        )
        self.run()
        return opened

    def do(self, case: Case, action: str, who: str = "陈办案", at: datetime | None = None, **given: Any) -> Move:
        """Fill in the form of an action and do it."""
        when = at or self.later()
        case.refresh_from_db()
        self.applied(case, action)
        facts = self.facts(case, action, when, **given)
        move = perform(case, action, facts, by=self.world.actor(who, when), at=when)
        self.run()
        case.refresh_from_db()
        return move

    def applied(self, case: Case, action: str) -> None:
        """Whoever asks signs his application, and who was there a record, before an action that waits for it."""
        waited_for = procedure_of(case).action(action)
        while (paper := signing.holds(signing.waiting(case), waited_for)) and CASE_PAPERS[paper.kind].signed_at_once:
            officer = next(name for name in OFFICERS if allowed(self.world.actor(name, self.at), "case.handle", case))
            self.party_signs(case, paper.kind, *{p.role for p in signing.missing_signers(paper, case)}, who=officer)
            self.office_signs(case, paper)

    def form(self, case: Case, code: str, at: datetime | None = None, **given: Any) -> CaseForm:
        """The form of an action, filled in; `case` as it is now."""
        case.refresh_from_db()
        form: CaseForm = import_string(procedure_of(case).action(code).form)(given, case=case, at=at or self.at)
        return form

    def facts(self, case: Case, code: str, at: datetime, **given: Any) -> Facts:
        """What the form of an action makes of what is typed."""
        form = self.form(case, code, at, **given)
        assert form.is_valid(), form.errors.as_text()
        return form.facts()

    def sign(self, paper: Paper, *, opinion: str = "agree", reason: str = "") -> Paper:
        """Let everybody who is asked give his opinion."""
        approval.submit(paper, by=self._drafter(paper), at=self.later())
        while step := ApprovalStep.objects.filter(paper=paper, state=ApprovalStep.State.WAITING).first():
            person = approval.deciders(step).order_by("pk").first()
            assert person is not None
            actor = self.world.actor(person.username, self.later())
            approval.decide(step, opinion=opinion, reason=reason, by=actor, at=self.at)
            if opinion != "agree":
                break
        self.run()
        paper.refresh_from_db()
        return paper

    def approve(self, move: Move) -> Move:
        """Sign the paper on which a move waits."""
        assert move.paper is not None
        self.sign(move.paper)
        move.refresh_from_db()
        move.case.refresh_from_db()
        return move

    def issue(self, paper: Paper) -> Paper:
        """Number and issue a signed paper."""
        registrar = self._who("paper.issue", paper, "农局长", "侯院长", "龚主任", "孙主席", "闻副局长")
        if paper.number == "" and paper.state == Paper.State.SIGNED and KINDS[paper.kind].needs_number:
            numbering.number(paper, text=f"文号〔2026〕{paper.pk}号", by=registrar, at=self.at)
        issuing.issue(paper, by=registrar, at=self.later())
        paper.refresh_from_db()
        return paper

    def serve(self, case: Case, paper: Paper, *roles: str, on: date | None = None, who: str = "陈办案") -> None:
        """Serve it in person on these parties, with the proof."""
        for party in case.parties.filter(role__in=roles, left_at=None).order_by("pk"):
            by = self.world.actor(who, self.later())
            proof = self.file(case, "送达回证.pdf", by)
            serve(paper, case, party, mode="in_person", served_on=on or self.at.date(), proof=proof, by=by, at=self.at)
        case.refresh_from_db()

    def send(self, case: Case, kind: str, *roles: str, who: str, on: date | None = None) -> Paper:
        """Sign, issue and serve the newest paper of a kind."""
        paper = self.paper(case, kind)
        if paper.state == Paper.State.DRAFT:
            self.sign(paper)
        self.issue(paper)
        self.serve(case, paper, *roles, who=who, on=on)
        return paper

    def party_signs(self, case: Case, kind: str, *roles: str, who: str) -> Paper:
        """The office signs a paper where it has not, then the parties in these roles on a scan."""
        paper = self.paper(case, kind)
        if paper.state == Paper.State.DRAFT and not CASE_PAPERS[kind].signed_at_once:
            self.sign(paper)
        by = self.world.actor(who, self.later())
        for party in [one for one in signing.missing_signers(paper, case) if one.role in roles]:
            file, text = self.file(case, f"签字{party.pk}.pdf", by), signing.text_hash(Paper.objects.get(pk=paper.pk))
            sign(paper, case, party, text=text, document=file, mode="scan", by=by, at=self.at)
        return paper

    def office_signs(self, case: Case, paper: Paper, *names: str) -> None:
        """Both inspectors sign a record in their places, on scans of the print."""
        for name in (names or ("陈办案", "岑协办")) if signing.missing_officials(paper, case) else ():
            by = self.world.actor(name, self.later())
            scan = self.file(case, f"办案人员签字{name}.pdf", by)
            place = office_places(paper, by)[0]
            read = {"document": scan, "mode": "scan", "text": signing.text_hash(paper)}
            signing.sign_for_office(paper, case, place, **read, by=by, at=self.at)

    def file(self, case: Case, name: str, by: Any) -> Document:
        """A kept file of a case."""
        return store.keep(
            BytesIO(PDF + name.encode()), name=name, subject=case, org_path=case.org_path, by=by, at=self.at
        )

    def paper(self, case: Case, kind: str) -> Paper:
        """The newest paper of a kind in a case."""
        return Paper.objects.filter(subject_kind="case", subject_id=case.pk, kind=kind).order_by("-pk")[0]

    def born_of(self, case: Case, procedure: str) -> Case:
        """The one case of a procedure that this one brought forth."""
        return Case.objects.get(linked_from__case=case, procedure=procedure)

    def repeat(self, case: Case) -> None:
        """Every reaction to every event of the case runs once more, as after a crash."""
        for event in Event.objects.filter(subjects__kind="case", subjects__subject_id=case.pk).order_by("pk"):
            for code, function in REACTIONS.values():
                if code == event.verb and function.__module__.startswith("huxin.cases"):
                    function(event)

    def words(self, paper: Paper) -> str:
        """All that is printed on a paper."""
        return text(from_json(paper.tree))

    def due(self, case: Case, clock: str) -> date:
        """The last day of a term."""
        return case.deadlines.filter(clock=clock).order_by("-pk")[0].due_on

    def _drafter(self, paper: Paper) -> Any:
        return self._who("paper.draft", paper, "陈办案", "孙调解", "刘仲裁", "马援助", "韦受理", "尚审查")

    def _who(self, permission: str, paper: Paper, *names: str) -> Any:
        """The first of these who may, where the paper is."""
        actors = (self.world.actor(name, self.at) for name in names)
        return next(actor for actor in actors if actor.grant(permission, paper.org_path))


def settle(world: World, at: datetime, run: Callable[[], int]) -> Desk:
    """The desk, with the jurisdiction of 砚山 set: inspection to its brigade, the rest to their bodies."""
    from huxin.cases.jurisdiction import set_jurisdiction

    admin = world.actor("韩管理")
    for procedure, office in (
        ("", "砚山县人社局"),
        ("complaint", "砚山监察大队"),
        ("clue", "砚山监察大队"),
        ("inspection", "砚山监察大队"),
        ("rectification", "砚山监察大队"),
        ("mediation", "砚山调解中心"),
        ("arbitration", "砚山县仲裁院"),
        ("legal_aid", "砚山法援中心"),
    ):
        set_jurisdiction(
            world.area("532622"), procedure=procedure, topic="", organisation=world.org(office),
            valid_from=date(2026, 1, 1), by=admin, at=at,
        )  # fmt: skip
    return Desk(world, at, run)


@pytest.fixture
def desk(world: World, at: datetime, run_reactions: Callable[[], int]) -> Desk:
    """The desk over which each test of cases bends."""
    return settle(world, at, run_reactions)


__all__ = ["Desk", "Party", "desk"]
