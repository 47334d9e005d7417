"""Who leads, helps or carries out, in whatever words, behind a label and in brackets?"""

import pytest

from huxin.plans.reading.reader import read_plan

SAID = {
    "州人社局牵头抓总，州总工会具体负责": "lead 州人社局 by_duty 州总工会",
    "州人社局牵头负责，州妇联协助配合": "lead 州人社局 cooperate 州妇联",
    "州人社局会同州交通运输局负责": "lead 州人社局 cooperate 州交通运输局",
    "州人社局为牵头单位，州总工会为配合单位": "lead 州人社局 cooperate 州总工会",
    "州人社局（牵头单位）、州总工会（配合单位）": "lead 州人社局 cooperate 州总工会",
    "州人社局、州总工会（牵头）；州司法局、州妇联（配合）": "lead 州人社局 州总工会 cooperate 州司法局 州妇联",
    "州人社局（牵头）、州总工会": "lead 州人社局 cooperate 州总工会",
    "州人社局总牵头，州公安局分头落实": "lead 州人社局 implement 州公安局",
    "由州人社局负责牵头，州级相关部门按职责参与": "lead 州人社局 cooperate 州级相关部门",
    "州人社局牵头，州直各有关部门和青石县人民政府配合": "lead 州人社局 cooperate 州直各有关部门 青石县人民政府",
    "州人社局牵头，会同县总工会、青石县妇联落实": "lead 州人社局 cooperate 县总工会 青石县妇联",
    "各行业主管部门按照职责分工负责": "by_duty 各行业主管部门",
}


@pytest.mark.parametrize("words", SAID)
def test_the_roles_are_read_as_said(words: str) -> None:
    text = f"白水州权益保障工作方案\n\n一、任务\n\n（一）规范用工。责任单位：{words}。\n\n（二）做好服务。（{words}）\n"
    for goal in read_plan(text).to_json()["goals"]:
        said: dict[str, list[str]] = {}
        for duty in goal["duties"]:
            said.setdefault(duty["role"], []).append(duty["as_printed"])
        assert " ".join(f"{role} {' '.join(units)}" for role, units in said.items()) == SAID[words]
