"""Is the journal still what was sealed?"""

import argparse

from huxin.config.cli import use_django


def main(words: list[str]) -> int:
    """`huxin journal check`: exit status 1 and the days, if any sealed day was changed."""
    parser = argparse.ArgumentParser(prog="huxin journal", description="核对日志封存")
    parser.add_argument("action", choices=["check"], metavar="check", help="核对每个封存日")
    parser.parse_args(words)
    use_django()
    from django.conf import settings

    from huxin.journal.models import DaySeal
    from huxin.journal.seals import broken_days

    broken = broken_days(key=settings.KEYS / "journal.key")
    if broken:
        print("以下日期的日志与封存不符，请立即报告系统管理员并保留现场：" + "、".join(map(str, broken)))
        return 1
    print(f"已核对 {DaySeal.objects.count()} 个封存日，全部相符。")
    return 0
