"""What does a check say: as JSON for machines, and as a page of Chinese for people?"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

import pyarrow.compute as pc

from huxin.base.money import yuan
from huxin.oversight.orders.areas import area_names
from huxin.oversight.orders.check import Checked
from huxin.oversight.orders.reading.raw import RawFile
from huxin.oversight.orders.reasons import HINTS, NOTES, REASON
from huxin.oversight.orders.schema import TABLES, VERSION
from huxin.oversight.orders.taken import Intake
from huxin.oversight.scan.api import ScanResult
from huxin.oversight.scan.gaps import TO_ENTER, Gap
from huxin.oversight.scan.premiums import Premium
from huxin.oversight.scan.prompts import Prompts
from huxin.oversight.scan.rules import RULES

RULE_TITLES = {rule.code: rule.title for rule in RULES}
_FORMS = {"csv": "CSV", "xlsx": "Excel", "parquet": "Parquet"}
_SETS = {"in-force": "现行有效的标准", "recommended": "含推荐性标准", "draft": "含征求意见稿"}


def as_json(checked: Checked) -> dict[str, Any]:
    """The check as one value; the keys are promised in docs/order-data.md."""
    wish, orders, found = checked.wish, checked.orders, checked.scanned
    return {
        "standard": VERSION,
        "mapping": wish.mapping.name or wish.mapping.path,
        "currency": wish.mapping.currency,
        "files": [_file(file) for file in orders.files],
        "refused": checked.refused,
        **_counts(orders),
        "notes": _notes(checked),
        "open_orders": checked.facts.get("open_orders", 0),
        "overlapping_orders": checked.overlaps.overlapping_orders,
        "orders_in_overlap": checked.overlaps.orders_in_overlap,
        "months": checked.months,
        "side_tables": {name: _counts(side) for name, side in checked.sides.items()},
        "workers": found.workers if found else 0,
        "order_time_s": found.order_time_s if found else 0,
        "union_time_s": found.union_time_s if found else 0,
        "longest_stretch_s": found.longest_stretch_s if found else 0,
        "presence_s": _presence(found) if found else 0,
        "findings": dict(found.findings) if found else {},
        "rest_prompts": _prompts(checked.prompts) if checked.prompts else None,
        "injury_premiums": [_premium(one) for one in checked.premiums],
        "aggregates": [_plain(row) for row in found.aggregates.to_pylist()] if found else [],
        "gaps": [asdict(gap) | {"sentence": gap.named(area_names()).sentence} for gap in found.gaps] if found else [],
        "rules": found.rules if found else wish.rules,
        "rules_version": found.rules_version if found else wish.law.version,
        "engine": found.engine if found else wish.engine,
        "timing": {name: round(seconds, 3) for name, seconds in checked.timing.items()},
    }


def _counts(intake: Intake) -> dict[str, Any]:
    return {
        "rows": intake.rows,
        "accepted": intake.accepted_rows,
        "rejected": intake.rejected_by,
        "rejected_rows": intake.rows - intake.accepted_rows,
        "reasons": intake.mentions,
        "examples": intake.examples(),
    }


def _prompts(found: Prompts) -> dict[str, int]:
    return {name: getattr(found, name) for name in ("stretches", "unprompted", "disturbed", "orders")}


def _premium(one: Premium) -> dict[str, Any]:
    names = ("platform", "industry", "area", "month", "orders", "fen")
    return _plain({name: getattr(one, name) for name in names}) | {"sentence": one.answer.sentence}


def _notes(checked: Checked) -> dict[str, int]:
    """What was counted without being a reason to hand back."""
    return {code: count for code in NOTES if (count := checked.orders.notes[code] or checked.facts.get(code, 0))}


def _file(raw: RawFile) -> dict[str, Any]:
    facts = ("name", "form", "size", "sha256", "rows", "encoding", "remarks")
    return {name: getattr(raw, name) for name in facts}


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}


def summary(checked: Checked) -> str:
    """The check as a page of text."""
    wish, orders = checked.wish, checked.orders
    lines = ["订单数据自查", ""]
    for file in orders.files:
        remarks = "，".join(file.remarks)
        lines.append(f"文件：{file.name}（{_FORMS[file.form]}{'，' + remarks if remarks else ''}），{file.rows:,}行")
    lines.append(f"映射：{wish.mapping.name or wish.mapping.path or '按标准的列名'}")
    lines += [
        "",
        f"共{orders.rows:,}行：接受{orders.accepted_rows:,}行，退回{orders.rows - orders.accepted_rows:,}行。",
    ]
    lines += [f"  · {REASON[code].zh}：{count:,}行" for code, count in orders.rejected_by.items()]
    lines += [f"    例如{one['file']}第{one['row']:,}行：{one['why']}" for one in orders.examples()]
    lines += [f"    {HINTS[code]}" for code in orders.mentions if code in HINTS]
    lines += [f"  注：{NOTES[code][0]}，{count:,}" for code, count in _notes(checked).items()]
    for name, side in checked.sides.items():
        lines.append(f"{TABLES[name].title}：{side.rows:,}行，接受{side.accepted_rows:,}行。")
    if wish.mapping.currency != "CNY":
        lines.append(
            f"  注：货币为{wish.mapping.currency}，金额按其百分之一原样记录，没有换算，与人民币标准的比较不成立。"
        )
    if checked.refused:
        lines += ["", "按约定，有退回的行时整批不收，没有继续检查。请改正后重新送检。"]
    return "\n".join(lines + (_found(checked) if checked.scanned else []))


def _found(checked: Checked) -> list[str]:
    """What the law says of the accepted orders."""
    found = checked.scanned
    assert found is not None
    if checked.wish.area and not found.workers:
        return ["", f"没有工作地在{checked.wish.area}的订单，没有可以检查的。请核对 --area，或不写它检查全部。"]
    lines = [
        "",
        f"劳动者{found.workers:,}人，月份{'、'.join(checked.months)}。",
        f"接单时间合计{_hours(found.order_time_s)}；同时进行的订单不重复计算，为{_hours(found.union_time_s)}"
        f"（有{checked.overlaps.overlapping_orders:,}单在前一单未完时开始）。",
        f"最长连续接单{_hours(found.longest_stretch_s)}。",
        *([f"企业要求在线或到场的时间计入工作时间{_hours(_presence(found))}。"] if _presence(found) else []),
        *(
            [f"有{lost:,}段在线时段没有采用：所属代号没有订单、不在订单的日期内，或时长不可能。"]
            if (lost := found.left_out.get("sessions", 0))
            else []
        ),
        "",
        f"对照{_SETS[checked.wish.rules]}（{found.rules_version}），引擎{found.engine}：",
    ]
    short = _short(found)
    for rule, count in found.findings.items():
        if count:
            missing = f"，共差{yuan(short[rule])}元" if short.get(rule) else ""
            lines.append(f"  · {RULE_TITLES.get(rule, rule)}：{count:,}项{missing}")
    if not any(found.findings.values()):
        lines.append("  没有发现。" if found.findings else "  没有可以适用的标准。")
    if prompts := checked.prompts:
        lines.append(
            f"报送休息提示的平台有{prompts.stretches:,}次连续工作超过时长：{prompts.unprompted:,}次没有提示休息，"
            f"{prompts.disturbed:,}次在提示后的停派时间内又接到订单（{prompts.orders:,}单）。"
        )
    for platform, fen in _premiums(checked).items():
        lines.append(f"{platform}按单应缴职业伤害保障费{yuan(fen)}元（按普通档，以经办机构核定为准）。")
    return [*lines, *_not_judged(found.gaps), "", f"用时{checked.timing['total']:.1f}秒。"]


def _not_judged(gaps: Iterable[Gap]) -> list[str]:
    """What could not be judged, grouped by of whom, then by what is missing for it."""
    named = [gap.named(area_names()) for gap in gaps]
    lines = [""] if named else []
    lacking: dict[str, dict[str, list[str]]] = {}
    for gap in named:
        if gap.needed:
            lacking.setdefault(gap.whom, {}).setdefault(gap.needed, []).append(gap.title)
        else:
            lines.append(gap.sentence)
    for whom, needs in lacking.items():
        lines.append(f"没有判断{whom}，缺少的标准值{TO_ENTER}")
        lines += [f"  ○ {'、'.join(titles)}：缺{needed}" for needed, titles in needs.items()]
    return lines


def _presence(found: ScanResult) -> int:
    """Seconds of required presence that count as working time."""
    return int(pc.sum(found.table("months")["presence_s"]).as_py() or 0)


def _premiums(checked: Checked) -> dict[str, int]:
    """Fen owed by platform."""
    owed: dict[str, int] = {}
    for one in checked.premiums:
        owed[one.platform] = owed.get(one.platform, 0) + one.fen
    return owed


def _short(found: ScanResult) -> dict[str, int]:
    """Fen short by rule."""
    sums = found.table("findings").group_by("rule").aggregate([("short_fen", "sum")])
    return dict(zip(sums["rule"].to_pylist(), sums["short_fen_sum"].to_pylist(), strict=True))


def _hours(seconds: int) -> str:
    """5400 → 1小时30分."""
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours:,}小时{minutes}分" if hours else f"{minutes}分{seconds % 60}秒" if seconds else "0"
