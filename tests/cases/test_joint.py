"""Is a case opened to another body in part, for as long as it handles it jointly, and no further?"""

from io import BytesIO
from typing import Any

import pytest

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.cases.actions import desk as acts
from huxin.cases.actions import joint, talking
from huxin.cases.joint import Part, part_of
from huxin.cases.models import Case, CaseReach
from huxin.cases.people import Person
from huxin.cases.records import Assistance, Evidence
from huxin.cases.vault import collect
from huxin.documents import store
from huxin.documents.models import Document
from huxin.journal.models import Event
from huxin.notices.models import Notice
from huxin.orgs.access import allowed, visible
from huxin.orgs.models import Share
from tests.cases.conftest import PDF, Desk
from tests.cases.test_complaint import accepted

UNION, MARKET = "砚山县总工会", "州市场监管局"
OFFICER, BODY, STRANGER = "陈办案", "谢干部", "何监管"  # 何监管 is of the other body


def opened(desk: Desk, case: Case, body: str = UNION, **more: Any) -> Assistance:
    """The office opens the case to the union, all that may be opened."""
    given: dict[str, Any] = {"text": "请核查站点是否克扣单费", "parts": ("story", "claims", "measures"), "due_on": None}
    row = joint.open_part(
        case, organisation=desk.world.org(body), by=desk.world.actor(OFFICER), at=desk.later(), **(given | more)
    )
    desk.run()
    return row


def found(desk: Desk, case: Case, title: str) -> Evidence:
    """A piece that the office itself found."""
    by = desk.world.actor(OFFICER)
    file = store.keep(
        BytesIO(PDF + title.encode()), name=f"{title}.pdf", org_path=case.org_path, by=by, at=desk.later()
    )
    return collect(case, file, title=title, by=by, at=desk.at)


def part(desk: Desk, row: Assistance, who: str) -> Part | None:
    """What somebody sees of it."""
    return part_of(Assistance.objects.get(pk=row.pk), desk.world.actor(who))


def test_the_body_sees_its_part_and_neither_persons_nor_notes_nor_papers(desk: Desk) -> None:
    case = accepted(desk)
    by = desk.world.actor(OFFICER)
    talking.note(case, text="内部判断：恶意欠薪", by=by, at=desk.later())
    shown, _ = found(desk, case, "站点公告"), found(desk, case, "工资表")
    row = opened(desk, case, pieces=(shown.pk,))
    seen = part(desk, row, BODY)
    assert seen is not None
    assert dict(seen.general)["用工单位"] == "砚山迅达配送服务有限公司"
    assert (seen.story, seen.claims) == ("三月到五月的单费没有发。", ["拖欠或克扣报酬，请求12,345.67元"])
    assert [one.title for one in seen.evidence] == ["站点公告"]
    told = repr(seen)
    assert not [word for word in ("王大山", "13900001111", "恶意欠薪", "工资表") if word in told]
    actor = desk.world.actor(BODY)
    assert not visible(Case, actor).filter(pk=case.pk).exists()  # not the case itself
    for permission in ("case.view", "case.handle", "case.accept", "case.reveal"):
        assert not allowed(actor, permission, case)


def test_only_what_the_office_chose_is_open(desk: Desk) -> None:
    seen = part(desk, opened(desk, accepted(desk), parts=()), BODY)
    assert seen is not None
    assert (seen.story, seen.wish, seen.claims, seen.measures, seen.evidence) == ("", "", [], [], [])


def test_the_share_opens_this_case_to_this_body_alone(desk: Desk) -> None:
    case, other = accepted(desk), desk.open().case
    row = opened(desk, case)
    share = Share.objects.get()
    assert (share.kind, share.subject_id, share.permission, share.until) == ("case", case.pk, "case.assist", None)
    assert set(visible(Case, desk.world.actor(BODY), "case.assist").filter(pk__in=(case.pk, other.pk))) == {case}
    for name in (STRANGER, "杨外县", "钱工会", "李经办"):
        assert part(desk, row, name) is None
        assert not visible(Assistance, desk.world.actor(name)).filter(pk=row.pk).exists()
        with pytest.raises(PermissionDenied):
            joint.accept(row, by=desk.world.actor(name), at=desk.later())


def test_the_body_accepts_finds_and_the_office_ends_it(desk: Desk) -> None:
    case = accepted(desk)
    row = opened(desk, case)
    union = desk.world.actor(BODY)
    with pytest.raises(NotPossible, match="先接受"):
        acts.answer(row, text="已核查", by=union, at=desk.later())
    row = joint.accept(row, by=union, at=desk.later())
    with pytest.raises(NotPossible, match="已经接受"):
        joint.accept(row, by=union, at=desk.later())
    row = acts.answer(row, text="站点扣了单费", by=union, at=desk.later())
    row = joint.end(row, reason="", by=desk.world.actor(OFFICER), at=desk.later())
    assert (row.answer, row.ended_by.name if row.ended_by else "") == ("站点扣了单费", OFFICER)
    assert part(desk, row, BODY) is None
    assert Share.objects.get().until == row.ended_at
    assert not CaseReach.objects.filter(case=case, key__startswith="case.assist@").exists()
    assert not allowed(desk.world.actor(BODY), "case.assist", case)
    verbs = Event.objects.filter(subjects__kind="assistance", subjects__subject_id=row.pk).order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == [
        "case.assistance_asked", "case.joint_accepted", "case.assistance_answered", "case.joint_ended",
    ]  # fmt: skip
    with pytest.raises(NotPossible, match="已经结束"):
        joint.end(row, reason="x", by=desk.world.actor(OFFICER), at=desk.later())
    opened(desk, case)  # and it may be opened anew


def handed_in(desk: Desk, row: Assistance, title: str = "检查记录", who: str = BODY) -> Evidence:
    """The body puts a paper of its own into the case."""
    by = desk.world.actor(who, desk.later())
    file = store.keep(BytesIO(PDF + title.encode()), name="工会检查.pdf", org_path=row.case.org_path, by=by, at=desk.at)
    [piece] = joint.hand_in(row, documents=[file], title=title, by=by, at=desk.at)
    return piece


def test_the_bodys_own_papers_are_read_by_it_and_the_office_alone(desk: Desk) -> None:
    case = accepted(desk)
    row, other = opened(desk, case), opened(desk, case, MARKET)
    with pytest.raises(NotPossible, match="先接受"):
        handed_in(desk, row)
    row = joint.accept(row, by=desk.world.actor(BODY), at=desk.later())
    joint.accept(other, by=desk.world.actor(STRANGER), at=desk.later())
    piece = handed_in(desk, row)
    seen, strange = part(desk, row, BODY), part(desk, other, STRANGER)
    assert seen is not None
    assert strange is not None
    assert ([one.title for one in seen.found], seen.evidence, strange.found) == (["检查记录"], [], [])
    assert piece in visible(Evidence, desk.world.actor(OFFICER), "case.view")
    for name in (STRANGER, "杨外县", "李经办", "王师傅"):
        assert not visible(Evidence, desk.world.actor(name)).filter(pk=piece.pk).exists()
        assert not visible(Document, desk.world.actor(name)).filter(pk=piece.document_id).exists()
    with pytest.raises(PermissionDenied):
        handed_in(desk, row, who=STRANGER)
    joint.end(row, reason="已查清", by=desk.world.actor(OFFICER), at=desk.later())
    row.refresh_from_db()
    assert part(desk, row, BODY) is None
    assert case.evidence.get(found_by=row) == piece  # it stays with the case
    with pytest.raises(NotPossible, match="已经结束"):
        handed_in(desk, row, "补充")


def test_each_side_hears_of_what_the_other_does(desk: Desk) -> None:
    case = accepted(desk)
    acts.assign(case, officer=desk.world.user(OFFICER), by=desk.world.actor("覃队长"), at=desk.later())
    row = opened(desk, case)

    def told(rule: str) -> list[str]:
        return list(Notice.objects.filter(rule=rule).order_by("pk").values_list("user__name", flat=True))

    assert told("case.asked") == [BODY]
    joint.accept(row, by=desk.world.actor(BODY), at=desk.later())
    desk.run()
    assert told("case.answered") == [OFFICER]
    joint.end(row, reason="已查清", by=desk.world.actor(OFFICER), at=desk.later())
    desk.run()
    assert told("case.joint_ended") == [BODY]
    assert not [text for text in Notice.objects.values_list("text", flat=True) if "王大山" in text]


def test_a_body_that_does_not_take_part_says_why_and_sees_nothing_more(desk: Desk) -> None:
    row = opened(desk, accepted(desk))
    with pytest.raises(NotPossible, match="原因"):
        joint.decline(row, reason=" ", by=desk.world.actor(BODY), at=desk.later())
    row = joint.decline(row, reason="不属职责", by=desk.world.actor(BODY), at=desk.later())
    assert (row.end_reason, part(desk, row, BODY)) == ("不属职责", None)


def test_a_case_that_ends_is_closed_to_everybody_else(desk: Desk) -> None:
    case = accepted(desk)
    row = opened(desk, case)
    desk.do(case, "withdraw", OFFICER, reason="已付清")
    assert case.closed_at is not None
    row.refresh_from_db()
    assert (row.end_reason, part(desk, row, BODY)) == ("案件已办结", None)
    with pytest.raises(NotPossible, match="已经办结"):
        opened(desk, case, MARKET)


def test_who_told_in_secret_is_not_given_away(desk: Desk) -> None:
    case = desk.open("clue/1", reporters=(Person(name="王大山", phone="13900001111"),)).case
    with pytest.raises(NotPossible, match="依法保密"):
        opened(desk, case)
    seen = part(desk, opened(desk, case, parts=("claims",)), BODY)
    assert seen is not None
    assert (seen.story, seen.wish) == ("", "")


def test_nobody_opens_a_case_that_is_not_his_nor_twice(desk: Desk) -> None:
    case = accepted(desk)
    given: dict[str, Any] = {"organisation": desk.world.org(UNION), "text": "x", "parts": (), "due_on": None}
    for name in ("杨外县", BODY, "李经办"):
        with pytest.raises(PermissionDenied):
            joint.open_part(case, by=desk.world.actor(name), at=desk.later(), **given)
    opened(desk, case)
    with pytest.raises(NotPossible, match="尚未结束"):
        opened(desk, case)
    other = desk.open().case
    by = desk.world.actor(OFFICER)
    piece = found(desk, other, "别案")
    with pytest.raises(NotPossible, match="不在本案"):
        opened(desk, case, MARKET, pieces=(piece.pk,))
    with pytest.raises(NotPossible, match="联合办理"):
        acts.ask(case, kind="joint", by=by, at=desk.later(), organisation=desk.world.org(MARKET), text="x", due_on=None)
