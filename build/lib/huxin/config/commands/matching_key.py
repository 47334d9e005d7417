"""Which key does the office hand to platforms, so that their matching files can say phones without saying them?"""

import argparse

from huxin.config.cli import use_django


def main(words: list[str]) -> int:
    """`huxin matching-key` prints it; it is handed over like a password."""
    parser = argparse.ArgumentParser(
        prog="huxin matching-key",
        description="打印交给平台的匹配密钥（64位十六进制）：平台用它对11位手机号计算HMAC-SHA256，写入匹配文件的phone列。"
        "请当面或加密交付，不要发到群里。",
    )
    parser.parse_args(words)
    use_django()
    from huxin.orgs.personal import matching_key

    print(matching_key())
    return 0
