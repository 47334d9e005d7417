"""How is a backup made by hand or by the night's schedule?"""

import argparse
import sys
from pathlib import Path

from huxin.config.cli import use_django


def main(words: list[str]) -> int:
    """`huxin backup FILE`: one archive of database and files, without keys."""
    parser = argparse.ArgumentParser(prog="huxin backup", description="备份数据库与文件（不含密钥）")
    parser.add_argument("file", type=Path, metavar="文件", help="归档文件，如 backup.tar；已存在的不会覆盖")
    options = parser.parse_args(words)
    use_django()
    from django.utils import timezone

    from huxin.base.errors import NotPossible
    from huxin.config.backup import backup

    if options.file.exists():
        print(f"{options.file} 已存在，没有覆盖。", file=sys.stderr)
        return 1
    try:
        manifest = backup(options.file.resolve(), at=timezone.now())
    except NotPossible as refusal:
        print(refusal.reason, file=sys.stderr)
        return 1
    print(
        f"已备份：{len(manifest.files)} 个附件，日志至第 {manifest.last_event or 0} 条。密钥不在其中，请另行妥善保管。"
    )
    return 0
