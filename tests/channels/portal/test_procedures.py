"""Does everybody read how each kind of case is handled, by the words and terms of its own declaration?"""

import pytest
from django.test import Client

from huxin.cases.guide import guide, procedures
from huxin.cases.procedure import PROCEDURES

NAMES = sorted({code.split("/")[0] for code in PROCEDURES})


def read(name: str) -> str:
    page = Client().get(f"/procedures/{name}/")
    assert page.status_code == 200
    return page.content.decode()


@pytest.mark.parametrize("name", NAMES)
def test_each_has_its_picture_its_course_and_its_terms(db: None, name: str) -> None:
    page = read(name)
    found = guide(next(one for one in procedures() if one.code.startswith(f"{name}/")))
    assert "<svg" in page
    assert found.procedure.title in page
    for words in (*found.course, *found.results, *(term.title for term in found.terms)):
        assert words in page


def test_a_complaint_says_five_working_days_and_sixty_and_thirty_more(db: None) -> None:
    page = read("complaint")
    assert "受理审查：5个工作日" in page
    assert "60个工作日，情况复杂经批准可延长30个工作日" in page
    assert "从收到起" in page
    assert "不服复议决定起诉：按法律规定的期限" in page  # no office sets it
    assert "撤回投诉" in page
    assert "我要反映" in page


def test_the_newest_version_alone_is_shown(db: None) -> None:
    assert len(procedures()) == len(NAMES)
    page = Client().get("/procedures/").content.decode()
    for one in procedures():
        assert one.title in page


def test_what_is_begun_by_an_office_is_not_offered_to_tell(db: None) -> None:
    assert "我要反映" not in read("inspection")


def test_an_unknown_one_is_not_there(db: None) -> None:
    assert Client().get("/procedures/lottery/").status_code == 404
