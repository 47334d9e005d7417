"""Who answers for an outlet that has no people of its own: the firm to which it belongs, and nobody beside it?"""

import pytest

from huxin.cases import answering
from huxin.cases.actions import talking
from huxin.cases.models import Case, CaseReach, Party
from huxin.documents.models import Receipt
from huxin.notices.models import Notice
from huxin.orgs.models import Organisation
from huxin.registry.actions.chain import link_enterprises, unlink
from huxin.registry.models import EnterpriseLink
from huxin.registry.queries import answering as who_answers
from tests.cases.conftest import Desk
from tests.cases.test_answering import FIRM, STRANGER, asked, given, seen, told

OUTLET = "迅达江那站"


def asked_of_the_outlet(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Case:
    """The complaint names the station; the request for material is out."""
    plain = desk.open
    monkeypatch.setattr(desk, "open", lambda *a, **k: plain(*a, **{"enterprise": desk.world.firm(OUTLET)} | k))
    return asked(desk)


def ended(desk: Desk, lower: str) -> None:
    """Nothing stands above this firm any more."""
    for link in EnterpriseLink.objects.filter(lower=desk.world.firm(lower), valid_until=None):
        EnterpriseLink.objects.filter(pk=link.pk).update(valid_from=desk.world.at.date().replace(day=1))
        link.refresh_from_db()
        unlink(link, until=desk.at.date(), by=desk.world.actor("陈办案"), at=desk.at)
    desk.run()


def linked(desk: Desk, upper: str, kind: str) -> None:
    """The station belongs to this firm."""
    by = desk.world.actor("陈办案", desk.later())
    link_enterprises(
        desk.world.firm(upper), desk.world.firm(OUTLET), kind=kind, since=desk.at.date(), by=by, at=desk.at
    )
    desk.run()


def test_the_firm_of_the_outlet_finds_receives_and_answers(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    case = asked_of_the_outlet(desk, monkeypatch)
    assert seen(desk) == [case]
    assert seen(desk, STRANGER) == []
    receipt = Receipt.objects.get(paper=desk.paper(case, "material_request"))
    assert receipt.organisation == desk.world.firm("迅达配送").organisation
    by = desk.world.actor(FIRM, desk.later())
    assert answering.receive(receipt, case, name="李经办", post="人事主管", by=by, at=desk.at) is not None
    given(desk, case)
    desk.do(case, "provide", who=FIRM, provided="已上传")
    assert told(desk, case).terms == ()


def test_what_the_office_writes_to_the_outlet_is_told_to_the_people_of_its_firm(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = asked_of_the_outlet(desk, monkeypatch)
    party = case.parties.get(role=Party.Role.RESPONDENT)
    assert talking.may_be_told(party)
    desk.run()
    before = Notice.objects.filter(user__username=FIRM).count()
    talking.tell(case, text="请尽快提供", party=party, by=desk.world.actor("陈办案", desk.later()), at=desk.at)
    desk.run()
    assert Notice.objects.filter(user__username=FIRM).count() == before + 1
    assert [note.text for note in told(desk, case).messages] == ["请尽快提供"]


def test_a_platform_does_not_answer_for_its_partner_firm(desk: Desk) -> None:
    firm, platform = desk.world.firm("迅达配送"), desk.world.firm("云岭快送")
    platform.organisation, firm.organisation = firm.organisation, None
    firm.save()
    platform.save()
    assert who_answers(desk.world.firm("迅达配送")) is None
    assert who_answers(desk.world.firm(OUTLET)) is None


def test_an_outlet_of_two_firms_is_answered_by_neither(desk: Desk) -> None:
    assert who_answers(desk.world.firm(OUTLET)) is not None
    linked(desk, "云岭快送", "branch")
    assert who_answers(desk.world.firm(OUTLET)) is None


def test_a_joint_that_comes_later_opens_the_case_and_one_that_ends_takes_it_from_nobody(desk: Desk) -> None:
    ended(desk, OUTLET)
    case = desk.open(enterprise=desk.world.firm(OUTLET)).case
    assert case.parties.get(role="respondent").answered_by is None
    linked(desk, "迅达配送", "outlet")
    office = Organisation.objects.get(pk=desk.world.firm("迅达配送").organisation_id)
    assert case.parties.get(role="respondent").answered_by == office
    assert CaseReach.objects.filter(case=case, key=f"firm/{office.path}").exists()
    ended(desk, OUTLET)
    assert case.parties.get(role="respondent").answered_by == office
