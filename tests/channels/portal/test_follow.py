"""Does who follows a collective case see his own part of it, and everything that is his?"""

from django.test import Client

from huxin.cases.actions.merging import merge
from huxin.cases.actions.moving import perform
from huxin.cases.actions.opening import Opened
from huxin.cases.actions.parting import part
from huxin.cases.clients import without_aid
from huxin.cases.models import Party
from huxin.cases.people import Person, by_receipt
from tests.cases.conftest import Desk, desk  # noqa: F401  the officers' desk
from tests.cases.test_collective import elected, twelve


def test_of_two_who_use_one_phone_in_a_collective_case_each_is_himself(desk: Desk) -> None:  # noqa: F811
    main, told = twelve(desk)
    client = Client()
    for one in (told[3], told[5], told[3]):
        client.post("/follow/", {"number": one.case.number, "secret": one.receipts[0]})
        claims = client.get(f"/follow/{main.number}/").context["claims"]
        assert [claim.party for claim in claims] == [one.parties[0]]
    client.post("/follow/", {"number": told[5].case.number, "secret": told[5].receipts[0]})
    client.post(f"/follow/{main.number}/withdraw/", {"reason": "已付清"})
    assert list(main.parties.filter(left_at__isnull=False)) == [told[5].parties[0]]


def test_his_legal_aid_is_found_also_from_the_collective_case(desk: Desk) -> None:  # noqa: F811
    first, second = (desk.open(reporters=(Person(name=f"陆小{n}", phone=f"1390000300{n}"),)) for n in range(2))
    by, at = by_receipt(second.case.number, second.receipts[0], at=desk.later())[1], desk.at
    perform(second.case, "legal_aid", desk.facts(second.case, "legal_aid", at, consented="on"), by=by, at=at)
    desk.run()
    aid = desk.born_of(second.case, "legal_aid/1")
    head = desk.world.actor("覃队长", desk.later())
    merge(first.case, [second.case], by=head, at=desk.at)
    pages = {}
    for one in (first, second):
        client = Client()
        client.post("/follow/", {"number": one.case.number, "secret": one.receipts[0]})
        pages[one.case.number] = client.get(f"/follow/{first.case.number}/").content.decode()
    assert [aid.number in page for page in pages.values()] == [False, True]
    own = part(first.case.parties.get(pk=second.parties[0].pk), reason="另行处理", by=head, at=desk.later())
    assert aid.number in client.get(f"/follow/{own.number}/").content.decode()
    assert without_aid(own) == []


def test_who_is_represented_is_offered_what_he_does_himself(desk: Desk) -> None:  # noqa: F811
    main, told = twelve(desk)
    elected(desk, main)
    client, offered = Client(), {}
    desk.do(main, "ask_supplement", needed="流水", due_on="2026-12-10")
    for number in (0, 5):
        client.post("/follow/", {"number": told[number].case.number, "secret": told[number].receipts[0]})
        offered[number] = {one.code for one in client.get(f"/follow/{main.number}/").context["progress"].actions}
    assert {"supplement", "withdraw"} <= offered[0]
    assert offered[5] & {"supplement", "withdraw"} == {"withdraw"}
    desk.do(main, "supplement")
    client.post(f"/follow/{main.number}/legal_aid/", {"consented": "on"})  # a lawyer each asks for by himself
    desk.run()
    aid = desk.born_of(main, "legal_aid/1")
    assert [claim.claimed_fen for claim in aid.claims.all()] == [100005]


def test_what_was_served_on_him_before_his_case_was_merged_or_parted_stays_his_to_read(desk: Desk) -> None:  # noqa: F811
    first, second = (desk.open(reporters=(Person(name=f"陆小{n}", phone=f"1390000300{n}"),)) for n in range(2))
    desk.do(second.case, "ask_supplement", needed="流水", due_on="2026-12-10")
    paper = desk.send(second.case, "supplement_notice", "claimant", who="陈办案")
    head = desk.world.actor("覃队长", desk.later())

    def titles(opened: Opened) -> list[str]:
        client = Client()
        client.post("/follow/", {"number": opened.case.number, "secret": opened.receipts[0]})
        number = Party.objects.get(pk=opened.parties[0].pk).case.number
        return [one.title for one in client.get(f"/follow/{number}/").context["papers"]]

    assert titles(second) == [paper.title]
    merge(first.case, [second.case], by=head, at=desk.at)
    assert (titles(first), titles(second)) == ([], [paper.title])
    part(Party.objects.get(pk=second.parties[0].pk), reason="另行处理", by=head, at=desk.later())
    assert titles(second) == [paper.title]
