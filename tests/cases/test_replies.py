"""Do offices answer in their own words, filled in from the case and without anybody's name?"""

from datetime import date

import pytest
from django.utils.module_loading import import_string

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.cases.models import Case
from huxin.cases.procedure import PROCEDURES
from huxin.cases.replies import conclusions_for, general, remove_reply, replies_for, replies_of, write_reply
from huxin.orgs.models import Organisation
from tests.cases.conftest import Desk
from tests.cases.test_casefile import accepted, outcome
from tests.cases.test_collective import twelve
from tests.cases.test_complaint import CONDITIONS


def texts(case: Case) -> dict[str, str]:
    """The texts that fit, by their code."""
    return {reply.code: words for reply, words in replies_for(case)}


def office(desk: Desk) -> Organisation:
    return desk.world.org("砚山监察大队")


def write(desk: Desk, text: str, *, code: str = "complaint.investigating", who: str = "覃队长", **more: str) -> None:
    """The head puts it in the words of the office."""
    given = {"procedure": "", "step": "", "title": "本队用语"} | more
    write_reply(office(desk), code=code, text=text, by=desk.world.actor(who), at=desk.later(), **given)


def test_every_general_text_names_a_step_that_there_is_and_places_that_can_be_filled(desk: Desk) -> None:
    codes = [reply.code for reply in general()]
    assert len(codes) == len(set(codes))
    for reply in general():
        steps = [s.code for p in PROCEDURES.values() for s in p.steps if reply.procedure in ("", p.code.split("/")[0])]
        assert not reply.step or reply.step in steps, reply.code
        head = desk.world.actor("覃队长")
        write_reply(office(desk), code=reply.code, procedure="", step="", title=reply.title, text=reply.text, by=head,
                    at=desk.later())  # fmt: skip


def test_a_text_is_filled_in_from_the_case_and_names_nobody(desk: Desk) -> None:
    case = accepted(desk)
    words = texts(case)
    assert next(iter(words)) == "complaint.investigating"
    assert f"编号{case.number}" in words["complaint.investigating"]
    assert "期限至2027年2月16日" in words["complaint.investigating"]
    assert "王大山" not in "".join(words.values())


def test_a_closed_case_is_answered_with_its_result_and_what_was_paid(desk: Desk) -> None:
    case = accepted(desk)
    paid = outcome(case, "met", found="12345.67", paid="12345.67", paid_on="2026-11-23")
    desk.approve(desk.do(case, "close", result="已全额支付", **paid))
    case.refresh_from_db()
    assert "办理结果：已全额支付。已支付12,345.67元" in texts(case)["complaint.closed_paid"]
    assert "any.progress" not in texts(case)


def test_an_office_has_its_own_wording_and_goes_back_to_the_general_one(desk: Desk) -> None:
    case = accepted(desk)
    write(desk, "本队正在调查【案由】。")
    assert texts(case)["complaint.investigating"] == "本队正在调查拖欠三个月配送费。"
    other = {reply.code: reply for reply in replies_of(desk.world.org("文山市人社局"))}
    assert "本队" not in other["complaint.investigating"].text
    remove_reply(office(desk), code="complaint.investigating", by=desk.world.actor("覃队长"), at=desk.later())
    assert "本队" not in texts(case)["complaint.investigating"]


def test_an_office_adds_a_text_of_its_own(desk: Desk) -> None:
    case = accepted(desk)
    write(desk, "请于周三下午到本队。", code="", procedure="complaint", step="investigating")
    assert "请于周三下午到本队。" in texts(case).values()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"text": "【身份证号】"}, "【身份证号】不能自动填入"), ({"text": " "}, "请填写"),
        ({"text": "长" * 1001}, "最多1000字"),
        ({"text": "x", "code": "nothing"}, "已不存在"),
        ({"text": "x", "code": "", "procedure": "complaint", "step": "flying"}, "没有这个环节"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_in_words(desk: Desk, given: dict[str, str], words: str) -> None:
    with pytest.raises(NotPossible, match=words):
        write(desk, **given)


def test_only_the_head_of_the_office_changes_its_words(desk: Desk) -> None:
    for stranger in ("陈办案", "康主任", "杨外县"):
        with pytest.raises(PermissionDenied):
            write(desk, "不行", who=stranger)


def test_every_end_of_every_procedure_has_an_answer_to_paste() -> None:
    ends = {(p.code.partition("/")[0], s.code) for p in PROCEDURES.values() for s in p.steps if s.final}
    assert ends - {(reply.procedure, reply.step) for reply in general()} == set()


def test_every_conclusion_goes_into_a_field_of_the_form_of_its_action(desk: Desk) -> None:
    conclusions = [reply for reply in general() if reply.action]
    assert len(conclusions) >= 15
    for reply in conclusions:
        case = desk.open(f"{reply.procedure}/1").case
        form = import_string(PROCEDURES[case.procedure].action(reply.action).form)
        assert reply.field in form(case=case, at=desk.at).fields, reply.code


def test_conclusions_are_filled_from_the_case_in_the_words_of_the_office(desk: Desk) -> None:
    case = accepted(desk)
    found = {reply.code: words for reply, words in conclusions_for(case, "close")}
    assert "请求金额合计12,345.67元" in found["complaint.close.paid"]
    assert "砚山迅达配送服务有限公司" in found["complaint.close.unproven"]
    write(desk, "【用人单位】已付清。", code="complaint.close.paid")
    own = {reply.code: (words, reply.field) for reply, words in conclusions_for(case, "close")}
    assert own["complaint.close.paid"] == ("砚山迅达配送服务有限公司已付清。", "result")
    assert "complaint.close.paid" not in texts(case)


def test_half_a_sentence_goes_where_its_day_is_not_known_and_the_number_of_a_paper_stays(desk: Desk) -> None:
    clue, complaint = desk.open("clue/1").case, desk.open().case
    received = {case.pk: texts(case) for case in (clue, complaint)}
    assert "办理。可以凭编号" in received[clue.pk]["any.received"]
    assert "（　　）" not in "".join(received[clue.pk].values())
    assert "，应于2026年11月30日前作出是否受理的答复。" in received[complaint.pk]["any.received"]
    assert "〔" not in "".join(received[complaint.pk].values())
    by = desk.world.actor("覃队长", desk.later())
    write_reply(
        complaint.organisation, code="any.received", procedure="", step="", title="收到登记",
        text="按人社部发〔2021〕56号办理〔，【外部编号】〕。", by=by, at=desk.at,
    )  # fmt: skip
    words = next(words for reply, words in replies_for(complaint) if reply.code == "any.received")
    assert words == "按人社部发〔2021〕56号办理。"


def test_a_text_names_the_term_of_which_it_speaks(desk: Desk) -> None:
    told = {"source": "hotline_12345", "outside_number": "WS1", "outside_due_on": date(2026, 11, 25)}
    case = desk.open("complaint/1", **told).case
    assert "应于2026年11月30日前作出是否受理的答复" in texts(case)["any.received"]
    mediation = desk.open("mediation/1", **told | {"outside_number": "WS2"}).case
    assert "是否受理" not in texts(mediation)["any.received"]  # only what another body wishes
    desk.do(case, "ask_supplement", needed="截图", due_on="2026-12-08")
    assert "请于2026年12月8日前" in texts(case)["complaint.supplementing"]


def test_a_report_that_was_merged_is_answered_with_what_became_of_it(desk: Desk) -> None:
    main, told = twelve(desk)
    mine = told[4].case
    desk.approve(desk.do(main, "accept", **CONDITIONS))
    mine.refresh_from_db()
    assert f"编号{mine.number}" in texts(mine)["complaint.investigating"]
    close = {"result": "已足额支付", "every_outcome": "met", "every_paid_on": "2026-11-23"}
    desk.approve(desk.do(main, "close", **close))
    mine = Case.objects.get(pk=mine.pk)
    assert f"编号{mine.number}" in texts(mine)["complaint.closed_paid"]
    assert "已支付1,000.04元" in texts(mine)["complaint.closed_paid"]  # what he got, not what all got
