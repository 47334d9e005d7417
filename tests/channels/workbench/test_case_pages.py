"""Can officers carry a case from the screen, and nobody else see or move it?"""

import base64
import contextlib
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localtime
from openpyxl import load_workbook

from huxin.base.chinese import spoken_date
from huxin.cases.actions import desk as acts
from huxin.cases.actions import talking
from huxin.cases.forms.consultation import standards
from huxin.cases.models import Case, CaseLink
from huxin.cases.papers import slip as papers
from huxin.cases.people import by_receipt
from huxin.cases.records import Assistance, Evidence, Note, PaperSignature
from huxin.cases.vault import collect
from huxin.cases.wording import full_name
from huxin.documents import store
from huxin.journal.models import Event
from huxin.typesetting import content
from tests.cases.conftest import PDF, Desk, desk  # noqa: F401  the officers' desk
from tests.cases.test_collective import twelve
from tests.cases.test_complaint import CONDITIONS, accepted, ordered
from tests.cases.test_inspection import PROBLEMS, surveyed

Browse = Callable[[str], Client]
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture(autouse=True)
def _files_in_a_folder_of_their_own(settings: Any, tmp_path: Path) -> None:
    settings.FILES = tmp_path / "files"


def page(client: Client, address: str, **query: str) -> str:
    """What the page says."""
    answer = client.get(address, query)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def at(case: Case, more: str = "") -> str:
    """The address of a case, or of something under it."""
    return f"/workbench/cases/{case.number}/{more}"


def test_the_list_shows_each_office_its_own_by_due_day(desk: Desk, browse: Browse) -> None:  # noqa: F811
    ours = desk.open(title="拖欠单费的投诉").case
    desk.open(title="市里的投诉", area=desk.world.area("532601"), enterprise=None, enterprise_name="捷安")
    shown = page(browse("陈办案"), "/workbench/cases/", tab="office")
    assert "拖欠单费的投诉" in shown
    assert "还剩5个工作日" in shown
    assert "市里的投诉" not in shown
    assert "拖欠单费的投诉" not in page(browse("陈办案"), "/workbench/cases/", tab="mine")
    acts.assign(ours, officer=desk.world.user("岑协办"), second=desk.world.user("陈办案"),
                by=desk.world.actor("覃队长"), at=desk.later())  # fmt: skip
    assert "拖欠单费的投诉" in page(browse("陈办案"), "/workbench/cases/", tab="mine")
    assert "拖欠单费的投诉" not in page(browse("覃队长"), "/workbench/cases/", tab="waiting")


def test_a_case_is_found_by_whatever_is_known_of_it(desk: Desk, browse: Browse) -> None:  # noqa: F811
    case = desk.open(title="拖欠单费的投诉", outside_number="12345-77", source="hotline_12345").case
    other = desk.open(title="另一件", enterprise=None, enterprise_name="某站", reporters=()).case
    client = browse("陈办案")
    for text in (case.number, case.number.replace("-", ""), "13900001111", "王大山", "迅达", "12345-77", "单费"):
        shown = page(client, "/workbench/cases/", text=text)
        assert (case.number in shown, other.number in shown) == (True, False), text
    assert "没有符合条件" in page(client, "/workbench/cases/", text="13900001112")


def test_filters_leave_what_fits(desk: Desk, browse: Browse) -> None:  # noqa: F811
    case = desk.open(topic="injury").case
    client = browse("陈办案")
    for query, there in (
        ({"topic": "injury"}, True), ({"topic": "wage"}, False), ({"procedure": "complaint/1", "step": "filed"}, True),
        ({"overdue": "1"}, False), ({"source": "portal"}, True), ({"area": "532622"}, True), ({"topic": "x"}, True),
    ):  # fmt: skip
        assert (case.number in page(client, "/workbench/cases/", tab="office", **query)) == there, query


@pytest.mark.parametrize("tab", ["mine", "office", "waiting", "closed", "all"])
def test_a_list_costs_the_same_however_long_it_is_and_counts_nothing(
    desk: Desk,  # noqa: F811
    browse: Browse,
    tab: str,
) -> None:
    client, spent = browse("覃队长"), []
    for _ in range(2):
        for _ in range(4):
            desk.open()
        page(client, "/workbench/cases/", tab=tab)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page(client, "/workbench/cases/", tab=tab, text="配送")
        spent.append(len(queries))
        words = " ".join(query["sql"].upper() for query in queries)
        assert "COUNT(" not in words.replace('COUNT(*) AS "__COUNT" FROM "NOTICES', "")
        assert "OFFSET" not in words
    assert spent[0] == spent[1]
    assert spent[0] <= 16, spent


def test_pages_of_the_list_follow_each_other_without_gap(desk: Desk, browse: Browse, monkeypatch: Any) -> None:  # noqa: F811
    from huxin.channels.parts import paging
    from huxin.channels.workbench.cases import lists as case_list

    monkeypatch.setattr(case_list, "page_of", lambda *a, **k: paging.page_of(*a, **{**k, "size": 2}))
    numbers = {desk.open().case.number for _ in range(5)}
    for tab in ("office", "all", "waiting"):
        client, seen, address = browse("覃队长"), [], f"/workbench/cases/?tab={tab}"
        while address:
            answer = client.get(address)
            seen += [line["case"].number for line in answer.context["lines"]]
            cursor = answer.context["page"].next
            address = f"/workbench/cases/?tab={tab}&cursor={cursor}" if cursor else ""
        assert len(seen) == 5
        assert set(seen) == numbers
        back = client.get(f"/workbench/cases/?tab={tab}&cursor={answer.context['page'].previous}")
        assert [line["case"].number for line in back.context["lines"]] == seen[2:4]


def test_the_list_leaves_as_a_table_with_chinese_headings(desk: Desk, browse: Browse) -> None:  # noqa: F811
    case = desk.open().case
    answer = browse("陈办案").get("/workbench/cases.xlsx", {"tab": "office"})
    rows = list(load_workbook(BytesIO(answer.content)).active.values)
    assert rows[0][:3] == ("案件编号", "案由", "程序")
    assert rows[1][0] == case.number


def test_strangers_and_parties_do_not_open_it(desk: Desk, browse: Browse) -> None:  # noqa: F811
    case = desk.open().case
    posts = ("notes/", "messages/", "assign/", "transfer/", "ask/", "merge/", "evidence/")
    for name in ("杨外县", "孙调解", "钱工会", "赵经办", "李经办", "王师傅", "冯审计"):
        client = browse(name)
        answers = [client.get(at(case, more)) for more in ("", "do/guide/")]
        answers += [client.post(at(case, more), {"text": "x"}) for more in posts]
        own = ("/", "/desk/", f"/desk/cases/{case.number}/")
        for answer in answers:  # a worker and a firm are sent to their own pages
            assert answer.status_code in (403, 404) or answer.headers["Location"] in own, name
    assert browse("李经办").get(own[-1]).status_code == 404  # nothing was served on the firm
    assert Client().get(at(case)).url.startswith("/account/login/")
    assert Note.objects.count() == 0


def test_an_action_is_done_on_its_form_and_asks_for_approval(desk: Desk, browse: Browse) -> None:  # noqa: F811
    case = desk.open().case
    client = browse("陈办案")
    shown = page(client, at(case))
    assert "受理立案" in shown
    assert "Action(" not in shown  # what a page calls `actions` a card takes for its own buttons
    assert "hx-get" in shown
    wrong = client.post(at(case, "do/accept/"), {"version": case.version, "matter_of_law": "克扣报酬"})
    assert wrong.status_code == 200
    assert "克扣报酬" in wrong.content.decode()
    fragment = client.get(at(case, "do/accept/"), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert "提请审批" in fragment
    done = client.post(at(case, "do/accept/"), {"version": case.version, **CONDITIONS}, headers={"HX-Request": "true"})
    move = case.moves.get()
    assert done["HX-Redirect"] == f"/workbench/papers/{move.paper_id}/"  # where it is sent on its way
    assert "请核对后点“送审”" in page(client, done["HX-Redirect"])
    shown = page(client, at(case))
    assert "审批文书还没有送审" in shown
    assert "现在可以办理" not in shown
    client.post(at(case, f"moves/{move.pk}/drop/"), {"reason": "材料有误"})
    assert "现在可以办理" in page(client, at(case))


def test_a_second_officer_is_told_and_keeps_what_he_typed(desk: Desk, browse: Browse) -> None:  # noqa: F811
    case = desk.open().case
    given = {"given": "说明权利和途径", "instead": "县调解中心", "relation": "B", "version": case.version}
    first, second = browse("陈办案"), browse("岑协办")
    assert first.post(at(case, "do/guide/"), given).status_code == 302
    answer = second.post(at(case, "do/guide/"), given | {"given": "第二人写的内容"}).content.decode()
    assert "刚刚被他人办理" in answer
    assert "第二人写的内容" in answer
    assert case.moves.count() == 1


def test_a_draft_of_an_action_comes_back(desk: Desk, browse: Browse) -> None:  # noqa: F811
    case = desk.open().case
    client = browse("陈办案")
    client.post(f"/workbench/drafts/case-{case.pk}-guide/", {"given": "写到一半"})
    assert "写到一半" in page(client, at(case, "do/guide/"))


def test_personal_data_are_masked_until_a_reading_is_recorded(desk: Desk, browse: Browse) -> None:  # noqa: F811
    case = desk.open().case
    client = browse("陈办案")
    shown = page(client, at(case))
    assert "王大山" not in shown
    assert "139****1111" in shown
    party = case.parties.get(role="claimant")
    clear = client.post(at(case, f"parties/{party.pk}/reveal/"), {"purpose": "case"}).content.decode()
    assert "13900001111" in clear
    event = Event.objects.get(verb="case.party_revealed")
    assert event.data["reveal_purpose"] == "case"
    assert "13900001111" not in client.post(at(case, f"parties/{party.pk}/reveal/"), {"purpose": "x"}).content.decode()
    other = desk.open(reporters=()).case
    assert client.post(at(other, f"parties/{party.pk}/reveal/"), {"purpose": "case"}).status_code == 404


def test_notes_messages_and_evidence_are_kept_apart(desk: Desk, browse: Browse) -> None:  # noqa: F811
    opened = desk.open()
    case, reporter = by_receipt(opened.case.number, opened.receipts[0], at=desk.later())
    client = browse("陈办案")
    client.post(at(case, "notes/"), {"text": "内部看法"})
    client.post(at(case, "messages/"), {"text": "请补充流水"})
    talking.write(case, opened.parties[0], text="已经寄出", by=reporter, at=desk.later())
    file = SimpleUploadedFile("流水.pdf", PDF)
    answer = client.post(at(case, "evidence/"), {"file": file, "proves": "未付", "party": opened.parties[0].pk})
    assert answer.status_code == 302
    client.post(at(case, "evidence/"), {"file": SimpleUploadedFile("现场.pdf", PDF + b"2")})
    assert [e.party_id for e in Evidence.objects.order_by("pk")] == [opened.parties[0].pk, None]
    shown = page(client, at(case))
    assert "Note object" not in shown
    assert "证据已保存" in shown  # what was said after the last action
    for words in ("内部看法", "请补充流水", "已经寄出", "流水.pdf", "现场.pdf"):
        assert words in shown
    theirs = talking.messages(case, opened.parties[0])
    assert [note.text for note in theirs] == ["已经寄出", "请补充流水"]  # he at nine, the office at five


def test_opening_marks_a_letter_as_read_for_the_officer_alone(desk: Desk, browse: Browse) -> None:  # noqa: F811
    opened = desk.open()
    case, reporter = by_receipt(opened.case.number, opened.receipts[0], at=desk.later())
    talking.write(case, opened.parties[0], text="请回复", by=reporter, at=desk.later())
    page(browse("覃队长"), at(case))
    assert Note.objects.get().read_at is None
    acts.assign(case, officer=desk.world.user("陈办案"), by=desk.world.actor("覃队长"), at=desk.later())
    assert "未读" in page(browse("陈办案"), at(case))
    assert Note.objects.get().read_at is not None


def test_the_head_assigns_by_load_and_transfers_out_of_sight(desk: Desk, browse: Browse) -> None:  # noqa: F811
    case = desk.open().case
    client = browse("覃队长")
    assert "在办0件" in page(client, at(case))
    client.post(at(case, "assign/"), {"officer": "", "second": ""})
    case.refresh_from_db()
    assert case.officer is not None
    same = {"officer": case.officer_id, "second": case.officer_id}
    assert "两个人" in client.post(at(case, "assign/"), same).content.decode()
    to = desk.world.org("砚山调解中心")
    answer = client.post(at(case, "transfer/"), {"to": to.pk, "reason": "应先行调解"}, follow=True).content.decode()
    assert "已移交" in answer
    assert client.get(at(case)).status_code == 404
    assert case.number in page(browse("孙调解"), "/workbench/cases/", tab="office")


def test_a_case_is_passed_on_with_its_papers_once_none_is_on_its_way(desk: Desk, browse: Browse) -> None:  # noqa: F811
    case, client, to = accepted(desk), browse("覃队长"), desk.world.org("砚山调解中心")
    given = {"to": to.pk, "reason": "应先行调解"}
    refused = client.post(at(case, "transfer/"), given).content.decode()
    assert "《劳动保障监察受理通知书》是以本单位名义拟的，还没有办完" in refused
    assert "应先行调解" in refused
    notice = desk.send(case, "acceptance_notice", "claimant", who="陈办案")
    sheet = desk.paper(case, "docket_approval")
    assert "已移交" in client.post(at(case, "transfer/"), given, follow=True).content.decode()
    theirs = browse("孙调解")
    shown = page(theirs, at(case))
    for paper in (notice, sheet):
        assert at(case, f"papers/{paper.pk}/") in shown
        with contextlib.closing(theirs.get(at(case, f"papers/{paper.pk}/"))) as answer:
            assert answer.headers["Content-Type"] == "application/pdf"
    assert browse("杨外县").get(at(case, f"papers/{notice.pk}/")).status_code == 404


def test_another_body_sees_the_request_and_answers_but_not_the_case(desk: Desk, browse: Browse) -> None:  # noqa: F811
    case = accepted(desk)
    union = desk.world.org("砚山县总工会")
    given = {"kind": "assist", "organisation": union.pk, "text": "请了解站点建会情况", "due_on": "2026-12-01"}
    early = browse("陈办案").post(at(case, "ask/"), given | {"due_on": "2026-11-01"}).content.decode()
    assert "请对方答复的日期不能早于今天" in early
    assert browse("陈办案").post(at(case, "ask/"), given).status_code == 302
    row = Assistance.objects.get()
    theirs = browse("谢干部")
    assert "请了解站点建会情况" in page(theirs, "/workbench/assistance/")
    assert theirs.get(at(case)).status_code == 404
    assert "拖欠三个月" not in page(theirs, f"/workbench/assistance/{row.pk}/")
    theirs.post(f"/workbench/assistance/{row.pk}/", {"text": "没有建会"})
    assert "没有建会" in page(browse("陈办案"), at(case))
    assert browse("杨外县").get(f"/workbench/assistance/{row.pk}/").status_code == 404


def test_a_case_is_handled_jointly_on_the_screens_of_both_offices(desk: Desk, browse: Browse) -> None:  # noqa: F811
    case, client = accepted(desk), browse("陈办案")
    union, by = desk.world.org("砚山县总工会"), desk.world.actor("陈办案")
    file = store.keep(BytesIO(PDF), name="公告.pdf", org_path=case.org_path, by=by, at=desk.later())
    piece = collect(case, file, title="站点公告", by=by, at=desk.later())
    given = {"organisation": union.pk, "text": "请核查单费", "parts": ["claims"], "pieces": [piece.pk]}
    assert client.post(at(case, "joint/"), given).status_code == 302
    row = Assistance.objects.get()
    own = f"/workbench/assistance/{row.pk}/"
    theirs = browse("谢干部")
    shown = page(theirs, own)
    assert "向本单位开放的内容" in shown
    assert "12,345.67元" in shown
    assert not [word for word in ("三月到五月的单费没有发", "王大山", "王**", "1390000") if word in shown]
    assert theirs.get(at(case)).status_code == 404
    with contextlib.closing(theirs.get(f"{own}evidence/1/")) as answer:
        assert answer.status_code == 200
    assert theirs.get(f"{own}evidence/2/").status_code == 404
    assert theirs.post(f"{own}accept/").status_code == 302
    assert "请填写这一项" in theirs.post(f"{own}found/", {"title": ""}).content.decode()
    handed = {"title": "工会检查记录", "files": SimpleUploadedFile("记录.pdf", PDF + b"x")}
    assert theirs.post(f"{own}found/", handed).status_code == 302
    assert "工会检查记录" in page(theirs, own)
    with contextlib.closing(theirs.get(f"{own}found/1/")) as answer:
        assert answer.status_code == 200
    lead = page(client, at(case))
    assert f"/workbench/documents/{Evidence.objects.get(title='工会检查记录').document_id}/" in lead
    assert theirs.post(own, {"text": "扣了单费"}).status_code == 302
    assert "扣了单费" in page(client, at(case))
    stranger = browse("杨外县")
    for url in (own, f"{own}evidence/1/", f"{own}found/1/"):
        assert stranger.get(url).status_code == 404
    assert stranger.post(f"{own}accept/").status_code == 404
    assert stranger.post(at(case, f"joint/{row.pk}/end/"), {"reason": "x"}).status_code == 404
    assert client.post(at(case, f"joint/{row.pk}/end/"), {"reason": ""}).status_code == 302
    assert "案件内容不再开放" in page(theirs, own)
    assert theirs.get(f"{own}evidence/1/").status_code == 404
    assert theirs.get(f"{own}found/1/").status_code == 404


def test_a_body_that_declines_and_an_end_without_reason_say_so_on_screen(
    desk: Desk,  # noqa: F811
    browse: Browse,
) -> None:
    case, client, theirs = accepted(desk), browse("陈办案"), browse("谢干部")
    given = {"organisation": desk.world.org("砚山县总工会").pk, "text": "请核查单费"}
    client.post(at(case, "joint/"), given)
    row = Assistance.objects.get()
    assert "请写明提前结束的原因" in client.post(at(case, f"joint/{row.pk}/end/"), {"reason": ""}).content.decode()
    assert "请填写这一项" in theirs.post(f"/workbench/assistance/{row.pk}/decline/", {}).content.decode()
    theirs.post(f"/workbench/assistance/{row.pk}/decline/", {"reason": "不属职责"})
    assert "不属职责" in page(client, at(case))


def test_what_a_body_answers_on_paper_is_typed_in_by_the_office_that_asked(
    desk: Desk,  # noqa: F811
    browse: Browse,
) -> None:
    case, client = accepted(desk), browse("陈办案")
    for name in ("砚山县总工会", "州市场监管局"):
        given = {"kind": "copy", "organisation": desk.world.org(name).pk, "text": "请依法处理", "due_on": "2026-12-01"}
        client.post(at(case, "ask/"), given)
    first, second = Assistance.objects.order_by("pk")
    client.post(at(case, "answered/"), {"of": second.pk, "text": "已责令限期改正（来函）"})
    assert "已责令限期改正（来函）" in page(client, at(case))
    assert browse("杨外县").post(at(case, "answered/"), {"of": first.pk, "text": "x"}).status_code == 404
    assert list(Assistance.objects.filter(answered_at=None)) == [first]


def test_a_paper_is_served_with_its_proof(desk: Desk, browse: Browse) -> None:  # noqa: F811
    case = ordered(desk)
    order = desk.issue(desk.paper(case, "correction_order"))
    firm = case.parties.get(role="respondent")
    client, address = browse("陈办案"), at(case, f"papers/{order.pk}/serve/")
    given = {"party": firm.pk, "mode": "in_person", "served_on": "2026-11-23"}
    assert "请上传送达回证" in client.post(address, given).content.decode()
    assert client.post(address, given | {"proof": SimpleUploadedFile("回证.pdf", PDF)}).status_code == 302
    assert case.measures.get().served_on == date(2026, 11, 23)
    other = desk.open().case
    for more in ("serve/", f"slip/{firm.pk}/"):
        assert client.get(at(other, f"papers/{order.pk}/{more}")).status_code == 404


def test_a_paper_is_served_on_several_at_once_or_on_none(desk: Desk, browse: Browse) -> None:  # noqa: F811
    case = ordered(desk)
    order = desk.issue(desk.paper(case, "correction_order"))
    both = [case.parties.get(role=role) for role in ("respondent", "claimant")]
    case.parties.filter(pk=both[0].pk).update(e_service=True)
    client, address = browse("陈办案"), at(case, f"papers/{order.pk}/serve/")
    given = {"party": [one.pk for one in both], "mode": "electronic", "served_on": "2026-11-23"}
    turned = client.post(address, given).content.decode()
    assert f"{full_name(both[1])}：当事人没有确认同意电子送达" in turned
    assert not case.services.exists(), "not one of two"
    proof = SimpleUploadedFile("回证.pdf", PDF)
    assert client.post(address, given | {"mode": "in_person", "proof": proof}).status_code == 302
    assert {row.party_id for row in case.services.all()} == {one.pk for one in both}
    assert len({row.proof_id for row in case.services.all()}) == 1
    assert case.measures.get().served_on == date(2026, 11, 23)


def test_the_slip_is_printed_and_who_cannot_be_reached_is_told_in_public(desk: Desk, browse: Browse) -> None:  # noqa: F811
    case = ordered(desk)
    order = desk.issue(desk.paper(case, "correction_order"))
    firm, client = case.parties.get(role="respondent"), browse("陈办案")
    shown = page(client, at(case, f"papers/{order.pk}/serve/"))
    claimant = case.parties.get(role="claimant")
    assert shown.index(f'name="party" value="{firm.pk}"') < shown.index(f'name="party" value="{claimant.pk}"')
    slip = client.get(at(case, f"papers/{order.pk}/slip/{firm.pk}/"))
    assert (slip.status_code, slip.content[:4]) == (200, b"%PDF")
    words = content.text(papers.slip(order, case, firm))
    for part in ("送达回证", order.title, order.number, "迅达配送"):
        assert part in words, part
    assert client.post(at(case, f"papers/{order.pk}/notice/{firm.pk}/")).status_code == 302
    notice = desk.paper(case, "public_notice")
    assert order.number in desk.words(notice)
    assert "经过30日，即视为送达" in desk.words(notice)
    assert notice.state == "draft"  # it goes to signature as every paper


def test_a_running_notice_stands_among_the_terms_and_is_taken_back(desk: Desk, browse: Browse) -> None:  # noqa: F811
    case = ordered(desk)
    order = desk.issue(desk.paper(case, "correction_order"))
    client, firm = browse("陈办案"), case.parties.get(role="respondent")
    given = {"party": firm.pk, "mode": "public_notice", "proof": SimpleUploadedFile("公告.pdf", PDF)}
    address = at(case, f"papers/{order.pk}/serve/")
    assert "请填写公告日期" in client.post(address, given).content.decode()
    given["proof"] = SimpleUploadedFile("公告.pdf", PDF)
    day = localtime(order.issued_at).date()
    assert client.post(address, given | {"published_on": day}).status_code == 302
    shown, due = page(client, at(case)), spoken_date(day + timedelta(days=30))
    for words in (f"经过30日，{due}视为送达", "公告送达：劳动保障监察限期改正指令书", "</a>公告中"):
        assert words in shown, words
    row = case.public_notices.get()
    assert browse("杨外县").post(at(case, f"notices/{row.pk}/back/")).status_code == 404
    assert client.post(at(case, f"notices/{row.pk}/back/")).status_code == 302
    shown = page(client, at(case))
    assert "公告中" not in shown
    assert "</a>待送达" in shown


def test_related_reports_are_offered_and_merged(desk: Desk, browse: Browse) -> None:  # noqa: F811
    first, told = desk.open(title="第一人").case, desk.open(title="第二人")
    second = told.case
    client = browse("陈办案")
    client.post(at(second, "messages/"), {"text": "请补充流水", "party": told.parties[0].pk})
    assert "第二人" in page(client, at(first))
    client.post(at(first, "merge/"), {"other": [second.pk]})
    second.refresh_from_db()
    assert second.merged_into_id == first.pk
    shown = page(client, at(second))
    assert "待指派" not in shown
    assert f'本件已并入<a href="{at(first)}">' in shown
    listed = page(client, "/workbench/cases/", tab="all")
    assert f'并入<a href="{at(first)}">{first.number}</a>继续办理' in listed
    assert listed.count("待指派") == page(client, "/workbench/cases/", tab="office").count("待指派")  # the first alone
    assert second.number not in page(browse("覃队长"), "/workbench/cases/", tab="waiting")
    assert second.title not in page(browse("覃队长"), "/workbench/")
    assert "请补充流水" in page(client, at(first))  # what was written to him is where it goes on


def test_a_complaint_is_laid_beside_the_inspection_of_the_firm_and_reads_what_that_found(
    desk: Desk,  # noqa: F811
    browse: Browse,
) -> None:
    case, inspection = accepted(desk), surveyed(desk, PROBLEMS)
    Case.objects.filter(pk=inspection.pk).update(topic="hours")  # an inspection looks at everything
    client = browse("陈办案")
    offered = page(client, at(case))
    box = f'name="other" value="{inspection.pk}"'
    assert box in offered
    assert "程序不同，不能并入，可以关联" in offered
    refused = client.post(at(case, "merge/"), {"other": [inspection.pk]}, follow=True).content.decode()
    assert "不能并入，可以与本案关联" in refused
    assert client.post(at(case, "relate/"), {"other": [inspection.pk]}).status_code == 302
    client.post(at(inspection, "relate/"), {"other": [case.pk]})
    assert CaseLink.objects.filter(kind="related").count() == 1
    shown = page(client, at(case))
    assert f'相关：<a href="{at(inspection)}">' in shown
    assert "检查发现：工作时间和休息是否符合规定：骑手日均接单十一小时" in shown
    assert box not in shown
    assert f'相关：<a href="{at(case)}">' in page(client, at(inspection))
    case.refresh_from_db()
    assert (case.step, case.claims.count()) == ("investigating", 1)  # it goes its own way
    assert browse("杨外县").post(at(case, "relate/"), {"other": [inspection.pk]}).status_code in (403, 404)


def test_a_party_signs_on_the_screen_and_a_broken_drawing_is_refused(
    desk: Desk,  # noqa: F811
    browse: Browse,
) -> None:
    case = accepted(desk)
    firm = case.parties.get(role="respondent")
    given = {
        "held_on": "2026-11-23", "place": "监察大队", "inspectors": ["陈办案", "岑协办"], "recorder": "岑协办",
        "person": "莫某", "capacity": "站长", "dialogue": "问：是否拖欠？\n答：是。", "avoidance": "不申请",
        "whom": str(firm.pk),
    }  # fmt: skip
    desk.do(case, "interview", **given)
    paper = desk.paper(case, "interview_record")
    client, address = browse("陈办案"), at(case, f"papers/{paper.pk}/sign/")
    assert "签字板" in page(client, address)
    assert "莫某" in page(client, address)  # he reads above the board what he signs
    assert "去签字" in page(client, at(case))
    assert "do/order/" not in page(client, at(case))
    party = str(firm.pk)
    assert (
        "没有传完整" in client.post(address, {"party": party, "drawn": "data:image/png;base64,eA=="}).content.decode()
    )
    assert "请在屏幕上签字" in client.post(address, {"party": party}).content.decode()
    picture = "data:image/png;base64," + base64.b64encode(PNG).decode()
    text = {"text": client.get(address).context["form"]["text"].value()}
    assert "没有签上" in client.post(address, {"party": party, "drawn": picture}).content.decode()
    assert client.post(address, {"party": party, "drawn": picture} | text).status_code == 302
    assert PaperSignature.objects.get().mode == "drawn"
    assert "还缺办案人员签字（还差2人），签字后才能办理“责令限期改正”" in page(client, at(case))
    assert f"莫某（{full_name(firm)}）" in page(client, at(case))
    for who in ("陈办案", "岑协办"):
        assert "由陈办案、岑协办各自登录后" in page(browse(who), address)
        assert browse(who).post(address, {"party": "询问人", "drawn": picture} | text).status_code == 302
    assert "do/order/" in page(client, at(case))


def test_a_conclusion_is_taken_from_the_standard_words(desk: Desk, browse: Browse) -> None:  # noqa: F811
    case, client = accepted(desk), browse("陈办案")
    plain = page(client, at(case, "do/close/"))
    assert "已付一部分、约定分期" in plain
    assert "双方约定分期支付" not in plain
    assert "双方约定分期支付" in page(client, at(case, "do/close/"), use="complaint.close.part")
    assert "没有造成危害后果" in page(client, at(case, "do/revoke/"))  # there is one only


def test_many_claimants_have_a_page_of_their_own(desk: Desk, browse: Browse) -> None:  # noqa: F811
    case, _ = twelve(desk)
    client = browse("陈办案")
    assert "推举3至5名代表人（人数依据待核实）" in page(client, at(case, "collective/"))
    assert "（尾号3011）" in page(client, at(case))  # whose consent it is can be told
    chosen = list(case.parties.filter(role="claimant").order_by("pk").values_list("pk", flat=True))[:3]
    proof = SimpleUploadedFile("推举书.pdf", PDF, content_type="application/pdf")
    client.post(at(case, "collective/"), {"chosen": chosen, "proof": proof})
    assert page(client, at(case, "collective/")).count("起</div>") == 3
    refused = browse("覃队长").post(at(case, f"part/{chosen[0]}/"), {"reason": ""})
    assert "分案理由" in refused.content.decode()
    led = browse("覃队长").post(at(case, f"part/{chosen[0]}/"), {"reason": "另行处理"})
    new = Case.objects.get(linked_from__case=case, linked_from__kind="split")
    assert led["Location"] == at(new)
    assert browse("杨外县").get(at(case, "collective/")).status_code == 404


def test_a_standard_answer_is_read_before_it_is_sent(desk: Desk, browse: Browse) -> None:  # noqa: F811
    case = desk.open("consultation/1", topic="hours", claims=()).case
    client, one = browse("韦受理"), standards()["hours_rest"]
    assert one.title in page(client, at(case, "do/answer/"))
    shown = page(client, at(case, "do/answer/"), use="hours_rest")
    assert all(words in shown for words in (one.answer.splitlines()[0], one.law, one.office))


def test_a_day_that_may_move_is_marked_while_its_term_runs(desk: Desk, browse: Browse) -> None:  # noqa: F811
    case, client = accepted(desk), browse("陈办案")
    term = case.deadlines.get(clock="investigation")
    assert term.provisional
    assert "暂定" in page(client, at(case))
    assert "（暂定）" in page(client, "/workbench/cases/", tab="office")
    desk.do(case, "withdraw", reason="已付清")
    assert "暂定" not in page(client, at(case))


def test_who_claims_nothing_is_no_applicant(desk: Desk, browse: Browse) -> None:  # noqa: F811
    client = browse("陈办案")
    shown = page(client, at(desk.open("clue/1", claims=()).case))
    assert '<td data-label="身份">反映人' in shown
    assert '<td data-label="身份">用工单位' in shown
    assert '<td data-label="身份">申请人（投诉人）' not in shown
    assert '<td data-label="身份">申请人（投诉人）' in page(client, at(desk.open().case))
