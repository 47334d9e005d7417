"""Does every signature stand in its own box of the paper, with who gave it, for whom, on which day?"""

import base64
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import pytest
from django.test import Client

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.cases import agency, signing
from huxin.cases.boxes import office_places
from huxin.cases.casefile import pieces_of
from huxin.cases.models import Case, Party
from huxin.cases.people import Person, add_party
from huxin.cases.records import PaperSignature
from huxin.cases.wording import people
from huxin.channels.workbench.cases.forms import Signing
from huxin.documents import store
from huxin.documents.faces import face, signed_face
from huxin.documents.models import Document, Paper
from huxin.typesetting.content import Field, Form
from huxin.typesetting.content_json import to_json
from huxin.typesetting.render_pdf import render_pdf
from tests.cases.conftest import PDF, Desk
from tests.cases.test_arbitration import WHO as ARBITRATOR
from tests.cases.test_arbitration import hearing
from tests.cases.test_complaint import accepted
from tests.cases.test_mediation import WHO, mediating
from tests.cases.test_mediation import signing as agreed
from tests.cases.test_signed_records import INTERVIEW

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def proof(desk: Desk, case: Case, name: str, by: Any) -> Document:
    """A file that belongs to nothing yet."""
    return store.keep(BytesIO(PDF + name.encode()), name=name, org_path=case.org_path, by=by, at=desk.at)


def drawn(desk: Desk, case: Case, by: Any, paper: Paper) -> dict[str, Any]:
    kept: Document = store.keep(BytesIO(PNG), name="签字.png", org_path=case.org_path, by=by, at=desk.at)
    text = signing.text_hash(Paper.objects.get(pk=paper.pk))
    return {"text": text, "document": kept, "mode": PaperSignature.Mode.DRAWN, "by": by, "at": desk.at}


def draws(desk: Desk, case: Case, paper: Paper, party: Party, who: str = WHO) -> PaperSignature:
    """A party, or its agent, signs on the screen of the office."""
    return signing.sign(paper, case, party, **drawn(desk, case, desk.world.actor(who, desk.later()), paper))


def boxes(paper: Paper) -> list[Field]:
    """The boxes of the last form, as they are printed."""
    form = next(block for block in reversed(signed_face(paper).blocks) if isinstance(block, Form))
    return [field for row in form.rows for field in row.fields]


def lines(paper: Paper) -> list[tuple[str, str, str, bool]]:
    """What stands in each."""
    return [(box.label.replace("\n", ""), box.value, box.foot.strip("　"), bool(box.ink)) for box in boxes(paper)]


def agent_of(desk: Desk, case: Case, *, settle: bool, until: int = 30, who: str = WHO) -> Party:
    """A lawyer who acts for the claimant, with an authorisation."""
    principal = case.parties.get(role="claimant")
    person = Person(role="agent", name="卢师", phone="13900007777", acts_for=principal, acts_as="lawyer")
    agent = add_party(case, person)
    by = desk.world.actor(who, desk.later())
    last = (desk.at + timedelta(days=until)).date()
    return agency.authorise(agent, proof(desk, case, "委托书.pdf", by), until=last, settle=settle, by=by, at=desk.at)


def test_both_sides_and_the_mediator_sign_each_in_his_box_and_the_text_stays_as_it_was(desk: Desk) -> None:
    case = agreed(desk)
    paper = desk.paper(case, "mediation_agreement")
    before, claimant = face(paper), case.parties.get(role="claimant")
    day = "2026年11月23日"
    assert [line[1:] for line in lines(paper)] == [("", "年　月　日", False)] * 3
    row = draws(desk, case, paper, claimant)
    by = desk.world.actor(WHO, desk.later())
    assert office_places(paper, by) == ["调解员"]
    signing.sign_for_office(paper, case, "调解员", **drawn(desk, case, by, paper))
    desk.party_signs(case, "mediation_agreement", "respondent", who=WHO)
    firm = case.parties.get(role="respondent").enterprise
    assert firm is not None
    assert lines(paper) == [
        ("申请人签名", "王大山（屏幕签字）", day, True),
        ("被申请人签名", f"{firm.name}（签在打印件上，扫描件存卷）", day, False),
        ("调解员签名", f"{WHO}（屏幕签字）", day, True),
    ]
    assert face(paper) == before  # the text that they read, whose hash each signature holds
    assert row.sha256 == signing.issuing.digest(to_json(before))
    assert office_places(paper, by) == []
    with pytest.raises(NotPossible, match="已经签过"):
        signing.sign_for_office(paper, case, "调解员", **drawn(desk, case, by, paper))
    with pytest.raises(PermissionDenied):
        signing.sign_for_office(
            paper, case, "调解员", **drawn(desk, case, desk.world.actor("邱经办", desk.later()), paper)
        )
    titles = [piece.title for piece in pieces_of(case)]
    assert [title for title in titles if "调解协议书》" in title and "签字" in title] == ["《调解协议书》被申请人签字"]


def test_both_files_show_what_was_drawn_and_are_printed_anew_after_a_later_signature(
    desk: Desk, browse: Callable[[str], Client]
) -> None:
    case = agreed(desk)
    paper = desk.issue(desk.paper(case, "mediation_agreement"))
    assert paper.pdf is not None
    assert signing.issued_file(paper) == paper.pdf
    frozen = paper.tree_sha256
    draws(desk, case, paper, case.parties.get(role="claimant"))
    assert signing.issued_file(paper) is None
    paper.refresh_from_db()
    assert paper.tree_sha256 == frozen
    piece = next(one for one in pieces_of(case) if one.key == f"paper-{paper.pk}")
    assert piece.made is not None
    with pdfium.PdfDocument(piece.made()) as made:
        kinds = [thing.type for page in made for thing in page.get_objects()]
    assert kinds.count(pdfium_c.FPDF_PAGEOBJ_IMAGE) == 1
    answer = browse("孙调解").get(f"/workbench/papers/{paper.pk}/paper.docx")
    with ZipFile(BytesIO(answer.getvalue())) as printed_anew:
        assert "word/media/image1.png" in printed_anew.namelist()


def test_a_changed_text_empties_the_boxes(desk: Desk) -> None:
    case = mediating(desk)
    paper = desk.paper(case, "mediation_application")
    PaperSignature.objects.filter(paper=paper).delete()
    draws(desk, case, paper, case.parties.get(role="claimant"))
    assert lines(paper)[0][3]
    Paper.objects.filter(pk=paper.pk).update(tree=paper.tree | {"title": "另一份"})
    paper.refresh_from_db()
    assert not lines(paper)[0][3]


def test_an_agent_is_named_as_agent_and_signs_a_settlement_only_where_he_is_authorised_to(desk: Desk) -> None:
    case = agreed(desk)
    paper = desk.paper(case, "mediation_agreement")
    agent = agent_of(desk, case, settle=False)
    assert agent not in signing.who_may_sign(paper, case, desk.at.date())
    with pytest.raises(NotPossible, match="没有写明特别授权"):
        draws(desk, case, paper, agent)
    by = desk.world.actor(WHO, desk.at)
    until = desk.at.date() + timedelta(days=1)
    agency.authorise(agent, proof(desk, case, "特别授权.pdf", by), until=until, settle=True, by=by, at=desk.at)
    agent.refresh_from_db()
    able = signing.who_may_sign(paper, case, until)
    assert agent in able
    offered = dict(Signing(paper=paper, parties=able, places=[]).fields["party"].choices)  # type: ignore[attr-defined]
    assert offered[str(agent.pk)] == "代理人：卢*（代王*）"
    assert agent not in signing.who_may_sign(paper, case, until + timedelta(days=1))
    row = draws(desk, case, paper, agent)
    assert (row.party, row.agent) == (agent.acts_for, agent)
    assert lines(paper)[0][1] == "卢师（受托人，代王大山）（屏幕签字）"
    assert case.parties.get(role="claimant") not in signing.missing_signers(paper, case)


def test_a_paper_names_who_acts_for_a_party_while_he_may(desk: Desk) -> None:
    case = mediating(desk)
    agent_of(desk, case, settle=False, until=1)
    said = [run.text for block in people(case, desk.at.date()) for run in getattr(block, "runs", ())]
    assert said[1] == "委托代理人：卢师，律师、法律工作者，一般授权"
    after = desk.at.date() + timedelta(days=2)
    later = [run.text for block in people(case, after) for run in getattr(block, "runs", ())]
    assert not [line for line in later if "委托代理人" in line]


def test_a_settlement_before_the_panel_names_the_parties_and_who_acts_for_them(desk: Desk) -> None:
    case = hearing(desk)
    agent_of(desk, case, settle=True, who=ARBITRATOR)
    desk.do(case, "settle", ARBITRATOR, terms="支付一万元", **{f"found_{case.claims.get().pk}": "10000"})
    words = desk.words(desk.paper(case, "arbitration_mediation"))
    assert "申请人：王大山\n委托代理人：卢师，律师、法律工作者，特别授权\n被申请人：" in words


def test_an_agent_whose_authorisation_is_over_signs_nothing(desk: Desk) -> None:
    case = mediating(desk)
    paper = desk.paper(case, "mediation_application")
    PaperSignature.objects.filter(paper=paper).delete()
    agent = agent_of(desk, case, settle=True, until=1)
    desk.at += timedelta(days=3)
    with pytest.raises(NotPossible, match="已经过期，不能代签"):
        draws(desk, case, paper, agent)


def test_two_inspectors_and_who_was_heard_have_a_box_each_and_a_refusal_stands_on_the_record(desk: Desk) -> None:
    case = accepted(desk)
    firm = case.parties.get(role="respondent")
    desk.do(case, "interview", **INTERVIEW, whom=str(firm.pk))
    paper = desk.paper(case, "interview_record")
    for who in ("陈办案", "岑协办"):
        by = desk.world.actor(who, desk.later())
        assert office_places(paper, by) == ["询问人"]
        signing.sign_for_office(paper, case, "询问人", **drawn(desk, case, by, paper))
    given = {"mode": "refused", "reason": "认为记录不全", "witnesses": "孙和平"}
    signing.note_unsigned(paper, case, firm, **given, by=desk.world.actor("陈办案", desk.later()), at=desk.at)
    heard, first, second = lines(paper)
    assert "拒绝签字：认为记录不全\n见证人：孙和平" in heard[1]
    assert (first[1], second[1]) == ("陈办案（屏幕签字）", "岑协办（屏幕签字）")
    with pdfium.PdfDocument(render_pdf(signed_face(paper))) as made:
        assert "拒绝签字" in made[len(made) - 1].get_textpage().get_text_range()


def test_a_settlement_that_an_agent_has_received_takes_effect(desk: Desk) -> None:
    case = hearing(desk)
    agent_of(desk, case, settle=True, who=ARBITRATOR)
    sums = {f"found_{case.claims.get().pk}": "10000"}
    desk.approve(desk.do(case, "settle", ARBITRATOR, terms="支付一万元", **sums))
    desk.send(case, "arbitration_mediation", "respondent", who=ARBITRATOR)
    assert "还没有送达" in desk.form(case, "settled", received_on="2026-11-23").errors.as_text()
    desk.serve(case, desk.paper(case, "arbitration_mediation"), "agent", who=ARBITRATOR)
    desk.do(case, "settled", ARBITRATOR, received_on="2026-11-23")
    assert case.step == "effective"
