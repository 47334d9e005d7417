"""Which plan do the journeys hand in, and how? A small one in the official form that nobody ever issued."""

from datetime import date, timedelta

from tests.journeys.conftest import Person

BODY = """关于印发《文山州{topic}工作方案》的通知

各县(市)人民政府，州直各有关单位：

《文山州{topic}工作方案》已经州人民政府同意，现印发给你们，请认真组织实施。

文山州人力资源和社会保障局
文山州交通运输局
文山州总工会
{issued}

文山州{topic}工作方案

为做好{topic}工作，结合我州实际，制定本方案。

一、工作任务

(一)摸清底数。对户外劳动者集中的路段、商圈逐一走访，建立台账，按月更新。

完成时限：{milestone}前。

责任单位：州总工会牵头，州交通运输局、州邮政管理局配合。

(二)建设服务站点。在骑手、快递员集中的区域设立站点，提供饮水、充电、休息。

完成时限：持续推进({milestone}前有阶段性成效)。

责任单位：州总工会牵头，州人力资源社会保障局配合，各县(市)人民政府落实。

(三)宣传引导。通过网站、公众号和站点公告栏讲清政策，让劳动者知道去哪里、找谁办。

完成时限：持续推进。

责任单位：州人力资源社会保障局、州交通运输局、州总工会按照职能职责负责。

二、工作要求

联席会议办公室设在州人力资源社会保障局，负责日常事务。

各县(市)、各有关单位分别于每年{half}、{full}前将半年和全年工作情况报告(包括工作推进落实情况、工作亮点、典型案例等)报送州人力资源社会保障局。
"""


def plan_words(topic: str, today: date) -> str:
    """A plan of this topic; one of its two reports is due in two weeks."""
    soon, later = today + timedelta(days=14), today + timedelta(days=196)
    half, full = sorted((soon, later), key=lambda day: (day.month, day.day))
    return BODY.format(
        topic=topic,
        issued=_words(today - timedelta(days=10)),
        milestone=_words(today + timedelta(days=90)),
        half=f"{half.month}月{half.day}日",
        full=f"{full.month}月{full.day}日",
    )


def _words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def upload(office: Person, text: str) -> None:
    """Hand the document in; the page shown next is the draft beside the text."""
    page = office.go("/workbench/plans/upload/")
    page.set_input_files("input[name=file]", {"name": "方案.txt", "mimeType": "text/plain", "buffer": text.encode()})
    page.select_option("select[name=area]", "532600")
    office.press("上传并解读")
