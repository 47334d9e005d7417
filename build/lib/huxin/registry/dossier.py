"""What does huxin know of this enterprise? Each package offers its part; here they become the file of one firm.

    @part(40)
    def cases(enterprise: Enterprise, by: Actor, at: datetime) -> Part | None: ...

imported in the package's `AppConfig.ready`. A part shows only what `by` may see (`visible`), under every key of the
firm (`queries.family`), and is None where there is nothing to say. The firm's own people read the same file about
themselves on their desk.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from huxin.base.actor import Actor
from huxin.base.chinese import spoken_date
from huxin.registry.models import Enterprise
from huxin.registry.personal import masked_enterprise_phone
from huxin.typesetting.content import (
    Block,
    Column,
    Field,
    Form,
    FormRow,
    Heading,
    Layout,
    Paper,
    Table,
    cells,
    plain,
)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a part; its address opens what it speaks of."""

    cells: tuple[str, ...]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """What one package knows: a title, a small table, a sentence, and where all of it stands."""

    title: str
    headings: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    note: str = ""
    url: str = ""


Offer = Callable[[Enterprise, Actor, datetime], Part | None]
OFFERS: list[tuple[int, Offer]] = []


def part(order: int) -> Callable[[Offer], Offer]:
    """Ask this function too; small orders stand first (10–30 are the registry's own)."""

    def register(function: Offer) -> Offer:
        OFFERS.append((order, function))
        return function

    return register


def dossier(enterprise: Enterprise, by: Actor, at: datetime) -> list[Part]:
    """Every part that has something to say to this person."""
    ranked = sorted(OFFERS, key=lambda pair: pair[0])
    return [found for _, function in ranked if (found := function(enterprise, by, at)) is not None]


def facts(enterprise: Enterprise) -> list[tuple[str, str]]:
    """What the entry itself says, label by label."""
    since = spoken_date(timezone.localtime(enterprise.registered_at).date())
    return [
        ("统一社会信用代码", enterprise.credit_code or "未登记"),
        ("类型", enterprise.get_kind_display() + ("（个体工商户）" if enterprise.individual else "")),
        ("属地", enterprise.area.name),
        ("行业", enterprise.get_industry_display() or "未填"),
        ("法定代表人", enterprise.legal_representative or "未填"),
        ("状态", enterprise.get_status_display()),
        ("住所", enterprise.address or "未填"),
        ("联系人", enterprise.contact or "未填"),
        ("联系电话", masked_enterprise_phone(enterprise) or "未填"),
        ("登记来源", f"{enterprise.get_source_display()}，{since}"),
    ]


def dossier_paper(enterprise: Enterprise, parts: list[Part], *, reader: str, today: date) -> Paper:
    """The file to take along on a visit; it says for whom and on which day it was printed."""
    pairs = facts(enterprise)
    rows = [FormRow((Field(*pairs[i]), Field(*pairs[i + 1]))) for i in range(0, len(pairs), 2)]
    blocks: list[Block] = [Form(tuple(rows))]
    for one in parts:
        blocks.append(Heading(1, one.title))
        if one.note:
            blocks.append(plain(one.note))
        if one.rows:
            columns = tuple(Column(max(4, min(16, _width(one, place)))) for place in range(len(one.headings)))
            lines = (cells(*one.headings, bold=True), *(cells(*row.cells) for row in one.rows))
            blocks.append(Table(columns, lines))
    blocks.append(plain(f"本档案由{reader}于{spoken_date(today)}打印，仅供工作使用；记录以系统为准。"))
    return Paper(layout=Layout.SHEET, title=f"一企一档\n{enterprise.name}", blocks=tuple(blocks))


def _width(one: Part, place: int) -> int:
    """A column's share by its longest text."""
    return max(len(text) for text in (one.headings[place], *(row.cells[place] for row in one.rows)))
