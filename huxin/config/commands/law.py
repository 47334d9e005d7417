"""What does the law say, and in what do the figures kept here differ from those of the release?"""

import argparse
import sys
from datetime import date

from huxin.base.command_line import day
from huxin.base.errors import NotPossible
from huxin.config.cli import use_django
from huxin.law.catalogue import CODES, Industry, Relation, entry
from huxin.law.comparison import Difference, compare
from huxin.law.parameters import RULES, Parameter, Table, above
from huxin.law.seed.parameters import seed_table


def main(words: list[str]) -> int:
    """`huxin law show CODE …` and `huxin law diff`; both read the database, `show --seed` only the release."""
    options = _parser().parse_args(words)
    if options.command == "show" and options.seed:
        return _show(options, seed_table())
    use_django()
    from huxin.law.at import table

    return _show(options, table()) if options.command == "show" else _diff(table())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="huxin law", description="法规参数")
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    show = commands.add_parser("show", help="某日某地的一个数值及其依据；不写代码则列出全部代码")
    show.add_argument("code", nargs="?", metavar="代码", help="如 minimum_wage.hourly")
    show.add_argument("--area", default="", metavar="代码", help="行政区划代码，如 532601；不写为全国")
    show.add_argument("--day", type=day, default=date.today(), metavar="日期", help="如 2026-10-01；不写为今天")  # noqa: DTZ011
    show.add_argument("--industry", default="", choices=["", *Industry], metavar="行业", help="、".join(Industry))
    show.add_argument("--relation", default="", choices=["", *Relation], metavar="关系", help="、".join(Relation))
    show.add_argument("--platform", default="", metavar="平台", help="平台名称，如 滴滴出行：它自己公布的数值优先")
    show.add_argument("--rules", default="in-force", choices=list(RULES), metavar="规则", help="、".join(RULES))
    show.add_argument("--seed", action="store_true", help="只看随版本发布的数值，不读数据库")
    commands.add_parser("diff", help="数据库与随版本发布的数值有何不同；有不同时退出码为1")
    return parser


def _show(options: argparse.Namespace, table: Table) -> int:
    if not options.code:
        for code, one in CODES.items():
            print(f"{code}\t{one.title}")
        return 0
    try:
        entry(options.code)
    except ValueError:
        print(f"没有“{options.code}”这个代码，请用 huxin law show 查看全部代码。", file=sys.stderr)
        return 2
    law = table.at(options.day, options.area, options.industry, options.relation, options.rules, options.platform)
    try:
        found = law[options.code]
    except NotPossible as missing:
        print(missing.reason, file=sys.stderr)
        return 1
    print(f"{entry(found.code).title}：{found.words}")
    print("\n".join(f"{name}：{value}" for name, value in _facts(found)))
    print(f"查找顺序：{' → '.join(area or '全国' for area in above(options.area))}；数据版本：{table.version}")
    return 0


def _whom(found: Parameter) -> tuple[str, str]:
    """The trade and the class of relation in words."""
    industry = Industry(found.industry).zh if found.industry else ""
    return industry, f"{found.relation}类（{Relation(found.relation).zh}）" if found.relation else ""


def _facts(found: Parameter) -> list[tuple[str, str]]:
    until = f"，{found.valid_until}起不再适用" if found.valid_until else ""
    return [
        ("适用", "、".join(filter(None, (found.area or "全国", *_whom(found))))),
        ("效力", found.force.zh),
        ("时间", f"{found.valid_from}起{until}"),
        ("依据", f"{found.document} {found.article}".strip()),
        ("来源", found.source or "（未填）"),
        ("核实", found.status.zh),
    ]


def _diff(table: Table) -> int:
    found = compare(table.rows, seed_table().rows)
    for one in found:
        print(_line(one))
    print(f"共{len(found)}处不同。" if found else "数据库与随版本发布的数值相同。")
    return 1 if found else 0


def _line(one: Difference) -> str:
    row = one.row
    where = (row.area or "全国", row.industry, row.relation, row.force.zh, f"{row.valid_from}起")
    what = f"{row.code}（{' '.join(filter(None, where))}）"
    if one.ours is None or one.theirs is None:
        return f"{'只在数据库' if one.ours else '只在版本中'}：{what} {row.words}"
    parts = (f"{name} {getattr(one.ours, name)} ≠ {getattr(one.theirs, name)}" for name in one.fields)
    return f"不同：{what} {'；'.join(parts)}"
