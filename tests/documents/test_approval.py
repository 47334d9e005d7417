"""Does a paper reach its signature only by those who are asked, in their order, and not past their opinions?"""

from datetime import timedelta
from functools import partial

import pytest

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible, PermissionDenied
from huxin.documents import approval, papers
from huxin.documents.faces import approval_sheet
from huxin.documents.kinds import COUNTERSIGN, REVIEW, SIGN, PaperKind, Step
from huxin.documents.models import ApprovalStep, Paper
from huxin.journal.models import Event
from huxin.orgs.access import allowed, visible
from huxin.orgs.models import StandIn
from huxin.typesetting.content import text
from huxin.typesetting.content_json import from_json
from huxin.typesetting.render_pdf import render_pdf
from tests.documents.conftest import AT, LETTER, REQUEST, Drafting, Town, agree, at_once, draft_letter, tree, waiting


def test_a_paper_goes_to_review_then_to_signature(town: Town, draft: Drafting) -> None:
    paper = draft()
    approval.submit(paper, by=town.by("陈拟稿"), at=AT)
    assert paper.state == "reviewing"
    agree(paper, town.by("周科长"))
    assert paper.state == "signing"
    agree(paper, town.by("吴局长"), 2)
    assert paper.state == "signed"
    assert paper.signed_at == AT + timedelta(minutes=2)
    verbs = list(Event.objects.order_by("id").values_list("verb", flat=True))
    assert verbs == ["paper.drafted", "paper.submitted", "paper.decided", "paper.signed"]


def test_the_leader_cannot_sign_before_the_review(town: Town, draft: Drafting) -> None:
    paper = draft()
    approval.submit(paper, by=town.by("陈拟稿"), at=AT)
    sign = paper.steps.get(kind="sign")
    with pytest.raises(NotPossible, match="已经办理或流程已变动"):
        approval.decide(sign, opinion="agree", reason="", by=town.by("吴局长"), at=AT)


@pytest.mark.parametrize("who", ["陈拟稿", "郑文书", "卫局长", "冯联络", "沈主任"])
def test_nobody_else_decides_a_step(town: Town, draft: Drafting, who: str) -> None:
    paper = draft()
    approval.submit(paper, by=town.by("陈拟稿"), at=AT)
    with pytest.raises(PermissionDenied):
        approval.decide(waiting(paper), opinion="agree", reason="", by=town.by(who), at=AT)


def test_a_return_names_its_reason_ends_the_round_and_keeps_its_history(town: Town, draft: Drafting) -> None:
    paper = draft()
    approval.submit(paper, by=town.by("陈拟稿"), at=AT)
    step = waiting(paper)
    with pytest.raises(NotPossible, match="请写明修改意见"):
        approval.decide(step, opinion="return", reason=" ", by=town.by("周科长"), at=AT)
    approval.decide(step, opinion="return", reason="缺少依据", by=town.by("周科长"), at=AT)
    paper.refresh_from_db()
    assert paper.state == "returned"
    assert paper.steps.filter(round=1, state="cancelled").count() == 1
    papers.revise(paper, tree=tree("补充依据。"), by=town.by("陈拟稿"), at=AT)
    approval.submit(paper, by=town.by("陈拟稿"), at=AT)
    assert paper.round == 2
    assert [s.reason for s in paper.steps.filter(round=1, state="decided")] == ["缺少依据"]
    assert paper.steps.filter(round=2).count() == 2


def test_parallel_countersigners_are_all_awaited(town: Town, draft: Drafting) -> None:
    steps = (
        Step(COUNTERSIGN, organisation=town.police),
        Step(COUNTERSIGN, organisation=town.office, beside=True),
        Step(SIGN, user=town.users["吴局长"]),
    )
    paper = draft(steps=steps)
    approval.submit(paper, by=town.by("陈拟稿"), at=AT)
    assert paper.state == "countersigning"
    assert paper.steps.filter(state="waiting").count() == 2
    approval.decide(paper.steps.get(organisation=town.office), opinion="agree", reason="", by=town.by("周科长"), at=AT)
    paper.refresh_from_db()
    assert paper.state == "countersigning"
    approval.decide(paper.steps.get(organisation=town.police), opinion="agree", reason="", by=town.by("卫局长"), at=AT)
    paper.refresh_from_db()
    assert paper.state == "signing"


def test_one_of_two_parallel_returns_sends_it_back_at_once(town: Town, draft: Drafting) -> None:
    steps = (Step(REVIEW, organisation=town.office), Step(REVIEW, organisation=town.police, beside=True), Step(SIGN))
    paper = draft(steps=steps)
    approval.submit(paper, by=town.by("陈拟稿"), at=AT)
    other = paper.steps.get(organisation=town.police)
    approval.decide(
        paper.steps.get(organisation=town.office, kind="review"),
        opinion="return",
        reason="不成熟",
        by=town.by("周科长"),
        at=AT,
    )
    with pytest.raises((NotPossible, PermissionDenied)):
        approval.decide(other, opinion="agree", reason="", by=town.by("卫局长"), at=AT)


def test_changes_asked_for_block_the_signature_until_the_drafter_made_them(town: Town, draft: Drafting) -> None:
    paper = draft()
    approval.submit(paper, by=town.by("陈拟稿"), at=AT)
    approval.decide(waiting(paper), opinion="agree_with_changes", reason="改期限", by=town.by("周科长"), at=AT)
    with pytest.raises(NotPossible, match="尚未落实"):
        approval.decide(waiting(paper), opinion="agree", reason="", by=town.by("吴局长"), at=AT)
    paper.refresh_from_db()
    papers.revise(paper, tree=tree("期限已改。"), by=town.by("陈拟稿"), at=AT)
    agree(paper, town.by("吴局长"))
    assert paper.state == "signed"
    with pytest.raises(NotPossible, match="不能办理"):
        papers.revise(paper, tree=tree("又改。"), by=town.by("陈拟稿"), at=AT)


def test_a_signer_who_read_an_older_text_is_told(town: Town, draft: Drafting) -> None:
    paper = draft()
    approval.submit(paper, by=town.by("陈拟稿"), at=AT)
    papers.revise(paper, tree=tree("核稿人改过。"), by=town.by("周科长"), at=AT)
    with pytest.raises(NotPossible, match="第2稿"):
        approval.decide(waiting(paper), opinion="agree", reason="", text_number=1, by=town.by("周科长"), at=AT)


def test_two_people_who_change_the_same_text_do_not_overwrite_each_other(town: Town, draft: Drafting) -> None:
    paper = draft()
    seen = paper.version
    papers.revise(paper, tree=tree("甲改。"), version=seen, by=town.by("陈拟稿"), at=AT)
    with pytest.raises(NotPossible, match="刚刚被他人修改"):
        papers.revise(paper, tree=tree("乙改。"), version=seen, by=town.by("周科长"), at=AT)
    assert "甲改。" in text(from_json(Paper.objects.get(pk=paper.pk).tree))


def test_nobody_signs_what_he_drafted(town: Town, draft: Drafting) -> None:
    leader = town.by("吴局长")
    with pytest.raises(NotPossible, match="拟稿人不能签发"):
        draft(by=leader, steps=(Step(SIGN, user=town.users["吴局长"]),))
    paper = draft(by=leader, steps=(Step(SIGN, role="unit_leader"),))
    approval.submit(paper, by=leader, at=AT)
    with pytest.raises(NotPossible, match="拟稿人不能签发"):
        approval.decide(waiting(paper), opinion="agree", reason="", by=leader, at=AT)
    assert Paper.objects.get(pk=paper.pk).state == "signing"


def test_nobody_lets_a_stand_in_sign_what_he_drafted(town: Town, draft: Drafting) -> None:
    paper = draft(by=town.by("吴局长"), steps=(Step(SIGN, user=town.users["周科长"]),))
    approval.submit(paper, by=town.by("吴局长"), at=AT)
    _away(town, "周科长", "吴局长")
    with pytest.raises(NotPossible, match="拟稿人不能签发"):
        approval.decide(waiting(paper), opinion="agree", reason="", by=town.by("吴局长"), at=AT)


def _away(town: Town, absent: str, colleague: str) -> None:
    StandIn.objects.create(
        absent=town.users[absent],
        colleague=town.users[colleague],
        since=AT - timedelta(days=1),
        until=AT + timedelta(days=1),
        reason="出差",
    )


def test_a_stand_in_decides_and_the_record_says_for_whom(town: Town, draft: Drafting) -> None:
    paper = draft(steps=(Step(SIGN, user=town.users["吴局长"]),))
    approval.submit(paper, by=town.by("陈拟稿"), at=AT)
    with pytest.raises(PermissionDenied):
        approval.decide(waiting(paper), opinion="agree", reason="", by=town.by("周科长"), at=AT)
    _away(town, "吴局长", "周科长")
    agree(paper, town.by("周科长"))
    step = paper.steps.get(round=1)
    assert (step.acted_by.name, step.acting_for) == ("周科长", "吴局长")
    assert Event.objects.get(verb="paper.signed").acting_for == "吴局长"
    late = town.by("周科长", AT + timedelta(days=2))
    assert all(grant.acting_for == "" for grant in late.grants)


def test_a_step_is_passed_to_a_deputy_of_the_same_organisation(town: Town, draft: Drafting) -> None:
    deputy = town.join("褚副局", town.bureau, "unit_leader")
    paper = draft(steps=(Step(SIGN, user=town.users["吴局长"]),))
    approval.submit(paper, by=town.by("陈拟稿"), at=AT)
    with pytest.raises(NotPossible, match="另选人员"):
        approval.delegate(waiting(paper), to=town.users["卫局长"], reason="出差", by=town.by("吴局长"), at=AT)
    approval.delegate(waiting(paper), to=deputy, reason="出差", by=town.by("吴局长"), at=AT)
    with pytest.raises(PermissionDenied):
        agree(paper, town.by("吴局长"))
    agree(paper, town.by("褚副局"))
    assert paper.steps.get(round=1).acting_for == "吴局长"


def test_the_drafting_side_recalls_before_the_signature_and_not_after(town: Town, draft: Drafting) -> None:
    paper = draft()
    approval.submit(paper, by=town.by("陈拟稿"), at=AT)
    with pytest.raises(PermissionDenied):
        approval.recall(paper, by=town.by("冯联络"), at=AT)
    approval.recall(paper, by=town.by("陈拟稿"), at=AT)
    assert paper.state == "withdrawn"
    approval.submit(paper, by=town.by("陈拟稿"), at=AT)
    agree(paper, town.by("周科长"))
    agree(paper, town.by("吴局长"))
    with pytest.raises(NotPossible, match="不能办理"):
        approval.recall(paper, by=town.by("陈拟稿"), at=AT)


def test_a_path_with_a_step_that_nobody_can_take_is_refused_before_it_is_sent(town: Town, draft: Drafting) -> None:
    paper = draft(steps=(Step(SIGN, organisation=town.county),))
    with pytest.raises(NotPossible, match="没有可以办理的人"):
        approval.submit(paper, by=town.by("陈拟稿"), at=AT)
    assert Paper.objects.get(pk=paper.pk).state == "draft"


def test_a_convenor_of_another_organisation_signs_for_the_area(town: Town, draft: Drafting) -> None:
    town.join("韩召集", town.police, "convenor")
    paper = draft(steps=(Step(SIGN, role="convenor"),))
    approval.submit(paper, by=town.by("陈拟稿"), at=AT)
    assert [user.name for user in approval.deciders(waiting(paper))] == ["韩召集"]
    agree(paper, town.by("韩召集"))
    assert paper.state == "signed"


def test_drafts_and_opinions_are_seen_at_home_and_by_the_asked_alone(town: Town, draft: Drafting) -> None:
    paper = draft(steps=(Step(COUNTERSIGN, organisation=town.county, role=""), Step(SIGN, role="unit_leader")))
    for name, sees in (("陈拟稿", True), ("周科长", True), ("吴局长", True), ("卫局长", False), ("冯联络", False)):
        assert allowed(town.by(name), "paper.view", paper) is sees, name
    town.join("杨县长", town.county, "county_leader")
    assert not allowed(town.by("杨县长"), "paper.view", paper)
    approval.submit(paper, by=town.by("陈拟稿"), at=AT)
    assert allowed(town.by("杨县长"), "paper.view", paper)
    assert not visible(Paper, town.by("蒋县办")).exists()


def test_a_reach_over_the_area_does_not_open_the_drafts_of_others(town: Town, draft: Drafting) -> None:
    town.join("朱审计", town.police, "auditor")
    assert not allowed(town.by("朱审计"), "paper.view", draft())


def test_a_path_ends_with_a_signature_and_nothing_comes_after_it(town: Town, draft: Drafting) -> None:
    with pytest.raises(NotPossible, match="最后一步应为签发"):
        draft(steps=(Step(REVIEW),))
    with pytest.raises(NotPossible, match="不能再有核稿"):
        draft(steps=(Step(SIGN), Step(REVIEW), Step(SIGN)))
    with pytest.raises(NotPossible, match="同一环节"):
        draft(steps=(Step(REVIEW), Step(COUNTERSIGN, beside=True), Step(SIGN)))


def test_a_kind_that_contradicts_itself_is_refused_when_declared() -> None:
    with pytest.raises(ValueError, match="最后一步"):
        PaperKind("bad", "坏", LETTER.layout, steps=())
    with pytest.raises(ValueError, match="no place for a number"):
        PaperKind("bad", "坏", REQUEST.layout, steps=(Step(SIGN),), needs_number=True)
    with pytest.raises(ValueError, match="reason is stated"):
        PaperKind("bad", "坏", REQUEST.layout, steps=(Step(SIGN),), openness=Paper.Openness.CLOSED)
    with pytest.raises(ValueError, match="does not approve"):
        Step(SIGN, role="clerk")


def test_the_sheet_shows_every_opinion_and_leaves_open_ones_to_the_pen(town: Town, draft: Drafting) -> None:
    paper = draft()
    approval.submit(paper, by=town.by("陈拟稿"), at=AT)
    approval.decide(waiting(paper), opinion="agree_with_changes", reason="改期限", by=town.by("周科长"), at=AT)
    paper.refresh_from_db()
    sheet = approval_sheet(paper)
    shown = text(sheet)
    assert "修改后同意：改期限（对第1稿）\t周科长　2026年6月5日" in shown
    assert "签发\t单位领导\t签名：" in shown
    assert shown.startswith("测试州人社局发文稿纸")
    assert render_pdf(sheet).startswith(b"%PDF-")


def test_the_sheet_names_a_person_to_whom_the_paper_goes(town: Town, draft: Drafting) -> None:
    paper = draft()
    assert "主送\t\t" not in text(approval_sheet(paper))
    paper.addressees.all().delete()
    paper.tree["addressees"] = "王大山"
    assert "主送\t王大山\t" in text(approval_sheet(paper))


def _side_by_side(town: Town) -> Paper:
    steps = (Step(SIGN, user=town.users["周科长"]), Step(SIGN, user=town.users["吴局长"], beside=True))
    paper = draft_letter(town, steps=steps)
    return approval.submit(paper, by=town.by("陈拟稿"), at=AT)


def test_two_parallel_signers_at_once_both_count_and_the_paper_is_signed_once(racing_town: Town) -> None:
    signers = [racing_town.by("周科长"), racing_town.by("吴局长")]
    for _ in range(3):
        paper = _side_by_side(racing_town)
        steps = list(paper.steps.order_by("pk"))
        decide = partial(_agree_to, steps, signers)
        assert at_once(2, decide) == [None, None]
        paper.refresh_from_db()
        assert paper.state == "signed"
        its = Event.objects.filter(subjects__kind="paper", subjects__subject_id=paper.pk)
        assert its.filter(verb="paper.signed").count() == 1


def _agree_to(steps: list[ApprovalStep], signers: list[Actor], place: int) -> None:
    approval.decide(steps[place], opinion="agree", reason="", by=signers[place], at=AT)


def test_one_step_decided_twice_at_once_has_one_opinion(racing_town: Town) -> None:
    paper = _side_by_side(racing_town)
    copies = [paper.steps.get(user=racing_town.users["周科长"]) for _ in range(2)]
    by, said = racing_town.by("周科长"), ("agree", "return")
    ended = at_once(2, lambda n: approval.decide(copies[n], opinion=said[n], reason="不妥", by=by, at=AT))
    assert [type(e) for e in ended if e] == [NotPossible]


def test_recalled_and_signed_at_once_only_one_happens(racing_town: Town) -> None:
    paper = draft_letter(racing_town, steps=(Step(SIGN, role="unit_leader"),))
    approval.submit(paper, by=racing_town.by("陈拟稿"), at=AT)
    step, drafter, leader = waiting(paper), racing_town.by("陈拟稿"), racing_town.by("吴局长")
    acts = (
        lambda: approval.recall(paper, by=drafter, at=AT),
        lambda: approval.decide(step, opinion="agree", reason="", by=leader, at=AT),
    )
    ended = at_once(2, lambda n: acts[n]())
    assert len([e for e in ended if e]) == 1
    assert Event.objects.filter(verb__in=("paper.recalled", "paper.signed")).count() == 1
