"""What happens to cases in the tests of the whole house? Told, noted, answered, moved and closed, in two counties."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.module_loading import import_string

from huxin.cases import answering, signing
from huxin.cases.actions import counsel, desk, moving, talking
from huxin.cases.actions.merging import consent_all
from huxin.cases.actions.opening import Matter, Opened, open_case, procedure_of
from huxin.cases.facts import ClaimFact
from huxin.cases.investigation import add_the_witness
from huxin.cases.jurisdiction import set_jurisdiction
from huxin.cases.models import Case
from huxin.cases.people import Person, by_receipt, reveal
from huxin.cases.procedure import PROCEDURES
from huxin.cases.reactions import draft_letters_of_a_stay
from huxin.cases.records import Move
from huxin.cases.replies import write_reply
from huxin.cases.vault import collect
from huxin.documents import approval, store
from huxin.journal.timeline import events_of
from huxin.orgs.access import NOBODY
from huxin.registry.models import Enterprise
from huxin.work.filters import save_filter
from tests.signing import sign
from tests.world import AT

if TYPE_CHECKING:
    from tests.house.story import Story

OFFICER, HEAD = "陈办案", "覃队长"
LATER = AT + timedelta(days=1)


def tell(story: "Story") -> None:
    """A complaint of 砚山 to its end, a second one that is open, and one of another county."""
    for procedure in ("complaint", "mediation"):
        set_jurisdiction(
            story.world.area("532622"), procedure=procedure, topic="", by=story.by("韩管理"), at=AT,
            organisation=story.world.org("砚山监察大队"), valid_from=date(2026, 1, 1),
        )  # fmt: skip
    opened = _opened(story, "532622", "a")
    _beside(story, opened)
    _to_its_end(story, opened.case)
    waiting = _opened(story, "532622", "b")
    _do(story, waiting.case, "ask_supplement", needed=story.say("needed"), due_on=date(2026, 12, 20))
    redirected = _opened(story, "532622", "c").case
    _do(story, redirected, "guide", relation="B", given=story.say("guided"), instead=story.say("instead"))
    _opened(story, "532601", "d")
    _written_to_a_firm(story, _opened(story, "532622", "e", story.world.firm("迅达配送")).case)
    _aided(story)


def _aided(story: "Story") -> None:
    """Legal aid that is before a lawyer, who has reported."""
    centre = story.world.org("砚山法援中心")
    set_jurisdiction(
        story.world.area("532622"), procedure="legal_aid", topic="", by=story.by("韩管理"), at=AT,
        organisation=centre, valid_from=date(2026, 1, 1),
    )  # fmt: skip
    case = _opened(story, "532622", "f", procedure="legal_aid/1").case
    row = counsel.engage(case, story.world.user("卢律师"), at=AT)
    assert row is not None
    lawyer = story.by("卢律师", LATER)
    counsel.report(
        row, kind="progress", done_on=AT.date(), text=story.say("lawyers_report"), by=lawyer, at=LATER
    )  # fmt: skip
    closing = counsel.report(
        row, kind="closing", done_on=AT.date(), text=story.say("lawyers_closing"), by=lawyer, at=LATER
    )  # fmt: skip
    counsel.send_back(closing, reason=story.say("why_returned"), by=story.by("马援助", LATER), at=LATER)


def _written_to_a_firm(story: "Story", case: Case) -> None:
    """The office writes to the firm against which a matter was told; the firm answers with a file."""
    officer, firm = story.by(OFFICER, LATER), story.by("李经办", LATER)
    party = case.parties.get(role="respondent")
    talking.tell(case, text=story.say("letter_to_firm"), party=party, by=officer, at=LATER)
    kept = store.keep(b"pay", name=f"{story.say('payroll')}.txt", org_path=case.org_path, by=firm, at=LATER)
    answering.answer(
        case, party, kind="explanation", text=story.say("firm_says"), documents=[kept], by=firm, at=LATER
    )  # fmt: skip


def _opened(
    story: "Story", area: str, mark: str, firm: Enterprise | None = None, procedure: str = "complaint/1"
) -> Opened:
    """Told by a rider, with a number of another system."""
    say = story.say
    matter = Matter(
        topic="wage", title=say("case_title"), area=story.world.area(area), story=say("case_story"),
        wish=say("case_wish"), place=say("case_place"), enterprise_name=say("case_firm"), enterprise=firm,
        platform_name=say("case_app"), source="hotline_12345", outside_number=f"{say('outside')[:50]}{area}{mark}",
        claims=(ClaimFact(kind="wage", claimed_fen=640000, text=say("claim_text")),),
    )  # fmt: skip
    rider = Person(name=say("reporter")[:20], phone=say("phone"), address=say("reporter_address"))
    return open_case(PROCEDURES[procedure], matter, by=NOBODY, at=AT, reporters=[rider])


def _beside(story: "Story", opened: Opened) -> None:
    """Notes, letters both ways, evidence, another body, own words of the office, a kept question."""
    case, say, officer, head = opened.case, story.say, story.by(OFFICER), story.by(HEAD)
    desk.assign(case, officer=story.world.user(OFFICER), second=story.world.user("岑协办"), by=head, at=AT)
    talking.note(case, text=say("private_note"), by=officer, at=AT)
    talking.tell(case, text=say("letter_to_party"), by=officer, at=AT)
    mine, reporter = by_receipt(case.number, opened.receipts[0], at=AT)
    talking.write(mine, opened.parties[0], text=say("letter_from_party"), by=reporter, at=AT)
    kept = store.keep(b"text", name=f"{say('scan')}.txt", org_path=case.org_path, by=officer, at=AT)
    collect(case, kept, title=say("evidence_title"), proves=say("proves"), by=officer, at=AT)
    body = story.world.org("州市场监管局")
    row = desk.ask(case, kind="assist", organisation=body, text=say("asked"), due_on=None, by=officer, at=AT)
    desk.answer(row, text=say("answered"), by=story.by("何监管"), at=AT)
    consent_all(case, parties=[opened.parties[0]], what="merge", by=officer, at=AT)
    reveal(opened.parties[0], purpose="case", by=officer, at=AT)
    write_reply(
        story.world.org("砚山监察大队"), code="complaint.closed", procedure="", step="", by=head, at=AT,
        title=say("reply_title")[:40], text=f"{say('reply_text')}【案由】",
    )  # fmt: skip
    save_filter(page="cases", title=say("filter")[:30], query="tab=all", by=officer, at=AT)


def _to_its_end(story: "Story", case: Case) -> None:
    """Docketed, heard, talked to, ordered, looked at again, closed, published."""
    say = story.say
    checks = dict.fromkeys(("in_time", "clear_employer", "competent", "not_elsewhere"), "on")
    _signed(story, _do(story, case, "accept", **checks, relation="A", review=say("first_review"),
                       matter_of_law=say("matter_of_law"), opinion=say("opinion_of_officer")))  # fmt: skip
    _do(story, case, "interview", held_on=LATER.date(), place=say("interview_place"), inspectors=[OFFICER, "岑协办"],
        recorder=say("recorder"), person=say("interviewed"), capacity=say("capacity"), avoidance=say("avoidance"),
        dialogue=say("dialogue"), whom="witness")  # fmt: skip
    _unsigned(story, case)
    _do(story, case, "talk", held_on=LATER.date(), place=say("talk_place"), subject=say("talk_subject"))
    _do(story, case, "warn", given=say("warned"))
    _do(story, case, "suspend", reason=say("suspended"))
    _do(story, case, "resume", remark=say("resumed"))
    _signed(story, _do(story, case, "order", demand=say("demand"), law=say("order_law"), due_on=date(2026, 12, 20)))
    results = {f"result_{m.pk}": "complied" for m in case.measures.all()}
    _do(story, case, "recheck", found=say("recheck_found"), **results)
    _do(story, case, "copy", to=say("copied_to"), found=say("copied"), due_on=date(2026, 12, 20))
    claims = {f"outcome_{c.pk}": "denied" for c in case.claims.all()}
    _signed(story, _do(story, case, "close", result=say("case_result"), **claims))
    _do(story, case, "publish", published_on=LATER.date(), place=say("published_at"))


def _unsigned(story: "Story", case: Case) -> None:
    """The witness who was heard will not sign the record; the two inspectors do."""
    told = events_of(case).filter(verb="case.done")[0]
    add_the_witness(told)
    draft_letters_of_a_stay(told)
    [paper] = signing.waiting(case)
    signing.note_unsigned(
        paper, case, case.parties.get(role="witness"), mode="refused", reason=story.say("why_unsigned"),
        witnesses=story.say("who_saw_it"), by=story.by(OFFICER, LATER), at=LATER,
    )  # fmt: skip
    for name in (OFFICER, "岑协办"):
        by = story.by(name, LATER)
        scan = store.keep(
            b"%PDF-1.4\n" + name.encode(), name="签字.pdf", subject=case, org_path=case.org_path, by=by, at=LATER
        )
        read = {"document": scan, "mode": "scan", "text": signing.text_hash(paper)}
        signing.sign_for_office(paper, case, "询问人", **read, by=by, at=LATER)


def _do(story: "Story", case: Case, code: str, **given: Any) -> Move:
    """The officer fills in the form of an action."""
    case.refresh_from_db()
    form = import_string(procedure_of(case).action(code).form)(given, case=case, at=LATER)
    assert form.is_valid(), (code, form.errors.as_text())
    return moving.perform(case, code, form.facts(), by=story.by(OFFICER, LATER), at=LATER)


def _signed(story: "Story", move: Move) -> None:
    """What was proposed is signed, and takes effect."""
    assert move.paper is not None
    approval.submit(move.paper, by=story.by(OFFICER, LATER), at=LATER)
    sign(move.paper, at=LATER)
    moving.complete(move, by=story.by(HEAD, LATER), at=LATER)
