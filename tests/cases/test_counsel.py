"""Does a lawyer see the legal aid that is assigned to him, and nothing else; does he report, and how does it end?"""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.cases.actions import counsel as acts
from huxin.cases.actions import talking
from huxin.cases.actions.desk import transfer
from huxin.cases.casefile import pieces_of
from huxin.cases.clients import file_of, standings
from huxin.cases.counsel import Counsel, CounselReport
from huxin.cases.given import given
from huxin.cases.models import Case, CaseLink
from huxin.cases.records import Deadline, Evidence
from huxin.documents import store
from huxin.journal.models import Event
from huxin.notices.models import Notice
from huxin.orgs.actions.invitations import accept_invitation, invite
from huxin.orgs.models import Membership, User
from huxin.work.todos import todos
from tests.cases.conftest import PDF, Desk
from tests.cases.test_arbitration import HEARING, award, heard, hearing
from tests.cases.test_casefile import words
from tests.cases.test_complaint import outcome
from tests.cases.test_legal_aid import GRANT, HEAD, LAWYER, WHO, assigned, filed

LAW = "卢律师"
Browse = Callable[[str], Client]


def chosen(desk: Desk, name: str = LAW) -> dict[str, str]:
    """The assignment form with the lawyer's log-in."""
    return LAWYER | {"lawyer": "", "counsel": str(desk.world.user(name).pk)}


def before(desk: Desk, case: Case | None = None) -> Counsel:
    """Aid was granted and is before the lawyer."""
    case = case or filed(desk)
    desk.party_signs(case, "legal_aid_application", "claimant", who=WHO)
    desk.approve(desk.do(case, "grant", WHO, **GRANT))
    desk.do(case, "assign", HEAD, **chosen(desk))
    return Counsel.objects.get(case=case, ended_at=None)


def reports(desk: Desk, row: Counsel, kind: str = "progress", text: str = "会见受援人") -> CounselReport:
    """The lawyer writes."""
    at = desk.later()
    return acts.report(row, kind=kind, done_on=at.date(), text=text, by=desk.world.actor(LAW, at), at=at)


def read(client: Client, address: str) -> bytes:
    """The file that is answered."""
    return b"".join(client.get(address).streaming_content)  # type: ignore[attr-defined]


def colleague(desk: Desk) -> User:
    """Another lawyer, whom the head of the centre invites."""
    by, at = desk.world.actor(HEAD, desk.later()), desk.at
    centre = desk.world.org("砚山法援中心")
    _, code = invite(centre, role="aid_lawyer", name="另律师", post="律师", by=by, at=at)
    return accept_invitation(code, username="another", password="pass-word-2026-x", at=at)


def test_who_is_assigned_by_his_log_in_is_told_and_has_it_to_do(desk: Desk) -> None:
    row = before(desk)
    assert "卢律师" in desk.words(desk.paper(row.case, "assignment_letter"))
    assert "承办律师账号" not in str(given(row.case.moves.get(action="assign"), row.case, desk.at))
    assert Notice.objects.filter(user=row.user, rule="counsel.engaged").exists()
    assert [todo.kind for todo in todos(desk.world.actor(LAW), desk.at)] == ["法律援助"]
    form = desk.form(filed(desk), "assign", **(LAWYER | {"lawyer": ""}))
    assert "请选择承办律师账号，或者填写承办律师姓名" in form.errors.as_text()
    assert not Counsel.objects.filter(case=assigned(desk)).exists()  # a lawyer without a log-in: by name, as before


def test_he_sees_his_clients_matter_and_no_other_and_no_inner_note(desk: Desk, browse: Browse) -> None:
    row, other = before(desk), filed(desk)
    by = desk.world.actor(WHO, desk.later())
    talking.note(row.case, text="机密的内部看法", by=by, at=desk.at)
    lawyer = browse(LAW)
    page = lawyer.get(f"/workbench/counsel/{row.pk}/").content.decode()
    assert row.case.title in page
    assert "机密的内部看法" not in page
    assert "13900001111" not in page
    assert "王大山" not in page
    listed = lawyer.get("/workbench/counsel/").content.decode()
    assert (row.case.number in listed, other.number in listed) == (True, False)
    decision = desk.paper(row.case, "legal_aid_decision")
    inner = f"/workbench/cases/{row.case.number}/"
    strange = f"/workbench/cases/{other.number}/"
    for address in (inner, strange, "/workbench/cases/", f"/workbench/papers/{decision.pk}/", f"{inner}file/"):
        assert lawyer.get(address).status_code in (403, 404), address
    for name in ("孙调解", "陈办案", "赵经办", "邱经办", WHO):
        assert browse(name).get(f"/workbench/counsel/{row.pk}/").status_code in (302, 403, 404), name
    client = Client()
    client.force_login(colleague(desk))
    assert client.get(f"/workbench/counsel/{row.pk}/").status_code != 200


def test_his_clients_number_is_shown_once_it_is_written_down_who_looked(desk: Desk, browse: Browse) -> None:
    row = before(desk)
    party = row.case.parties.get(role="claimant")
    shown = browse(LAW).post(f"/workbench/counsel/{row.pk}/contact/{party.pk}/").content.decode()
    assert "13900001111" in shown
    event = Event.objects.filter(verb="case.party_revealed").latest("pk")
    assert (event.actor_name, event.data["party_id"]) == (LAW, party.pk)


def test_the_case_from_which_it_arises_comes_along_with_its_papers_and_days(desk: Desk, browse: Browse) -> None:
    origin = hearing(desk)
    desk.do(origin, "legal_aid", "刘仲裁", consented="on")
    aid = desk.born_of(origin, "legal_aid/1")
    row = before(desk, aid)
    file = file_of(row, desk.at.date())
    assert file is not None
    assert [one.case.procedure for one in file.matters] == ["legal_aid/1", "arbitration/1"]
    assert file.limitation is None  # arbitration was asked for
    assert [(one.title, one.on) for one in file.sessions] == [("仲裁开庭", date(2026, 12, 4))]
    term = Deadline.objects.create(
        case=origin, clock="defence", title="提交证据", owed_by="claimant", started_on=desk.at.date(),
        due_on=date(2026, 12, 1), calendar_version="x",
    )  # fmt: skip
    mine = [todo for todo in todos(desk.world.actor(LAW), desk.at) if todo.kind == "受援人的期限"]
    assert [(todo.title, todo.due_on, todo.url) for todo in mine] == [
        (term.title, term.due_on, f"/workbench/counsel/{row.pk}/")
    ]
    onward = desk.open("complaint/1").case
    CaseLink.objects.create(case=origin, other=onward, kind="arises", since=desk.at)  # and what came of it later
    Deadline.objects.filter(pk=term.pk).update(case=onward)
    again = [todo.url for todo in todos(desk.world.actor(LAW), desk.at) if todo.kind == "受援人的期限"]
    assert again == [f"/workbench/counsel/{row.pk}/"]
    CaseLink.objects.create(case=onward, other=aid, kind="arises", since=desk.at)
    assert [one.case for one in standings([row])[row.pk]] == [aid, origin, onward]
    late = HEARING | {"held_on": "2026-12-11", "asked_on": "2026-11-23", "reason": "律师需要阅卷"}
    desk.do(origin, "postpone", "刘仲裁", **late)
    assert Notice.objects.filter(user=row.user, rule="counsel.called").exists()
    piece = desk.file(origin, "流水.pdf", desk.world.actor("刘仲裁", desk.later()))
    given = Evidence.objects.create(
        case=origin, party=file.matters[1].client, document=piece, title="流水", received_at=desk.at
    )
    lawyer, base = browse(LAW), f"/workbench/counsel/{row.pk}/"
    assert "2026年12月11日" in lawyer.get(base).content.decode()
    assert read(lawyer, f"{base}evidence/{given.pk}/").startswith(PDF)
    theirs = Evidence.objects.create(
        case=origin, party=origin.parties.get(role="respondent"), title="对方材料", received_at=desk.at,
        document=desk.file(origin, "对方.pdf", desk.world.actor("刘仲裁", desk.at)),
    )  # fmt: skip
    assert lawyer.get(f"{base}evidence/{theirs.pk}/").status_code == 404


def test_what_no_paper_has_told_his_client_yet_he_does_not_see_either(desk: Desk) -> None:
    origin = heard(desk)
    desk.do(origin, "legal_aid", "刘仲裁", consented="on")
    row = before(desk, desk.born_of(origin, "legal_aid/1"))
    Deadline.objects.create(
        case=origin, clock="defence", title="提交证据", owed_by="claimant", started_on=desk.at.date(),
        due_on=date(2026, 12, 1), calendar_version="x",
    )  # fmt: skip

    def seen() -> tuple[str, int]:
        file = file_of(row, desk.at.date())
        assert file is not None
        return file.matters[1].step, len(file.matters[1].terms)

    heard_only = seen()
    desk.approve(desk.do(origin, "award_final", "刘仲裁", **award(origin, "12345.67")))
    assert seen() == (heard_only[0], 0)
    desk.issue(desk.paper(origin, "award_final"))
    assert seen() != (heard_only[0], 0)


def test_whose_lawyer_he_is_no_longer_leaves_him_nothing_to_see(desk: Desk, browse: Browse) -> None:
    row = before(desk)
    held = Membership.objects.get(user=row.user, role="aid_lawyer")
    Membership.objects.create(
        user=row.user, organisation=desk.world.org("州人社局"), role="aid_lawyer", since=held.since
    )
    assert browse(LAW).get(f"/workbench/counsel/{row.pk}/").status_code == 200
    Membership.objects.filter(pk=held.pk).update(until=desk.at)
    assert browse(LAW).get(f"/workbench/counsel/{row.pk}/").status_code == 404
    assert todos(desk.world.actor(LAW, desk.later()), desk.at) == []


def test_while_nobody_asked_for_arbitration_he_is_told_until_when_it_can_be_asked_for(desk: Desk) -> None:
    row = before(desk, filed(desk, happened_from=date(2026, 3, 1), happened_until=date(2026, 5, 31)))
    file = file_of(row, desk.at.date())
    assert file is not None
    assert file.limitation is not None
    assert "2027年5月31日" in file.limitation.sentence


def test_where_help_came_first_he_is_told_which_day_is_near(desk: Desk, browse: Browse) -> None:
    case = filed(desk)
    first = {"ground": "limitation", "until": "2026-11-27", "due_on": "2026-12-10", "reason": "时效将满"}
    desk.do(case, "help_first", WHO, **first)
    desk.do(case, "assign", HEAD, **chosen(desk))
    row = Counsel.objects.get(case=case, ended_at=None)
    assert "届满日：2026年11月27日" in browse(LAW).get(f"/workbench/counsel/{row.pk}/").content.decode()


def test_the_centre_accepts_his_closing_report_or_returns_it_before_it_closes(desk: Desk) -> None:
    row = before(desk)
    reports(desk, row)
    done = outcome(row.case, "agreed")
    assert "结案报告还没有审收" in desk.form(row.case, "finish", result="x", **done).errors.as_text()
    first = reports(desk, row, "closing", "调解结案")
    with pytest.raises(NotPossible, match="已经提交过"):
        reports(desk, row, "closing", "再交一份")
    by = desk.world.actor(WHO, desk.later())
    assert [todo.state for todo in todos(by, desk.at) if row.case.number in todo.kind] == ["结案报告待审收"]
    with pytest.raises(NotPossible, match="退回的原因"):
        acts.send_back(first, reason=" ", by=by, at=desk.at)
    acts.send_back(first, reason="请附裁决书", by=by, at=desk.at)
    mine = [todo.state for todo in todos(desk.world.actor(LAW), desk.at) if todo.kind == "法律援助"]
    assert mine == ["结案报告被退回"]
    with pytest.raises(NotPossible, match="已经审收或退回"):
        acts.accept(first, by=by, at=desk.at)
    second = reports(desk, row, "closing", "调解结案，附调解书")
    with pytest.raises(PermissionDenied):
        acts.accept(second, by=desk.world.actor(LAW, desk.at), at=desk.at)
    acts.accept(second, by=by, at=desk.at)
    assert desk.form(row.case, "finish").fields["result"].initial == "调解结案，附调解书"
    desk.do(row.case, "finish", WHO, result="调解结案", **done)
    row.refresh_from_db()
    assert row.end_reason == "已结案"
    filed_away = [(one.title, one.inner) for one in pieces_of(row.case) if "承办律师" in one.title]
    assert filed_away == [("承办律师承办情况", True), ("承办律师结案报告", True), ("承办律师结案报告", True)]
    print_of = next(one for one in pieces_of(row.case) if one.key == f"report-{second.pk}").made
    assert print_of is not None
    assert "审收" in words(print_of())[0]


def test_who_is_replaced_keeps_his_own_reports_and_sees_nothing_else(desk: Desk, browse: Browse) -> None:
    row = before(desk)
    at = desk.later()
    by = desk.world.actor(LAW, at)
    file = store.keep(BytesIO(PDF), name="会见笔录.pdf", org_path=row.org_path, by=by, at=at)
    mine = acts.report(row, kind="progress", done_on=at.date(), text="会见", document=file, by=by, at=at)
    new = colleague(desk)
    desk.do(row.case, "reassign", HEAD, **(chosen(desk) | {"counsel": str(new.pk)}))
    row.refresh_from_db()
    assert row.end_reason == "已更换承办人员"
    assert Counsel.objects.get(case=row.case, ended_at=None).user == new
    desk.repeat(row.case)  # what follows from the first assignment, once more
    assert Counsel.objects.get(case=row.case, ended_at=None).user == new
    lawyer, base = browse(LAW), f"/workbench/counsel/{row.pk}/"
    page = lawyer.get(base).content.decode()
    assert "案件内容不再开放" in page
    assert "会见" in page
    assert row.case.title not in page
    assert read(lawyer, f"{base}reports/{mine.pk}/") == PDF
    party = row.case.parties.get(role="claimant")
    assert lawyer.post(f"{base}contact/{party.pk}/").status_code == 404
    with pytest.raises(NotPossible, match="已经不由您承办"):
        reports(desk, row)
    given: dict[str, Any] = {"kind": "progress", "done_on": "2026-11-23", "text": "还想写"}
    assert "已经不由您承办" in lawyer.post(base, given).content.decode()
    assert [todo for todo in todos(desk.world.actor(LAW), desk.at) if todo.kind == "法律援助"] == []


def test_terminated_aid_is_before_nobody(desk: Desk) -> None:
    row = before(desk)
    refusal = {"reason": "受援人另行委托", "law": "《法律援助法》第四十八条", "instead": "县调解中心"}
    desk.approve(desk.do(row.case, "terminate", WHO, **refusal))
    row.refresh_from_db()
    assert row.end_reason == "不予（终止）援助"
    assert file_of(row, desk.at.date()) is None


def test_aid_that_goes_to_another_office_is_not_before_the_lawyer_of_the_first(desk: Desk) -> None:
    row = acts.engage(filed(desk), desk.world.user(LAW), at=desk.later())
    assert row is not None
    to = desk.world.org("砚山县人社局")
    transfer(row.case, to=to, reason="属地管辖", by=desk.world.actor(HEAD), at=desk.later())
    row.refresh_from_db()
    assert row.end_reason == "案件已移交砚山县人社局"
    assert file_of(row, desk.at.date()) is None


def test_the_centre_reads_the_reports_on_the_page_of_the_case(desk: Desk, browse: Browse) -> None:
    row = before(desk)
    report = reports(desk, row, "closing", "调解结案")
    centre, base = browse(WHO), f"/workbench/cases/{row.case.number}/"
    page = centre.get(base).content.decode()
    assert "待审收" in page
    assert "调解结案" in page
    sent = centre.post(f"{base}reports/{report.pk}/return/", {"reason": ""})
    assert "id_reason" in sent.content.decode()
    centre.post(f"{base}reports/{report.pk}/accept/")
    report.refresh_from_db()
    assert report.accepted_at is not None


def test_a_day_that_begins_with_a_step_not_yet_told_is_not_before_him(desk: Desk) -> None:
    origin = heard(desk)
    desk.do(origin, "legal_aid", "刘仲裁", consented="on")
    before(desk, desk.born_of(origin, "legal_aid/1"))
    Deadline.objects.create(
        case=origin, clock="sue", title="起诉", owed_by="claimant", started_on=desk.at.date(),
        due_on=date(2026, 12, 8), calendar_version="x",
    )  # fmt: skip

    def owed() -> list[str]:
        return [one.title for one in todos(desk.world.actor(LAW), desk.at) if one.kind == "受援人的期限"]

    desk.approve(desk.do(origin, "award_final", "刘仲裁", **award(origin, "12345.67")))
    assert owed() == []
    desk.issue(desk.paper(origin, "award_final"))
    assert "起诉" in owed()
