"""Which plan do these tests run on? A short one of two tasks, handed in as a document, read and adopted."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from huxin.adoption.actions.adopt import adopt
from huxin.adoption.actions.drafts import upload_draft
from huxin.adoption.models import PlanDraft
from huxin.plans.models import Duty, Plan, Term
from tests.world import World

TRACKED_FROM = date(2026, 11, 23)
TEXT = """文山州新就业形态劳动者权益保障工作方案

为做好新就业形态劳动者权益保障工作，制定本方案。

一、工作机制

召集人：
陈一山 州人力资源社会保障局副局长
林二水 州交通运输局局长
成员：
沈三石 州商务局副局长
联络员：
王四木 州交通运输局科员

联席会议办公室设在州人力资源社会保障局。

二、任务分工

（一）加强宣传引导。深入企业宣传政策。

完成时限：持续推进（2027年6月底前有阶段性成效）。

责任单位：州人力资源社会保障局牵头，州交通运输局、州总工会、州司法局配合，各县（市）人民政府落实。

（二）规范企业用工。指导企业依法用工。

完成时限：持续推进（2025年6月底前有阶段性成效）。

责任单位：州交通运输局、州人力资源社会保障局按照职能职责负责，各县（市）人民政府落实。

三、工作要求

各县（市）、各有关单位于每年6月10日、12月10日前分别将半年、全年工作情况报州人力资源社会保障局。
"""


@pytest.fixture(autouse=True)
def _files_in_a_folder_of_their_own(settings: Any, tmp_path: Path) -> None:
    settings.FILES = tmp_path / "files"


class Table:
    """What these tests do again and again."""

    def __init__(self, world: World, at: datetime) -> None:
        self.world, self.at = world, at

    def upload(self, text: str = TEXT, *, name: str = "方案.txt", by: str = "吴主任科员") -> PlanDraft:
        who = self.world.actor(by)
        area = self.world.area("532600")
        return upload_draft(text.encode(), name=name, area=area, by=who, at=self.at)

    def adopt(self, draft: PlanDraft, *, tracked_from: date = TRACKED_FROM, by: str = "吴主任科员") -> Plan:
        return adopt(draft, tracked_from=tracked_from, by=self.world.actor(by), at=self.at)

    def duty(self, plan: Plan, number: int, unit: str) -> Duty:
        return Duty.objects.select_related("organisation", "goal").get(
            plan=plan, goal__number=number, organisation__short_name=unit, ended_on=None
        )

    def term(self, duty: Duty) -> Term:
        return Term.objects.get(duty=duty)


@pytest.fixture
def table(world: World, at: datetime) -> Table:
    return Table(world, at)


@pytest.fixture
def plan(table: Table) -> Plan:
    """The short plan, tracked from 23 November 2026."""
    return table.adopt(table.upload())
