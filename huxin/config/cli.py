"""What can be asked of huxin from the command line? Each command is loaded only when it is asked for."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from huxin.base.command_line import speak_chinese

COMMANDS: dict[str, tuple[str, str]] = {
    "plan": ("huxin.plans.reading.command", "解读印发的工作方案：huxin plan read 文件 [--json]"),
    "law": ("huxin.config.commands.law", "法规参数：huxin law show 代码 | diff"),
    "orders": ("huxin.oversight.orders.command", "订单数据自查：huxin orders check 文件… --mapping M.toml"),
    "setup": ("huxin.config.commands.setup", "准备密钥、数据库、静态文件与基础数据"),
    "serve": ("huxin.config.commands.serve", "启动网站与后台任务"),
    "worker": ("huxin.config.commands.worker", "只运行后台任务与每分钟例行工作"),
    "tick": ("huxin.config.commands.tick", "运行一次每分钟例行工作"),
    "invite": ("huxin.config.commands.invite", "为第一位系统管理员打印邀请码"),
    "demo": ("huxin.config.commands.demo", "演示数据：huxin demo load | logins | code 登录名"),
    "backup": ("huxin.config.commands.backup", "备份数据库与文件到一个归档"),
    "restore": ("huxin.config.commands.restore", "从归档恢复到空的安装"),
    "matching-key": ("huxin.config.commands.matching_key", "打印交给平台的匹配密钥"),
    "docs": ("huxin.config.commands.docs", "重新生成 docs/generated，或用 --check 核对"),
    "journal": ("huxin.config.commands.journal", "核对日志封存：huxin journal check"),
}


def use_settings() -> None:
    """Load the settings, so that what is missing is said before anything starts."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huxin.config.settings")
    from django.conf import settings

    from huxin.config.keys import NoKeys

    try:
        bool(settings.SECRET_KEY)  # the first question loads them
    except NoKeys as lacking:
        raise SystemExit(str(lacking)) from None


def use_django() -> None:
    """Load the settings and the applications; for commands that need the database."""
    use_settings()
    import django

    django.setup()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its result is the exit status."""
    speak_chinese()
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or words[0] not in COMMANDS:
        parser = argparse.ArgumentParser(prog="huxin", description="护新：新就业形态劳动者权益保障工作系统")
        commands = parser.add_subparsers(metavar="命令", required=True)
        for name, (_, text) in COMMANDS.items():
            commands.add_parser(name, help=text)
        parser.parse_args(words or ["--help"])
        return 2
    try:
        run: Callable[[list[str]], int] = import_module(COMMANDS[words[0]][0]).main
        status = run(words[1:])
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        # who reads has read enough (huxin demo logins | head); nothing is left to be flushed at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except ModuleNotFoundError as error:
        lacking = (error.name or "").partition(".")[0]
        if lacking in ("", "huxin"):
            raise
        print(f"缺少程序包 {lacking}，请安装：pip install 'huxin[{_extra(lacking)}]'", file=sys.stderr)
        return 1


def _extra(package: str) -> str:
    """Which extra of pyproject.toml brings the package?"""
    orders = ("duckdb", "ibis", "sqlglot", "pyarrow", "numpy", "fastexcel", "yaml", "pyhanko")
    return "spark" if package == "pyspark" else "orders" if package in orders else "server"
