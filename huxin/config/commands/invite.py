"""How does the first administrator get in? With a code that is shown once, on the server itself."""

import argparse

from huxin.config.cli import use_django


def main(words: list[str]) -> int:
    """`huxin invite --organisation NAME --area CODE --name NAME`: prints the code and the address to use it."""
    parser = argparse.ArgumentParser(prog="huxin invite", description="为系统管理员打印邀请码")
    parser.add_argument("--area", required=True, metavar="代码", help="行政区划代码，如 532600")
    parser.add_argument("--organisation", required=True, metavar="单位", help="所在单位全称")
    parser.add_argument("--name", required=True, metavar="姓名", help="姓名")
    options = parser.parse_args(words)
    use_django()
    from django.conf import settings
    from django.utils import timezone

    from huxin.orgs.actions.invitations import invite_first_administrator

    code = invite_first_administrator(
        area_code=options.area, organisation=options.organisation, name=options.name, at=timezone.now()
    )
    print(f"请{options.name}打开 {settings.ORIGIN}/invitation/ 并输入邀请码：{code}")
    return 0
