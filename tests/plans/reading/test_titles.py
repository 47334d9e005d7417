"""Is the plan called by its own name, whether the notice that brings it names it in marks, in plain words or not?"""

import pytest

from huxin.plans.reading.reader import read_plan

BUREAU, NAME = "云溪州人力资源和社会保障局", "云溪州骑手权益保障工作方案"
NOTICE = f"{BUREAU}关于做好骑手权益保障工作的通知"
BODY = (
    "\n\n各县（市）人民政府：\n\n{lead}\n\n"
    + BUREAU
    + "\n2026年3月5日\n\n{own}\n\n一、主要任务\n（一）加强宣传。{duty}\n"
)


@pytest.mark.parametrize(
    ("title", "lead", "own"),
    [
        (f"{BUREAU}关于印发{NAME}的通知", f"现将{NAME}印发给你们。", NAME),
        (f"{BUREAU}关于印发{NAME}的通知", "现印发给你们。", ""),
        (NOTICE, f"现将{NAME}印发给你们，请认真贯彻执行。", ""),
        (NOTICE, f"现将{NAME}印发给你们，请认真贯彻执行。", NAME),
        (NOTICE, f"经州人民政府同意，我局制定了{NAME}，现印发给你们。", f"附件\n{NAME}"),
        (NOTICE, "现将工作方案印发给你们。", NAME),
    ],
)
def test_the_plan_keeps_its_own_name(title: str, lead: str, own: str) -> None:
    text = title + BODY.format(lead=lead, own=own, duty="责任单位：州人社局牵头。")
    draft = read_plan(text).to_json()
    assert draft["title"] == NAME
    place = draft["places"]["/title"]
    assert text[place["start"] : place["end"]] == NAME


def test_a_notice_that_holds_its_tasks_itself_is_the_plan() -> None:
    text = NOTICE + BODY.format(lead="现就有关事项通知如下：", own="", duty="责任单位：州人社局牵头。")
    assert read_plan(text).to_json()["title"] == NOTICE


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        (
            f"{BUREAU} 云溪州总工会\n关于做好骑手权益保障工作的通知",
            f"{BUREAU} 云溪州总工会关于做好骑手权益保障工作的通知",
        ),
        (
            "云溪州 人社局　云溪州总工会\n云溪州快递协会关于做好骑手\n权益保障工作的通知",
            "云溪州人社局 云溪州总工会 云溪州快递协会关于做好骑手权益保障工作的通知",
        ),
        ("云溪州人社局 关于做好骑手权益保障 工作的通知", "云溪州人社局关于做好骑手权益保障工作的通知"),
    ],
)
def test_the_organs_that_issue_together_stay_apart_in_the_title(printed: str, title: str) -> None:
    text = printed + BODY.format(lead="现就有关事项通知如下：", own="", duty="责任单位：州人社局牵头。")
    assert read_plan(text).to_json()["title"] == title
