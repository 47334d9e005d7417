"""How is an archive brought back?"""

import argparse
import sys
from datetime import datetime
from pathlib import Path

from huxin.config.cli import use_django


def main(words: list[str]) -> int:
    """`huxin restore FILE`: into an empty installation that holds the same keys; tables come to this release."""
    parser = argparse.ArgumentParser(prog="huxin restore", description="恢复到空的安装（密钥须已放回）")
    parser.add_argument("file", type=Path, metavar="文件", help="huxin backup 生成的归档")
    options = parser.parse_args(words)
    use_django()
    from django.utils import timezone

    from huxin.base.errors import NotPossible
    from huxin.base.secrets import KeyProblem
    from huxin.config.backup import restore
    from huxin.config.commands.setup import prepare

    try:
        manifest = restore(options.file, at=timezone.now())
    except NotPossible as refusal:
        print(refusal.reason, file=sys.stderr)
        return 1
    except KeyProblem as problem:
        print(f"{problem}", file=sys.stderr)
        return 1
    except FileNotFoundError:
        print(f"找不到归档 {options.file}。", file=sys.stderr)
        return 1
    prepare()  # an older release may have made it
    moment = timezone.localtime(datetime.fromisoformat(manifest.made_at))
    print(f"已恢复到{moment:%Y-%m-%d %H:%M:%S}的状态：{len(manifest.files)}个附件，日志核对无误。")
    print("订单检查的中间文件不在备份中：需要看以前月份的计算步骤时，请在“订单数据”里对该月重新检查。")
    return 0
