"""Do officers carry cases to their end on screen: a complaint paid, a mediation for the court, twelve riders in one?"""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.journeys.casework import act, bound, paper_of, party_signs, serve, signed, taken_in, until
from tests.journeys.conftest import Person
from tests.journeys.papers import issue, pdf_text

TODAY = date.today()
SOON = (TODAY + timedelta(days=14)).isoformat()
HEAD, LEADER, INSPECTOR = "yanshan-inspection-head", "yanshan-hrss-leader", "yanshan-inspector"
WAGE = {
    "source": "visit", "procedure": "complaint/1", "topic": "wage", "area": "532622", "firm": "配送",
    "story": "八月到十月的单费一直没有发，站长让再等。", "claimed": "12000",
    "happened_from": (TODAY - timedelta(days=90)).isoformat(),
    "happened_until": (TODAY - timedelta(days=20)).isoformat(),
}  # fmt: skip


@pytest.fixture(scope="module")
def kept() -> dict[str, str]:
    """Addresses that one step of the journey leaves for the next."""
    return {}


def _matter(title: str, name: str, phone: str, **more: str) -> dict[str, str]:
    return WAGE | {"title": title, "name": name, "phone": phone} | more


def test_a_complaint_is_taken_in_assigned_and_docketed(person: Callable[..., Person], kept: dict[str, str]) -> None:
    clerk = person("yanshan-intake")
    number, kept["secret"] = taken_in(clerk, **_matter("拖欠三个月单费", "王大山", "13900002001"))
    kept["number"], kept["case"] = number, f"/workbench/cases/{number}/"
    head = person(HEAD)
    page = head.go("/workbench/cases/?tab=waiting")
    page.fill("[name=text]", number)
    page.keyboard.press("Enter")
    head.follow("拖欠三个月单费")
    page.select_option("[name=officer]", index=1)  # what waits for an officer shows the form at once
    page.select_option("[name=second]", index=2)
    head.press("指派")
    head.sees("（主办）")
    head.look("officer-assigned")

    officer = person(INSPECTOR)
    act(officer, kept["case"], "受理立案", "提请审批", "officer-accept", in_time=True, clear_employer=True,
        competent=True, not_elsewhere=True, relation="A", matter_of_law="克扣、拖欠劳动报酬")  # fmt: skip
    officer.look("officer-proposed")
    signed(person, INSPECTOR, (HEAD,), kept["case"], "立案审批表")
    until(officer, kept["case"], "调查中")
    notice = signed(person, INSPECTOR, (HEAD,), kept["case"], "劳动保障监察受理通知书")
    issue(person(LEADER), notice, f"砚人社监受〔{TODAY.year}〕901号")
    serve(officer, kept["case"], "劳动保障监察受理通知书", "申请人")


def test_the_firm_is_ordered_to_pay_and_pays(person: Callable[..., Person], kept: dict[str, str]) -> None:
    officer, case = person(INSPECTOR), kept["case"]
    act(officer, case, "责令限期改正", "提请审批", "officer-order", demand="足额支付拖欠的配送费",
        law="《劳动保障监察条例》第二十六条", amount="12000", due_on=SOON)  # fmt: skip
    order = signed(person, INSPECTOR, (HEAD, LEADER), case, "限期改正指令书")
    issue(person(LEADER), order, f"砚人社监令〔{TODAY.year}〕901号")
    assert "足额支付拖欠的配送费" in pdf_text(officer.fetch(f"{order}paper.pdf"))
    serve(officer, case, "限期改正指令书", "被申请人")
    until(officer, case, "责令改正中")
    officer.look("officer-correcting")
    page = officer.page
    page.locator(".case-acts").get_by_role("link", name="复查", exact=True).click()
    page.locator("#act form").wait_for()
    page.fill("#act [name=found]", "已付清，投诉人确认收到。")
    page.locator("#act [name^=result_]").select_option("complied")
    page.locator("#act [name^=on_]").fill(TODAY.isoformat())
    button = page.locator("#act").get_by_role("button", name="复查", exact=True)
    page.context.set_offline(True)
    button.click()
    page.locator("main").get_by_text("没有送出：网络断了").wait_for()  # and what was typed is still there
    page.context.set_offline(False)
    with page.expect_navigation():
        button.click()
    officer.sees("已履行")


def test_the_case_is_closed_with_what_was_paid_and_the_rider_is_told(
    person: Callable[..., Person], kept: dict[str, str]
) -> None:
    officer, case = person(INSPECTOR), kept["case"]
    page = officer.go(case)
    page.locator(".case-acts").get_by_role("link", name="结案", exact=True).click()
    form = page.locator("#act form")
    form.wait_for()
    form.locator("[name=result]").fill("经责令，单位已足额支付。")
    form.get_by_role("button", name="提请审批", exact=True).click()  # nothing said of the claim yet
    page.locator("#act .invalid-feedback, #act [id$=_wrong]").first.wait_for()
    assert form.locator("[name=result]").input_value() == "经责令，单位已足额支付。"
    form.locator("[name^=outcome_]").select_option("met")
    form.locator("[name^=found_]").fill("12000")
    form.locator("[name^=paid_]").first.fill("12000")
    form.locator("[name^=paid_on_]").fill(TODAY.isoformat())
    with page.expect_navigation():
        form.get_by_role("button", name="提请审批", exact=True).click()
    signed(person, INSPECTOR, (HEAD,), case, "结案审批表")
    until(officer, case, "已结案")
    result = signed(person, INSPECTOR, (HEAD,), case, "办理结果告知书")
    issue(person(LEADER), result, f"砚人社监结〔{TODAY.year}〕901号")
    serve(officer, case, "办理结果告知书", "申请人")
    officer.go(case)
    officer.look("officer-closed")
    words = bound(officer, case, look="officer-file")
    for part in ("劳动保障投诉案卷（正卷）", "卷内目录", "足额支付拖欠的配送费", "送达凭证", "卷内备考表"):
        assert part in words, part

    rider = person(size="phone")
    rider.go("/follow/")
    rider.page.fill("[name=number]", kept["number"])
    rider.page.fill("[name=secret]", kept["secret"])
    rider.press("查询")
    rider.sees("已办结")


def test_mediation_ends_in_a_packet_for_the_court(person: Callable[..., Person]) -> None:
    number, _ = taken_in(
        person("yanshan-intake"),
        **_matter("装备押金不退", "李小河", "13900002002", procedure="mediation/1", topic="deposit", claimed="500"),
    )
    case, mediator = f"/workbench/cases/{number}/", person("yanshan-mediator")
    until(mediator, case, "《调解申请书》还缺当事人签字")
    party_signs(mediator, case, "调解申请书")
    act(mediator, case, "受理调解", in_scope=True, claimant=True, respondent=True, mediator="孙和平")
    act(mediator, case, "登记调解会", held_on=TODAY.isoformat(), place="调解室", present="双方当事人",
        dialogue="甲：押金应退。乙：同意退还。", result="基本达成一致")  # fmt: skip
    until(mediator, case, "《调解笔录》还缺当事人签字，签字后才能办理“达成协议”“调解不成，终结”")
    party_signs(mediator, case, "调解笔录")
    act(mediator, case, "达成协议", "提请审批", found_="500", terms="于约定日期前一次退还押金500元。", due_on=SOON)
    signed(person, "yanshan-mediator", ("yanshan-mediator",), case, "调解协议书")
    until(mediator, case, "还缺当事人签字")
    party_signs(mediator, case, "调解协议书")
    act(mediator, case, "协议生效")
    mediator.sees("协议履行中")
    act(mediator, case, "共同申请司法确认", to="砚山县人民法院", both=True)
    signed(person, "yanshan-mediator", ("yanshan-mediator",), case, "司法确认申请书")
    party_signs(mediator, case, "司法确认申请书")
    application = paper_of(mediator, case, "司法确认申请书")
    words = pdf_text(mediator.fetch(f"{application}paper.pdf"))
    assert "请求确认双方达成的调解协议有效" in words
    mediator.go(case)
    mediator.look("officer-confirming")
    packet = bound(mediator, case, "调解笔录", "调解受理通知书")
    for part in ("协商与一站式调解材料（正卷）", "请求确认双方达成的调解协议有效", "《调解协议书》申请人"):
        assert part in packet, part
    assert "审批单" not in packet


def test_twelve_riders_become_one_case_and_each_keeps_his_receipt(person: Callable[..., Person]) -> None:
    clerk = person("yanshan-intake")
    told = [
        taken_in(clerk, **_matter("站点集体欠薪", f"陆小{n}", f"139000030{n:02d}", claimed=f"{1000 + n}"))
        for n in range(12)
    ]
    head = person(HEAD)
    main = f"/workbench/cases/{told[0][0]}/"
    page = head.go(main)
    for number, _ in told[1:]:
        page.locator("label", has_text=number).locator("[name=other]").check()
    head.look("officer-merging")
    head.press("将所选并入本案")
    head.sees("11件已并入本案")
    head.sees("集体案件")
    page.locator("summary", has_text="登记当事人同意事项").click()
    page.select_option("[name=what]", "merge")
    for box in page.locator("[name=parties]").all()[:12]:
        box.check()
    head.press("登记")
    head.sees("同意并案并由代表人参加")
    head.look("officer-collective")
    rider = person(size="phone")
    rider.go("/follow/")
    rider.page.fill("[name=number]", told[5][0])
    rider.page.fill("[name=secret]", told[5][1])
    rider.press("查询")
    rider.sees("站点集体欠薪")
