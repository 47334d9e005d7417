"""Does a paper's text stay with those whose it is, and does issuing freeze it and send it?"""

import json

import pytest

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.documents import approval, issuing, numbering, papers, store
from huxin.documents.faces import face
from huxin.documents.models import Document, Paper, Receipt
from huxin.journal.log import VERBS
from huxin.journal.models import Event
from huxin.journal.timeline import sentence
from huxin.orgs.access import SYSTEM, allowed, visible
from huxin.typesetting.content import Layout, text
from huxin.typesetting.content_json import from_json
from tests.documents.conftest import AT, REQUEST, Drafting, Town, agree, at_once, request_tree, signed_letter, tree


def numbered(town: Town, paper: Paper, text: str = "测人社函〔2026〕1号") -> Paper:
    return numbering.number(paper, text=text, by=town.by("郑文书"), at=AT)


def issued(town: Town, paper: Paper) -> Paper:
    return issuing.issue(numbered(town, paper), by=town.by("郑文书"), at=AT)


def scan(town: Town) -> Document:
    return store.keep(b"%PDF-1.7 scan", name="盖章件.pdf", org_path=town.bureau.path, by=town.by("郑文书"), at=AT)


def test_a_draft_begins_with_its_way_its_addressees_and_its_first_text(town: Town, draft: Drafting) -> None:
    paper = draft()
    assert [(s.order, s.kind, s.role) for s in paper.steps.order_by("order")] == [
        (1, "review", "section_head"),
        (2, "sign", "unit_leader"),
    ]
    assert {(a.organisation.name, a.how) for a in paper.addressees.all()} == {
        ("测试州公安局", "to"),
        ("测试县政府", "cc"),
    }
    assert paper.versions.get().tree == paper.tree
    assert paper.org_path == town.office.path


def test_the_system_drafts_and_a_person_signs(town: Town, draft: Drafting) -> None:
    paper = draft(by=SYSTEM)
    assert paper.drafted_by is None
    approval.submit(paper, by=town.by("陈拟稿"), at=AT)
    agree(paper, town.by("周科长"))
    agree(paper, town.by("吴局长"))
    assert paper.state == "signed"


def test_nobody_drafts_in_the_name_of_others(town: Town, draft: Drafting) -> None:
    with pytest.raises(PermissionDenied):
        draft(organisation=town.police, office=None)
    with pytest.raises(NotPossible, match="内设机构"):
        draft(organisation=town.police, office=town.office)


def test_a_tree_that_cannot_be_printed_is_refused_with_every_reason(town: Town, draft: Drafting) -> None:
    with pytest.raises(NotPossible, match="缺少标题"):
        draft(tree=tree(title=""))
    with pytest.raises(NotPossible, match="版式与文稿不符"):
        draft(tree=request_tree())
    assert not Paper.objects.exists()


def test_strangers_and_addressees_do_not_change_a_text(town: Town, draft: Drafting) -> None:
    paper = draft()
    for name in ("冯联络", "卫局长", "蒋县办"):
        with pytest.raises(PermissionDenied):
            papers.revise(paper, tree=tree("篡改。"), by=town.by(name), at=AT)


def test_a_text_on_its_way_is_not_changed_behind_the_signers(town: Town, draft: Drafting) -> None:
    paper = draft()
    approval.submit(paper, by=town.by("陈拟稿"), at=AT)
    with pytest.raises(NotPossible, match="核稿中"):
        papers.revise(paper, tree=tree("又改。"), by=town.by("陈拟稿"), at=AT)
    with pytest.raises(NotPossible, match="核稿中"):
        papers.redirect(paper, to=(), cc=(), by=town.by("陈拟稿"), at=AT)


def test_a_refusal_to_disclose_says_why(town: Town, draft: Drafting) -> None:
    paper = draft()
    with pytest.raises(NotPossible, match="理由"):
        papers.disclose(paper, openness="closed", reason="", by=town.by("陈拟稿"), at=AT)
    papers.disclose(paper, openness="closed", reason="内部事务信息", by=town.by("陈拟稿"), at=AT)
    assert face(paper).imprint.openness == "不予公开"


def test_an_organisation_that_is_addressed_gets_no_copy_as_well(town: Town, draft: Drafting) -> None:
    paper = papers.redirect(draft(), to=(town.county,), cc=(town.county, town.police), by=town.by("陈拟稿"), at=AT)
    assert {(a.organisation, a.how) for a in paper.addressees.all()} == {(town.county, "to"), (town.police, "cc")}


def test_issuing_freezes_the_text_renders_it_and_sends_it(town: Town, signed: Drafting) -> None:
    paper = issued(town, signed())
    assert paper.state == "issued"
    assert paper.tree_sha256 == issuing.digest(paper.tree)
    assert paper.versions.order_by("-number").first().source == "issue"
    assert {(r.organisation.name, r.how) for r in Receipt.objects.all()} == {
        ("测试州公安局", "to"),
        ("测试县政府", "cc"),
    }
    printed = text(from_json(paper.tree))
    for part in ("测人社函〔2026〕1号", "2026年6月5日", "测试州公安局：", "抄送：测试县政府。", "公开属性：依申请公开"):
        assert part in printed
    assert store.read(paper.pdf, by=town.by("冯联络"), at=AT).startswith(b"%PDF-")
    assert store.read(paper.docx, by=town.by("冯联络"), at=AT).startswith(b"PK")
    with pytest.raises(NotPossible):
        papers.revise(paper, tree=tree("改。"), by=town.by("陈拟稿"), at=AT)


def test_a_paper_goes_out_only_signed_and_numbered(town: Town, draft: Drafting, signed: Drafting) -> None:
    with pytest.raises(NotPossible, match="拟稿"):
        issuing.issue(draft(), by=town.by("郑文书"), at=AT)
    with pytest.raises(NotPossible, match="已签发"):
        issuing.issue(signed(), by=town.by("郑文书"), at=AT)


def test_a_paper_without_number_goes_out_once_signed(town: Town, draft: Drafting) -> None:
    paper = draft(kind=REQUEST, tree=request_tree(), office=None, by=town.by("沈主任"))
    approval.submit(paper, by=town.by("沈主任"), at=AT)
    agree(paper, town.by("吴局长"))
    assert issuing.issue(paper, by=town.by("郑文书"), at=AT).state == "issued"


def test_a_paper_issued_several_times_at_once_goes_out_once(racing_town: Town) -> None:
    paper = numbered(racing_town, signed_letter(racing_town))
    by = racing_town.by("郑文书")
    copies = [Paper.objects.get(pk=paper.pk) for _ in range(3)]
    ended = at_once(3, lambda n: issuing.issue(copies[n], by=by, at=AT))
    assert [type(e) for e in ended if e] == [NotPossible] * 2
    assert Receipt.objects.count() == 2
    assert Event.objects.filter(verb="paper.issued").count() == 1


def test_addressees_see_the_issued_paper_and_nothing_of_its_way(town: Town, signed: Drafting) -> None:
    paper = signed()
    handed = store.attach(scan(town), subject=paper)
    for name in ("冯联络", "蒋县办"):
        assert not allowed(town.by(name), "paper.view", paper)
    issued(town, paper)
    for name in ("冯联络", "蒋县办"):
        by = town.by(name)
        assert allowed(by, "paper.view", paper)
        assert set(visible(Document, by)) == {paper.pdf, paper.docx}
        assert handed not in visible(Document, by)
        assert not allowed(by, "paper.draft", paper)
        assert not allowed(by, "paper.issue", paper)
    stranger = town.join("何外人", town.county, "registrar")
    Receipt.objects.filter(organisation=town.county).delete()
    assert not allowed(town.by(stranger.name), "paper.view", paper)


def test_a_reach_over_the_area_sees_issued_papers(town: Town, signed: Drafting) -> None:
    town.join("朱审计", town.police, "auditor")
    town.join("秦远州", town.police, "clerk")
    Receipt.objects.all().delete()
    paper = issued(town, signed(to=(), cc=()))
    assert allowed(town.by("朱审计"), "paper.view", paper)
    assert not allowed(town.by("秦远州"), "paper.view", paper)


def test_events_before_the_issue_touch_the_paper_alone(town: Town, signed: Drafting) -> None:
    paper = issued(town, signed(subject=town.users["冯联络"]))
    touching = set(Event.objects.filter(subjects__kind="user").values_list("verb", flat=True))
    assert touching == {"paper.issued"}
    assert papers.of_event(Event.objects.get(verb="paper.signed")) == paper


def test_every_event_of_a_paper_has_words(town: Town, signed: Drafting) -> None:
    issued(town, signed())
    said = [sentence(event) for event in Event.objects.order_by("id")]
    assert said[:4] == ["拟稿", "送审（第1轮）", "核稿意见：同意", "签发，意见：同意"]
    assert said[4:] == ["编号（手工录入）", "印发，送2家单位"]


def test_the_scan_of_the_sealed_print_is_bound_with_seal_and_copies(town: Town, signed: Drafting) -> None:
    paper = numbered(town, signed())
    with pytest.raises(NotPossible, match="印章名称"):
        issuing.bind_scan(paper, document=scan(town), seal=" ", copies=3, by=town.by("郑文书"), at=AT)
    text_file = store.keep(b"abc", name="a.txt", org_path="", by=town.by("郑文书"), at=AT)
    with pytest.raises(NotPossible, match="扫描"):
        issuing.bind_scan(paper, document=text_file, seal="局印", copies=3, by=town.by("郑文书"), at=AT)
    issuing.bind_scan(paper, document=scan(town), seal="局印", copies=3, by=town.by("郑文书"), at=AT)
    issuing.issue(paper, by=town.by("郑文书"), at=AT)
    assert paper.scan in visible(Document, town.by("冯联络"))
    assert (paper.seal, paper.seal_copies, paper.sealed_at) == ("局印", 3, AT)


def test_a_void_paper_keeps_its_number_and_its_reason(town: Town, signed: Drafting) -> None:
    paper = issued(town, signed())
    with pytest.raises(PermissionDenied):
        issuing.void(paper, reason="误发", by=town.by("陈拟稿"), at=AT)
    issuing.void(paper, reason="误发", by=town.by("郑文书"), at=AT)
    assert (paper.state, paper.number, paper.void_reason) == ("voided", "测人社函〔2026〕1号", "误发")
    assert paper.numbers.get().void_reason == "误发"
    assert allowed(town.by("冯联络"), "paper.view", paper)


def test_a_draft_is_voided_by_its_side_and_a_paper_on_its_way_is_recalled_first(town: Town, draft: Drafting) -> None:
    paper = draft()
    approval.submit(paper, by=town.by("陈拟稿"), at=AT)
    with pytest.raises(NotPossible, match="核稿中"):
        issuing.void(paper, reason="不发了", by=town.by("郑文书"), at=AT)
    approval.recall(paper, by=town.by("陈拟稿"), at=AT)
    issuing.void(paper, reason="不发了", by=town.by("陈拟稿"), at=AT)
    assert paper.state == "voided"
    assert not allowed(town.by("冯联络"), "paper.view", paper)


def test_an_issued_paper_is_laid_down_with_its_archive_number(town: Town, signed: Drafting) -> None:
    paper = issued(town, signed())
    with pytest.raises(NotPossible, match="档号"):
        issuing.archive(paper, archive_no="", retention="permanent", by=town.by("郑文书"), at=AT)
    issuing.archive(paper, archive_no="2026-WS-001", retention="permanent", by=town.by("郑文书"), at=AT)
    assert paper.state == "archived"
    with pytest.raises(NotPossible, match="已归档"):
        issuing.void(paper, reason="误发", by=town.by("郑文书"), at=AT)


def test_the_journal_never_says_what_a_paper_says(town: Town, draft: Drafting) -> None:
    secret = "某某企业欠薪线索"
    paper = draft(tree=tree(secret), title=secret)
    approval.submit(paper, by=town.by("陈拟稿"), at=AT)
    step = paper.steps.get(state="waiting")
    approval.decide(step, opinion="return", reason=secret, by=town.by("周科长"), at=AT)
    for event in Event.objects.all():
        assert secret not in json.dumps(event.data, ensure_ascii=False) + sentence(event)
        assert event.verb in VERBS


def test_a_face_leaves_a_sheet_as_it_is(town: Town, draft: Drafting) -> None:
    paper = draft(kind=REQUEST, tree=request_tree(), office=None, by=town.by("沈主任"))
    assert face(paper) == request_tree()
    assert face(paper).layout == Layout.SHEET
