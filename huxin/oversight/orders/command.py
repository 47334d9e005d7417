"""What can a platform ask at home? `huxin orders check | verify | schema | mapping`: no database, network or Django.

What a command needs is loaded when it is asked for: the scan's engines take longer to load than most answers.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb

from huxin.base.command_line import whole
from huxin.base.errors import NotPossible, reason_of
from huxin.base.terminal import fitted
from huxin.law.parameters import RULES
from huxin.oversight.orders.engine import MEMORY_MB
from huxin.oversight.orders.manifest import SIGNATURE, hold
from huxin.oversight.orders.refusal import Refused

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
        reason = f"读写文件时出错：{reason_of(error)}。请检查磁盘空间和权限。"
    if getattr(options, "json", False):
        _print(json.dumps({"error": reason}, ensure_ascii=False))
    print(fitted(reason, sys.stderr), file=sys.stderr)
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
    add("--memory", type=whole, default=MEMORY_MB, metavar="MB", help=f"内存限额，默认{MEMORY_MB}")
    add("--work", type=Path, metavar="文件夹", help="放中间文件的地方，默认为输出文件夹旁或系统临时目录")
    add("--sessions", nargs="+", type=Path, default=[], metavar="文件", help="在线时段")
    add("--rest-prompts", nargs="+", type=Path, default=[], metavar="文件", help="休息提示")
    add("--matching", nargs="+", type=Path, default=[], metavar="文件", help="匹配文件")
    parser.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> int:
    from huxin.oversight.orders.self_check import self_check

    page, status = self_check(options)
    _print(page if options.json else fitted(page, sys.stdout))
    return status


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
    from huxin.oversight.orders.standard import written_standard

    _print(written_standard("en" if options.en else "zh").rstrip())
    return FINE


def _mapping(options: argparse.Namespace) -> int:
    from huxin.oversight.orders.mapping.propose import propose

    with tempfile.TemporaryDirectory(prefix="huxin-orders-") as work:
        _print(propose(options.file, Path(work)).rstrip())
    return FINE


def _print(text: str) -> None:
    """UTF-8 whatever the terminal thinks."""
    sys.stdout.buffer.write((text + "\n").encode("utf-8", "replace"))
    sys.stdout.flush()
