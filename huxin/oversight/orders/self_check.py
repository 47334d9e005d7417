"""What does `huxin orders check` do with its options? The check, its results in a folder, and what is said of it."""

import argparse
import getpass
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from huxin.law.seed.parameters import seed_table
from huxin.law.seed.statutory import statutory_days
from huxin.oversight.orders.areas import known_areas
from huxin.oversight.orders.check import Checked, Wish, check
from huxin.oversight.orders.command import FINE, FOUND, PASSWORD
from huxin.oversight.orders.manifest import SIGNATURE
from huxin.oversight.orders.mapping.model import Mapping, standard_mapping
from huxin.oversight.orders.mapping.read import read_mapping
from huxin.oversight.orders.output import prepare, write_results
from huxin.oversight.orders.refusal import Refused
from huxin.oversight.orders.report import as_json, summary

if TYPE_CHECKING:
    from pyhanko.sign.signers import SimpleSigner


def self_check(options: argparse.Namespace) -> tuple[str, int]:
    """What to print, and the exit status."""
    mapping = _mapping_for(options)
    if options.area and options.area not in known_areas():
        raise Refused(f"--area 写的“{options.area}”不是行政区划代码，请写六位代码，如 532601。")
    signer = _signer(options.sign) if options.sign else None  # before the work: a wrong password costs nothing
    if options.sign and not options.out:
        raise Refused("--sign 签的是清单，请同时用 --out 写出结果。")
    if options.memory < 256:
        raise Refused("--memory 至少为256（MB）。")
    if options.out:
        prepare(options.out)
    beside = options.work or (options.out.parent if options.out else None)
    with tempfile.TemporaryDirectory(prefix="huxin-orders-", dir=beside) as work:
        with _without_pandas(options.engine):
            checked = check(_wish(options, mapping), Path(work), _say if sys.stderr.isatty() else lambda _: None)
        signed = _write(checked, options, signer) if options.out else ""
        out = as_json(checked) | {"signed": bool(options.sign)}
        page = json.dumps(out, ensure_ascii=False, indent=2) if options.json else f"{summary(checked)}\n{signed}"
    if checked.refused:
        return page.rstrip(), FOUND
    found = checked.orders.accepted_rows < checked.orders.rows or any(out["findings"].values())
    return page.rstrip(), FOUND if options.strict and found else FINE


class _NoPandas:
    """An importer that does not find pandas."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> None:
        """Raises ModuleNotFoundError for pandas; leaves all else to the other importers."""
        if name == "pandas":
            raise ModuleNotFoundError(name)


@contextmanager
def _without_pandas(engine: str) -> Iterator[None]:
    """A second of every start is pyarrow loading pandas, only to see that a list is none of its series.

    Nothing here works with pandas; Spark does, and keeps it.
    """
    if engine == "spark":
        yield
        return
    sys.meta_path.insert(0, _NoPandas)
    try:
        yield
    finally:
        sys.meta_path.remove(_NoPandas)


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


def _signer(key: Path) -> "SimpleSigner":
    from huxin.oversight.orders.signing import opened

    return opened(key, _password(key))


def _password(key: Path) -> str:
    if (said := os.environ.get(PASSWORD)) is not None:
        return said
    if not sys.stdin.isatty():
        raise Refused(f"签名密钥“{key.name}”需要密码：请设环境变量{PASSWORD}，或在终端中运行。")
    return getpass.getpass(f"签名密钥“{key.name}”的密码：")


def _write(checked: Checked, options: argparse.Namespace, signer: "SimpleSigner | None") -> str:
    """Write the results; what to say about the signature."""
    manifest = write_results(checked, options.out, signed=bool(options.sign))
    if signer is None:
        return f"结果写入“{options.out}”，未签名：主管机关收到后会用同样的程序重算。"
    from huxin.oversight.orders.signing import sign

    (options.out / SIGNATURE).write_bytes(sign(manifest, signer))
    return f"结果写入“{options.out}”，清单已签名。"


def _say(words: str) -> None:
    print(f"{words}……", file=sys.stderr, flush=True)
