"""What can a platform ask at home? `huxin orders check | verify | schema | mapping`: no database, network or Django."""

import argparse
import getpass
import json
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from huxin.base.errors import NotPossible
from huxin.law.parameters import RULES
from huxin.law.seed.parameters import seed_table
from huxin.law.seed.statutory import statutory_days
from huxin.oversight.orders.check import Checked, Wish, check
from huxin.oversight.orders.engine import MEMORY_MB
from huxin.oversight.orders.manifest import SIGNATURE, hold
from huxin.oversight.orders.mapping.model import Mapping, standard_mapping
from huxin.oversight.orders.mapping.propose import propose
from huxin.oversight.orders.mapping.read import read_mapping
from huxin.oversight.orders.output import prepare, write_results
from huxin.oversight.orders.refusal import Refused
from huxin.oversight.orders.report import as_json, summary
from huxin.oversight.orders.standard import written_standard

FINE, FOUND, NOT_READABLE = 0, 1, 2
PASSWORD = "HUXIN_SIGN_PASSWORD"  # noqa: S105  the name of the variable, not what is in it


def main(argv: Sequence[str]) -> int:
    """The arguments after `huxin orders`. 0: done; 1: done, and with --strict something was found; 2: not possible."""
    options = _parser().parse_args(argv)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except (Refused, NotPossible) as refused:
        reason = refused.reason
    except (duckdb.OutOfMemoryException, MemoryError):
        reason = "内存不够。请用 --memory 给出更大的限额（MB），或分批检查。"
    except OSError as error:
        reason = f"读写文件时出错：{error.strerror or error}。请检查磁盘空间和权限。"
    if getattr(options, "json", False):
        _print(json.dumps({"error": reason}, ensure_ascii=False))
    print(reason, file=sys.stderr)
    return NOT_READABLE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="huxin orders", description="订单数据：按标准自查、核对结果、查看标准、起草映射"
    )
    commands = parser.add_subparsers(metavar="命令", required=True)
    _check_options(commands.add_parser("check", help="读取、逐行核对并对照劳动标准"))
    verify = commands.add_parser("verify", help="核对自查结果的文件夹与签名")
    verify.add_argument("folder", type=Path, metavar="文件夹")
    verify.add_argument("--trust", type=Path, metavar="证书", help="信任的根证书（PEM或DER）")
    verify.set_defaults(run=_verify)
    schema = commands.add_parser("schema", help="打印订单数据标准")
    schema.add_argument("--en", action="store_true", help="英文")
    schema.set_defaults(run=_schema)
    mapping = commands.add_parser("mapping", help="按文件的表头起草映射文件")
    mapping.add_argument("file", type=Path, metavar="文件")
    mapping.set_defaults(run=_mapping)
    return parser


def _check_options(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("files", nargs="+", type=Path, metavar="文件", help="订单：Parquet、CSV或Excel")
    add("--mapping", type=Path, metavar="M.toml", help="映射文件；没有时按标准的列名读")
    add("--area", metavar="代码", default="", help="工作地：映射没有写时用它，写了时只看该地的订单")
    add("--rules", choices=list(RULES), default="in-force", help="对照哪一套标准")
    add("--engine", choices=("duckdb", "spark"), default="duckdb", help="计算引擎")
    add("--out", type=Path, metavar="文件夹", help="写出发现、汇总、接受与退回的行、清单")
    add("--json", action="store_true", help="在标准输出给出JSON")
    add("--sign", type=Path, metavar="KEY.p12", help=f"给清单签名；密码取自环境变量{PASSWORD}，没有时询问")
    add("--month", metavar="2026-10", help="报送月份，其他月份的行退回")
    add("--whole", action="store_true", help="只要有退回的行就整批不收")
    add("--strict", action="store_true", help="有退回的行或有发现时以1退出")
    add("--memory", type=int, default=MEMORY_MB, metavar="MB", help=f"内存限额，默认{MEMORY_MB}")
    add("--work", type=Path, metavar="文件夹", help="放中间文件的地方，默认为输出文件夹旁或系统临时目录")
    add("--sessions", nargs="+", type=Path, default=[], metavar="文件", help="在线时段")
    add("--rest-prompts", nargs="+", type=Path, default=[], metavar="文件", help="休息提示")
    add("--matching", nargs="+", type=Path, default=[], metavar="文件", help="匹配文件")
    parser.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> int:
    mapping = _mapping_for(options)
    password = _password(options.sign) if options.sign else ""
    if options.sign and not options.out:
        raise Refused("--sign 签的是清单，请同时用 --out 写出结果。")
    if options.memory < 256:
        raise Refused("--memory 至少为256（MB）。")
    if options.out:
        prepare(options.out)
    beside = options.work or (options.out.parent if options.out else None)
    with tempfile.TemporaryDirectory(prefix="huxin-orders-", dir=beside) as work:
        checked = check(_wish(options, mapping), Path(work), _say if sys.stderr.isatty() else lambda _: None)
        signed = _write(checked, options, password) if options.out else ""
        out = as_json(checked) | {"signed": bool(options.sign)}
        page = json.dumps(out, ensure_ascii=False, indent=2) if options.json else f"{summary(checked)}\n{signed}"
    _print(page.rstrip())
    if checked.refused:
        return FOUND
    found = checked.orders.accepted_rows < checked.orders.rows or any(out["findings"].values())
    return FOUND if options.strict and found else FINE


def _mapping_for(options: argparse.Namespace) -> Mapping:
    if options.mapping is None:
        mapping = standard_mapping()
    else:
        mapping = read_mapping(options.mapping, area=options.area or None)
    if options.month is None:
        return mapping
    try:
        month = datetime.strptime(options.month, "%Y-%m").replace(tzinfo=UTC)
    except ValueError as error:
        raise Refused("--month 请写作 2026-10。") from error
    return replace(mapping, time=replace(mapping.time, month=f"{month:%Y-%m}"))


def _wish(options: argparse.Namespace, mapping: Mapping) -> Wish:
    return Wish(
        orders=options.files,
        mapping=mapping,
        law=seed_table(),
        now_s=int(datetime.now(UTC).timestamp()),
        holidays=[day for days in statutory_days().values() for day in days],
        area=options.area,
        rules=options.rules,
        engine=options.engine,
        whole=options.whole,
        back=options.out / "rejected" if options.out else None,
        memory_mb=options.memory,
        sessions=options.sessions,
        rest_prompts=options.rest_prompts,
        matching=options.matching,
    )


def _password(key: Path) -> str:
    if (said := os.environ.get(PASSWORD)) is not None:
        return said
    if not sys.stdin.isatty():
        raise Refused(f"签名密钥“{key.name}”需要密码：请设环境变量{PASSWORD}，或在终端中运行。")
    return getpass.getpass(f"签名密钥“{key.name}”的密码：")


def _write(checked: Checked, options: argparse.Namespace, password: str) -> str:
    """Write the results; what to say about the signature."""
    manifest = write_results(checked, options.out, signed=bool(options.sign))
    if not options.sign:
        return f"结果写入“{options.out}”，未签名：主管机关收到后会用同样的程序重算。"
    from huxin.oversight.orders.signing import sign

    (options.out / SIGNATURE).write_bytes(sign(manifest, options.sign, password))
    return f"结果写入“{options.out}”，清单已签名。"


def _verify(options: argparse.Namespace) -> int:
    held = hold(options.folder)
    for words, names in (("被改动", held.altered), ("缺少", held.missing), ("清单以外", held.unlisted)):
        for name in names:
            _print(f"{words}：{name}")
    _print(f"清单：{len(held.said['outputs'])}个文件，{'全部相符' if held.whole else '不相符'}。")
    path = options.folder / SIGNATURE
    if not path.exists():
        _print("没有签名。" if not held.said.get("signed") else "清单说已签名，但签名文件不在。")
        return FINE if held.whole and not held.said.get("signed") else FOUND
    from huxin.oversight.orders.signing import verify

    found = verify((options.folder / "manifest.json").read_bytes(), path.read_bytes(), options.trust)
    trust = "证书受信任" if found.trusted else "证书没有对照过信任的根，请核对指纹"
    worth = "有效" if found.intact else "无效：清单在签名后被改动"
    _print(f"签名{worth}：{found.signer}（SHA-256 {found.sha256}），{trust}。")
    return FINE if held.whole and found.intact else FOUND


def _schema(options: argparse.Namespace) -> int:
    _print(written_standard("en" if options.en else "zh").rstrip())
    return FINE


def _mapping(options: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory(prefix="huxin-orders-") as work:
        _print(propose(options.file, Path(work)).rstrip())
    return FINE


def _say(words: str) -> None:
    print(f"{words}……", file=sys.stderr, flush=True)


def _print(text: str) -> None:
    """UTF-8 whatever the terminal thinks."""
    sys.stdout.buffer.write((text + "\n").encode("utf-8", "replace"))
    sys.stdout.flush()
