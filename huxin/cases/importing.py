"""What does a table of cases from another system hold, and what does one line of it say?

12345, the national wage-arrears platform and the provincial systems give out tables; their columns are copied under
these headings once, and every later hand-in of the same table doubles nothing (source and outside number).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from huxin.base.chinese import normal_text
from huxin.base.errors import NotPossible
from huxin.base.money import read_fen
from huxin.cases.actions.intake import Told
from huxin.cases.procedure import PROCEDURES, Procedure
from huxin.cases.topics import Source, Topic
from huxin.orgs.models import Area
from huxin.registry.models import Enterprise
from huxin.registry.personal import read_person
from huxin.registry.queries import called

Rows = Sequence[tuple[int, Mapping[str, Any]]]
OUTSIDE = (
    Source.HOTLINE_12345, Source.HOTLINE_12333, Source.WAGE_PLATFORM, Source.PROVINCE, Source.PETITION, Source.UNION,
    Source.PROCURATORATE, Source.OTHER_BODY,
)  # fmt: skip
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


def _quoted(choices: Iterable[Any]) -> str:
    """What may be written, word for word: some of it holds commas itself."""
    return "".join(f"“{one.label}”" for one in choices)


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its heading, whether it must be filled, how long it may be, and what is written there."""

    title: str
    must: bool = False
    longest: int = 120
    help: str = ""
    example: str = ""


HEADINGS: tuple[Heading, ...] = (
    Heading("来源", True, help=_quoted(OUTSIDE), example="12345热线"),
    Heading("外部编号", True, 60, "对方系统的工单号、线索号；同一来源同一编号只登记一次", "WS20261126001"),
    Heading("外部时限", help="对方要求办结的日期，如2026-12-10", example="2026-12-10"),
    Heading("程序", help="劳动保障投诉、举报线索、协商与一站式调解、咨询；空白按劳动保障投诉", example="劳动保障投诉"),
    Heading("事项", True, help=_quoted(Topic), example="拖欠或克扣报酬"),
    Heading("案由", True, 120, "一句话", "站点拖欠三个月配送单费"),
    Heading("工作地点", True, help="县（市）名称", example="砚山县"),
    Heading("具体地点", longest=120, example="江那镇配送站"),
    Heading("用工单位", longest=120, help="名称或统一社会信用代码；登记过的自动对应", example="某配送服务有限公司"),
    Heading("平台", longest=60),
    Heading("发生时间起", example="2026-08-01"),
    Heading("发生时间止", example="2026-10-31"),
    Heading("涉及金额", help="元", example="12000"),
    Heading("涉及人数", help="空白为1人", example="1"),
    Heading("情况说明", True, 5000, example="八月至十月的单费没有发。"),
    Heading("诉求", longest=1000),
    Heading("姓名", longest=40, help="空白按匿名登记"),
    Heading("手机号", longest=20),
    Heading("身份证号", longest=20),
    Heading("送达地址", longest=200),
)


def read_row(cells: Mapping[str, Any], areas: Mapping[str, Area], today: date) -> Told:
    """A line as it is told to an officer; NotPossible says all that is wrong in it at once."""
    texts = {heading.title: _text(cells.get(heading.title)) for heading in HEADINGS}
    wrong = [f"缺少{h.title}" for h in HEADINGS if h.must and not texts[h.title]]
    wrong += [f"{h.title}超过{h.longest}字" for h in HEADINGS if len(texts[h.title]) > h.longest]
    given = _meant(texts, areas, wrong)
    wrong += _contradictions(texts, given["happened_from"], given["happened_until"], today)
    if wrong:
        raise NotPossible("；".join(one.rstrip("。") for one in wrong))
    return Told(
        **given, outside_number=texts["外部编号"], title=texts["案由"], place=texts["具体地点"],
        enterprise=_firm(texts["用工单位"]), enterprise_name=texts["用工单位"], platform_name=texts["平台"],
        story=texts["情况说明"], wish=texts["诉求"], anonymous=not texts["姓名"], name=texts["姓名"],
        phone=texts["手机号"], id_number=texts["身份证号"], address=texts["送达地址"],
    )  # fmt: skip


def _meant(texts: Mapping[str, str], areas: Mapping[str, Area], wrong: list[str]) -> dict[str, Any]:
    """What codes, days and figures mean; what cannot be read is added to what is wrong."""

    def read(title: str, how: Callable[[str], Any], otherwise: Any = None) -> Any:
        if not texts[title]:
            return otherwise
        try:
            return how(texts[title])
        except ValueError as error:
            wrong.append(f"{title}“{texts[title][:20]}”：{error}")
            return otherwise

    return {
        "source": read("来源", lambda text: _labelled(text, OUTSIDE), ""),
        "topic": read("事项", lambda text: _labelled(text, Topic), ""),
        "procedure": read("程序", _procedure, _procedure("劳动保障投诉")),
        "area": read("工作地点", lambda text: _area(text, areas)),
        "outside_due_on": read("外部时限", _day),
        "happened_from": read("发生时间起", _day),
        "happened_until": read("发生时间止", _day),
        "claimed_fen": read("涉及金额", _sum),
        "people": read("涉及人数", _people, 1),
    }


def _contradictions(texts: Mapping[str, str], start: date | None, end: date | None, today: date) -> Iterator[str]:
    if start and start > today:
        yield "发生时间起晚于今天"
    if start and end and end < start:
        yield "发生时间止早于发生时间起"
    if bool(texts["姓名"]) != bool(texts["手机号"]):
        yield "姓名和手机号请一并填写；匿名的两项都留空"
    if not texts["姓名"]:
        return
    try:
        read_person(name=texts["姓名"], identity=texts["身份证号"], phone=texts["手机号"])
    except NotPossible as error:
        yield error.reason
    except ValueError as error:
        yield str(error)


def areas_by_name(areas: Iterable[Area]) -> dict[str, Area]:
    """Each area under its name, its short name and its code."""
    return {word: area for area in areas for word in (area.name, area.short_name, area.pk)}


def _text(cell: Any) -> str:
    if isinstance(cell, datetime | date):
        return f"{cell:%Y-%m-%d}"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return normal_text(str(cell)) if cell is not None else ""


def _labelled(text: str, choices: Iterable[Any]) -> str:
    for one in choices:
        if text in (one.value, one.label):
            return str(one.value)
    raise ValueError(f"应为{_quoted(choices)}之一")


def _procedure(text: str) -> Procedure:
    open_to_all = [p for p in PROCEDURES.values() if not p.opens]
    for one in open_to_all:
        if text in (one.title, one.code.partition("/")[0]):
            return one
    raise ValueError(f"应为{'、'.join(p.title for p in open_to_all)}之一")


def _area(text: str, areas: Mapping[str, Area]) -> Area:
    if text not in areas:
        raise ValueError("应为本州的县（市）名称")
    return areas[text]


def _day(text: str) -> date:
    found = _DAY.match(text)
    try:
        return date(*(int(part) for part in found.groups())) if found else date.fromisoformat(text)
    except ValueError:
        raise ValueError("日期读不懂，请写成2026-12-10") from None


def _sum(text: str) -> int:
    fen = read_fen(text)
    if fen < 0:
        raise ValueError("金额不能为负数")
    return fen


def _people(text: str) -> int:
    number = text.removesuffix("人")
    if not number.isascii() or not number.isdecimal() or len(number) > 6 or not 1 <= int(number) <= 100000:
        raise ValueError("应为1至100000的整数")
    return int(number)


def _firm(text: str) -> Enterprise | None:
    """The registered firm, where the text means exactly one."""
    found = called(text) if text else []
    return found[0] if len(found) == 1 else None
