"""Does an addressee acknowledge by name, answer once, and is it reminded only while it owes something?"""

from datetime import date, timedelta

import pytest

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.documents import issuing, receipts, store
from huxin.documents.models import Document, Paper, Receipt
from huxin.journal.models import Event
from huxin.orgs.access import visible
from tests.documents.conftest import AT, Drafting, Town, at_once, signed_letter
from tests.documents.test_papers import issued


def received(town: Town, paper: Paper, place: str = "police") -> Receipt:
    return Receipt.objects.get(paper=paper, organisation=getattr(town, place))


@pytest.fixture
def paper(town: Town, signed: Drafting) -> Paper:
    return issued(town, signed(reply_due_on=date(2026, 6, 20)))


def test_opening_is_noted_once_and_acknowledges_nothing(town: Town, paper: Paper) -> None:
    receipt = received(town, paper)
    receipts.open_receipt(receipt, by=town.by("冯联络"), at=AT)
    receipts.open_receipt(receipt, by=town.by("卫局长"), at=AT + timedelta(hours=1))
    assert (receipt.opened_at, receipt.acknowledged_at) == (AT, None)
    assert Event.objects.filter(verb="paper.opened").count() == 1


def test_acknowledging_says_who_with_post_and_when_once(town: Town, paper: Paper) -> None:
    receipt = received(town, paper)
    with pytest.raises(NotPossible, match="姓名和职务"):
        receipts.acknowledge(receipt, name="冯联络", post="", by=town.by("冯联络"), at=AT)
    receipts.acknowledge(receipt, name="冯联络", post="科员", by=town.by("冯联络"), at=AT)
    assert (receipt.name, receipt.post, receipt.acknowledged_at) == ("冯联络", "科员", AT)
    with pytest.raises(NotPossible, match="已经签收"):
        receipts.acknowledge(receipt, name="卫局长", post="局长", by=town.by("卫局长"), at=AT)


def test_only_the_addressee_acknowledges(town: Town, paper: Paper) -> None:
    for name in ("蒋县办", "陈拟稿", "郑文书", "沈主任"):
        with pytest.raises(PermissionDenied):
            receipts.acknowledge(received(town, paper), name="某", post="某", by=town.by(name), at=AT)


def test_a_reply_follows_the_acknowledgement_and_its_file_goes_to_the_sender(town: Town, paper: Paper) -> None:
    receipt, by = received(town, paper), town.by("冯联络")
    file = store.keep(b"abc", name="回复.txt", org_path=town.police.path, by=by, at=AT)
    with pytest.raises(NotPossible, match="先签收"):
        receipts.reply(receipt, text="已办。", document=file, by=by, at=AT)
    receipts.acknowledge(receipt, name="冯联络", post="科员", by=by, at=AT)
    with pytest.raises(NotPossible, match="回复内容"):
        receipts.reply(receipt, text=" ", by=by, at=AT)
    receipts.reply(receipt, text="已办。", document=file, by=by, at=AT)
    assert file in visible(Document, town.by("陈拟稿"))
    assert file not in visible(Document, town.by("蒋县办"))
    with pytest.raises(NotPossible, match="已经回复"):
        receipts.reply(receipt, text="再办。", by=by, at=AT)


def test_a_day_to_reply_binds_those_addressed_and_not_those_copied_to(town: Town, paper: Paper) -> None:
    assert received(town, paper).reply_due_on == date(2026, 6, 20)
    assert received(town, paper, "county").reply_due_on is None


def test_the_sender_sees_every_receipt_and_an_addressee_its_own(town: Town, paper: Paper) -> None:
    assert visible(Receipt, town.by("陈拟稿")).count() == 2
    assert [r.organisation for r in visible(Receipt, town.by("冯联络"))] == [town.police]


def test_the_reminder_names_units_that_owe_something_and_no_person(town: Town, paper: Paper) -> None:
    before, after = date(2026, 6, 8), date(2026, 6, 22)
    assert receipts.reminder_text(
        paper, paper.receipts.order_by("organisation__order", "organisation"), today=before
    ) == ("请以下单位尽快签收《关于测试的函》：测试州公安局、测试县政府。")
    receipts.acknowledge(received(town, paper), name="冯联络", post="科员", by=town.by("冯联络"), at=AT)
    receipts.acknowledge(received(town, paper, "county"), name="蒋县办", post="科员", by=town.by("蒋县办"), at=AT)
    text = receipts.reminder_text(paper, paper.receipts.order_by("organisation__order", "organisation"), today=after)
    assert text == "以下单位尚未回复《关于测试的函》，应于2026年6月20日前回复，现已超期：测试州公安局。"
    assert "冯联络" not in text
    receipts.reply(received(town, paper), text="已办。", by=town.by("冯联络"), at=AT)
    assert (
        receipts.reminder_text(paper, paper.receipts.order_by("organisation__order", "organisation"), today=after) == ""
    )


def test_a_void_paper_asks_for_nothing(town: Town, paper: Paper) -> None:
    issuing.void(paper, reason="误发", by=town.by("郑文书"), at=AT)
    with pytest.raises(NotPossible, match="已作废"):
        receipts.acknowledge(received(town, paper), name="冯联络", post="科员", by=town.by("冯联络"), at=AT)


def test_two_colleagues_who_acknowledge_at_once_make_one_receipt(racing_town: Town) -> None:
    paper = issued(racing_town, signed_letter(racing_town))
    copies = [received(racing_town, paper) for _ in range(2)]
    actors = [racing_town.by("冯联络"), racing_town.by("卫局长")]
    ended = at_once(2, lambda n: receipts.acknowledge(copies[n], name=actors[n].name, post="职员", by=actors[n], at=AT))
    assert [type(e) for e in ended if e] == [NotPossible]
    assert Event.objects.filter(verb="paper.acknowledged").count() == 1
