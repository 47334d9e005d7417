"""What does a list of enterprises hold as a table, on its way out and on its way in?"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from huxin.base.chinese import normal_name, normal_text
from huxin.base.errors import NotPossible
from huxin.orgs.models import Area
from huxin.registry.actions.enterprises import Details, columns
from huxin.registry.models import Enterprise, Industry
from huxin.registry.personal import masked_enterprise_phone

NAME, CODE, AREA, PHONE = "企业名称", "统一社会信用代码", "属地", "联系电话"
_MASK = "*"  # a number that came out masked says nothing when it comes back


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of the table: its heading, how wide, and what stands in it."""

    title: str
    width: int
    get: Callable[[Enterprise], Any]
    must: bool = False


HEADINGS: tuple[Heading, ...] = (
    Heading(CODE, 22, lambda e: e.credit_code or ""),
    Heading(NAME, 36, lambda e: e.name, must=True),
    Heading("简称", 16, lambda e: e.short_name),
    Heading("类型", 16, lambda e: e.get_kind_display(), must=True),
    Heading("个体工商户", 12, lambda e: e.individual),
    Heading(AREA, 14, lambda e: e.area.name, must=True),
    Heading("行业", 12, lambda e: e.get_industry_display()),
    Heading("法定代表人", 14, lambda e: e.legal_representative),
    Heading("住所", 40, lambda e: e.address),
    Heading("联系人", 12, lambda e: e.contact),
    Heading(PHONE, 16, masked_enterprise_phone),
    Heading("状态", 10, lambda e: e.get_status_display()),
)


def areas_by_name(areas: Iterable[Area]) -> dict[str, Area]:
    """Each area under its name, its short name and its code."""
    return {word: area for area in areas for word in (area.name, area.short_name, area.pk)}


def read_row(cells: Mapping[str, Any], areas: Mapping[str, Area]) -> tuple[str, Details]:
    """A line of the table as name and details; NotPossible says what is wrong in it, all of it at once."""
    texts = {title: _text(cells.get(title)) for title in (heading.title for heading in HEADINGS)}
    wrong = [f"缺少{heading.title}" for heading in HEADINGS if heading.must and not texts[heading.title]]
    area = areas.get(texts[AREA])
    if texts[AREA] and area is None:
        wrong.append(f"属地“{texts[AREA]}”不是您管辖的县（市）")
    kind = _coded("类型", texts, Enterprise.Kind, wrong)
    industry = _coded("行业", texts, Industry, wrong)
    status = _coded("状态", texts, Enterprise.Status, wrong) or Enterprise.Status.ACTIVE
    if texts["个体工商户"] not in ("", "是", "否", "TRUE", "FALSE"):
        wrong.append("个体工商户请填“是”或“否”")
    if wrong or area is None:
        raise NotPossible("；".join(wrong))
    details = Details(
        area=area, kind=kind, credit_code=texts[CODE], short_name=texts["简称"],
        individual=texts["个体工商户"] in ("是", "TRUE"), address=texts["住所"],
        legal_representative=texts["法定代表人"], industry=industry, contact=texts["联系人"],
        phone="" if _MASK in texts[PHONE] else texts[PHONE], status=status,
    )  # fmt: skip
    columns(details)
    return normal_name(texts[NAME]), details


def _text(cell: Any) -> str:
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return normal_text(str(cell)) if cell is not None else ""


def _coded(title: str, texts: Mapping[str, str], choices: type[models.TextChoices], wrong: list[str]) -> str:
    if not texts[title]:
        return ""
    for code, words in choices.choices:
        if texts[title] in (code, words):
            return str(code)
    wrong.append(f"{title}“{texts[title]}”应为{'、'.join(map(str, choices.labels))}之一")
    return ""
