"""How does a newcomer get a prefecture to look at?"""

import argparse
import json
import sys

from huxin.config.cli import use_django


def main(words: list[str]) -> int:
    """`huxin demo load | logins [--json] | code NAME`."""
    parser = argparse.ArgumentParser(prog="huxin demo", description="演示数据（虚构人员）")
    parser.add_argument("action", choices=["load", "logins", "code"], metavar="load|logins|code",
                        help="载入、列出登录名、打印验证码")  # fmt: skip
    parser.add_argument("name", nargs="?", metavar="登录名", help="用于 code")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出登录名")
    options = parser.parse_args(words)
    use_django()
    return {"load": _load, "logins": _logins, "code": _code}[options.action](options)


def _load(options: argparse.Namespace) -> int:
    from django.utils import timezone

    from huxin.demo.load import load

    try:
        made = load(timezone.localtime())
    except ValueError as refusal:
        print(refusal, file=sys.stderr)
        return 1
    print("演示数据已载入。" if made else "演示数据已在，未重复载入。")
    return _logins(options)


def _logins(options: argparse.Namespace) -> int:
    from huxin.demo.cast import PASSWORD
    from huxin.demo.load import logins
    from huxin.orgs.roles import ROLES

    known = logins()
    if options.json:
        print(json.dumps(known, ensure_ascii=False))
        return 0
    print(f"\n登录名（密码均为 {PASSWORD}；验证码用 .venv/bin/huxin demo code 登录名 获取）：")
    for login, who in known.items():
        role = ROLES[who["role"]]
        print(f"  {login:<15} {who['unit']} {who['name']}（{role.title}）{'' if role.staff else '，无须验证码'}")
    print()
    return 0


def _code(options: argparse.Namespace) -> int:
    from allauth.mfa.models import Authenticator

    from huxin.demo.cast import code_now
    from huxin.demo.load import mark

    if not mark().exists():
        print("这不是演示安装，不提供验证码。", file=sys.stderr)
        return 1
    try:
        print(code_now(options.name or ""))
    except Authenticator.DoesNotExist:
        print("没有这个演示登录名，请用 huxin demo logins 查看。", file=sys.stderr)
        return 1
    return 0
