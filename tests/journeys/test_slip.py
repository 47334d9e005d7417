"""Does a rider on a phone read his slip, dispute an item, take it along; and come to one by his own shifts alone?"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from tests.journeys.conftest import Person, path_of


def test_from_the_slip_to_a_complaint_with_the_signed_slip(person: Callable[..., Person]) -> None:
    rider = person("rider", "phone")
    page = rider.go("/me/slips/")
    rider.look("slip-list")
    rider.follow("看明细")
    rider.sees("每小时实得")
    rider.sees("没有干活的天数")
    rider.look("slip-month")
    month = path_of(page)
    rider.follow("怎么算的")
    page.locator("details").first.locator("summary").click()
    rider.sees("小时最低工资")
    rider.look("slip-steps")
    rider.go(f"{month}orders/")
    rider.look("slip-orders")
    page = rider.go(month)
    page.locator("main a", has_text="（一周）").nth(1).click()
    page.wait_for_load_state()
    assert re.search(r"-W\d\d/$", path_of(page))
    rider.look("slip-week")
    rider.go(month)
    assert rider.fetch(f"{month}slip.pdf").startswith(b"%PDF")
    page.locator("button[value=income]").click()
    page.wait_for_load_state()
    if path_of(page) == "/report/who/":  # several firms have such a name
        page.locator("[name=chosen]").first.check()
        rider.press("下一步")
    assert path_of(page) == "/report/story/"  # what, where, who and when are known
    assert "真实时薪" in page.input_value("[name=story]")
    rider.press("下一步")
    rider.press("下一步")
    rider.sees("真实时薪（平台报送的订单）")
    assert page.locator("input[name=pieces]:checked").count() == 1
    rider.look("slip-check")
    rider.press("提交")
    number = re.search(r"\d{4}-\d{4}-\d{4}", page.inner_text("main"))
    assert number
    rider.go(f"/follow/{number[0]}/")
    rider.sees("真实时薪（平台报送的订单）")


def test_from_typed_shifts_to_a_slip_in_the_vault(person: Callable[..., Person]) -> None:
    rider = person("rider", "phone")
    page = rider.go("/me/shifts/")
    day = date.today() - timedelta(days=3)
    for name, text in {
        "day": day.isoformat(), "begins": "22:00", "ends": "01:30", "orders": "9", "pay": "52.5",
        "platform": "云岭快送",
    }.items():  # fmt: skip
        page.fill(f"[name={name}]", text)
    page.select_option("[name=area]", "532622")
    rider.look("shifts")
    rider.press("记下这个班次")
    rider.sees("22:00至01:30")
    rider.go(f"/me/slips/shifts/{day:%Y-%m}/")
    rider.sees("按您自己写的班次计算")
    rider.look("shifts-slip")
    rider.press("存入证据库")
    rider.sees("真实时薪（自己写的班次）")
    page = rider.go("/me/files/")
    page.set_input_files(
        "[name=file]",
        {
            "name": "我的订单.csv",
            "mimeType": "text/csv",
            "buffer": f"哪天,接到,送到,挣的\n{day},10:00,10:40,6.5\n{day},看不清,11:40,6.5\n".encode(),
        },
    )
    page.fill("[name=platform]", "云岭快送")
    page.select_option("[name=area]", "532622")
    rider.press("上传")
    rider.sees("没有认出这种格式")
    for name, heading in {"day": "哪天", "accepted_s": "接到", "completed_s": "送到", "pay_fen": "挣的"}.items():
        page.select_option(f"[name={name}]", heading)
    rider.look("own-file-columns")
    rider.press("按这样读")
    rider.sees("1行没有读出")
    rider.look("own-file-read")
    rider.go("/me/accounts/")
    rider.look("accounts")
