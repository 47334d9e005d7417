"""Does a lawyer keep his client where many ask for the same, and does each of many ask for legal aid himself?"""

from datetime import date

from django.utils.module_loading import import_string

from huxin.cases.actions.merging import merge
from huxin.cases.actions.moving import perform
from huxin.cases.actions.opening import Opened, procedure_of
from huxin.cases.clients import file_of
from huxin.cases.counsel import Counsel
from huxin.cases.facts import ClaimFact
from huxin.cases.models import Case, CaseLink, Party
from huxin.cases.people import Person, by_receipt
from huxin.cases.progress import own_papers, told
from huxin.cases.records import Deadline
from huxin.work.todos import todos
from tests.cases.conftest import Desk
from tests.cases.test_complaint import outcome
from tests.cases.test_counsel import LAW, Browse, before, chosen, colleague, reports
from tests.cases.test_legal_aid import GRANT, HEAD, LAWYER, WHO


def asks(desk: Desk, opened: Opened) -> Case:
    """A rider asks for aid on his own page; the application."""
    case, reporter = by_receipt(opened.case.number, opened.receipts[0], at=desk.later())
    facts = desk.facts(case, "legal_aid", desk.at, consented="on")
    perform(case, "legal_aid", facts, by=reporter, at=desk.later())
    desk.run()
    return Case.objects.filter(procedure="legal_aid/1").order_by("-pk")[0]


def three(desk: Desk) -> list[Opened]:
    """Three riders of one station, each with his own words."""
    return [
        desk.open(
            story=f"骑手{n}的话", reporters=(Person(name=f"陆小{n}", phone=f"139000030{n:02d}"),),
            claims=(ClaimFact(kind="wage", claimed_fen=100000 + n),),
        )
        for n in range(3)
    ]  # fmt: skip


def test_his_client_stays_his_where_the_matter_becomes_a_collective_case(desk: Desk) -> None:
    told = three(desk)
    aid = asks(desk, told[1])
    row = before(desk, aid)
    head, main = desk.world.actor("覃队长", desk.later()), told[0].case
    merge(told[1].case, [told[2].case], by=head, at=desk.at)  # first two of them,
    merge(main, [told[1].case], by=head, at=desk.later())  # then all three
    file = file_of(row, desk.at.date())
    assert file is not None
    assert [(one.case, one.told.story) for one in file.matters][1:] == [(main, "骑手1的话")]
    assert [claim.claimed_fen for claim in file.matters[1].claims] == [100001]
    for one in told:  # nobody's receipt is lost, however often it was merged
        assert by_receipt(one.case.number, one.receipts[0], at=desk.later())[0] == main
    strange = desk.open("mediation/1", reporters=(Person(name="陆小2", phone="13900003002"),)).case
    CaseLink.objects.create(case=main, other=strange, kind="arises", since=desk.at)
    term = {"title": "提交证据", "owed_by": "claimant", "started_on": desk.at.date(), "calendar_version": "x"}
    Deadline.objects.create(case=strange, clock="defence", due_on=date(2026, 12, 1), **term)
    assert [one for one in todos(desk.world.actor(LAW), desk.at) if one.kind == "受援人的期限"] == []
    Deadline.objects.create(case=main, clock="defence", due_on=date(2026, 12, 2), **term)
    mine = [one for one in todos(desk.world.actor(LAW), desk.at) if one.kind == "受援人的期限"]
    assert [(one.due_on, one.url) for one in mine] == [(date(2026, 12, 2), f"/workbench/counsel/{row.pk}/")]


def test_one_of_many_asks_for_aid_for_himself_and_not_twice(desk: Desk) -> None:
    told = three(desk)
    main = told[0].case
    merge(main, [one.case for one in told[1:]], by=desk.world.actor("覃队长", desk.later()), at=desk.at)
    mine = asks(desk, told[1])
    assert [one.claimed_fen for one in mine.claims.all()] == [100001]
    assert (mine.people, mine.parties.filter(role="claimant").count()) == (1, 1)
    found, _ = by_receipt(told[1].case.number, told[1].receipts[0], at=desk.later())
    form = import_string(procedure_of(found).action("legal_aid").form)
    himself, other = (found.parties.get(pk=one.parties[0].pk) for one in told[1:])
    assert (form.offered_to(himself), form.offered_to(other)) == (False, True)
    desk.do(main, "legal_aid", "陈办案", consented="on")  # the office asks for those who have none yet
    rest = Case.objects.filter(procedure="legal_aid/1").order_by("-pk")[0]
    assert (rest.people, form.offered(main)) == (2, False)
    assert "已经申请过法律援助" in desk.form(main, "legal_aid", consented="on").errors.as_text()


def merged_aid(desk: Desk) -> tuple[Case, Counsel]:
    """Aid with a lawyer goes into the aid of another rider; the lawyer's row."""
    first, second = three(desk)[:2]
    main, aid = asks(desk, first), asks(desk, second)
    row = before(desk, aid)
    merge(main, [aid], by=desk.world.actor(HEAD, desk.later()), at=desk.at)
    row.refresh_from_db()
    return main, row


def test_aid_that_is_merged_leaves_its_client_to_its_lawyer_until_the_end(desk: Desk, browse: Browse) -> None:
    main, row = merged_aid(desk)

    def seen(one: Counsel) -> list[int | None]:
        file = file_of(one, desk.at.date())
        return [claim.claimed_fen for claim in file.matters[0].claims] if file else []

    assert seen(row) == [100001]
    assert row.case.merged_into == main
    desk.party_signs(main, "legal_aid_application", "claimant", who=WHO)
    desk.approve(desk.do(main, "grant", WHO, **GRANT))
    desk.do(main, "assign", HEAD, **(chosen(desk) | {"counsel": str(colleague(desk).pk)}))
    other = Counsel.objects.get(case=main, ended_at=None)
    assert (seen(row), seen(other)) == ([100001], [100000])  # each his own client
    assert row.user.name in browse(WHO).get(f"/workbench/cases/{main.number}/").content.decode()
    late = desk.form(main, "finish", result="x", **outcome(main, "agreed")).errors.as_text()
    assert "卢律师、另律师的结案报告还没有审收" in late
    report = reports(desk, row, "closing", "调解结案")
    by = desk.world.actor(WHO, desk.later())
    assert [todo.state for todo in todos(by, desk.at) if main.number in todo.kind] == ["结案报告待审收"]
    browse(WHO).post(f"/workbench/cases/{main.number}/reports/{report.pk}/accept/")
    report.refresh_from_db()
    assert report.accepted_at is not None


def test_whose_aid_was_merged_reads_of_his_own_lawyer(desk: Desk) -> None:
    main, row = merged_aid(desk)
    desk.send(row.case, "assignment_notice", "claimant", who=WHO)
    desk.party_signs(main, "legal_aid_application", "claimant", who=WHO)
    desk.approve(desk.do(main, "grant", WHO, **GRANT))
    desk.do(main, "assign", HEAD, **(chosen(desk) | {"counsel": str(colleague(desk).pk)}))
    for kind in ("assignment_letter", "assignment_notice"):
        words = desk.words(desk.paper(main, kind))
        assert ("陆小0" in words, "陆小1" in words, "13900003001" in words) == (True, False, False)
    desk.issue(desk.sign(desk.paper(main, "assignment_notice")))
    first, second = main.parties.filter(role="claimant").order_by("pk")

    def read(party: Party) -> tuple[set[str], list[str]]:
        lines = [line for _, _, lines in told(party, at=desk.at) for line in lines]
        lawyers = {words for label, words in lines if label == "承办律师（法律工作者）"}
        papers = own_papers(party, today=desk.at.date())
        return lawyers, [desk.words(one) for one in papers if one.kind == "assignment_notice"]

    (mine, [letter]), (his, [other]) = read(second), read(first)
    assert (mine, his) == ({"卢律师"}, {"另律师"})
    assert ("卢律师" in letter, "另律师" in other) == (True, True)
    desk.do(main, "reassign", HEAD, **LAWYER)  # who comes instead stands for both
    assert "陆小1" in desk.words(desk.paper(main, "assignment_notice"))
    assert "某律师" in read(second)[0]


def test_the_letter_about_the_lawyer_of_one_is_shown_to_no_other_where_their_aid_is_merged_again(desk: Desk) -> None:
    main, _ = merged_aid(desk)
    desk.party_signs(main, "legal_aid_application", "claimant", who=WHO)
    desk.approve(desk.do(main, "grant", WHO, **GRANT))
    desk.do(main, "assign", HEAD, **(chosen(desk) | {"counsel": str(colleague(desk).pk)}))
    desk.send(main, "assignment_notice", who=WHO)
    _, second = main.parties.filter(role="claimant").order_by("pk")
    last = asks(desk, desk.open(reporters=(Person(name="陆小9", phone="13900003009"),)))
    merge(last, [main], by=desk.world.actor(HEAD, desk.later()), at=desk.at)
    second.refresh_from_db()
    assert second.case == last
    assert "assignment_notice" not in {one.kind for one in own_papers(second, today=desk.at.date())}


def test_who_is_assigned_instead_stands_for_all(desk: Desk) -> None:
    main, row = merged_aid(desk)
    desk.party_signs(main, "legal_aid_application", "claimant", who=WHO)
    desk.approve(desk.do(main, "grant", WHO, **GRANT))
    desk.do(main, "assign", HEAD, **(LAWYER | {"counsel": ""}))
    assert file_of(row, desk.at.date()) is not None
    desk.do(main, "reassign", HEAD, **(chosen(desk) | {"counsel": str(colleague(desk).pk)}))
    row.refresh_from_db()
    assert row.end_reason == "已更换承办人员"
    file = file_of(Counsel.objects.get(case=main, ended_at=None), desk.at.date())
    assert file is not None
    assert len(file.clients) == 2
