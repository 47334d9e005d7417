"""In what language does the command line answer? In Chinese, argparse's own words as well, for every command alike."""

import argparse
from datetime import date

WORDS = {
    "usage: ": "用法：",
    "positional arguments": "参数",
    "options": "选项",
    "show this help message and exit": "显示这页帮助",
    "%(prog)s: error: %(message)s\n": "%(message)s。\n看帮助：%(prog)s --help\n",
    "argument %(argument_name)s: %(message)s": "“%(argument_name)s”：%(message)s",
    "the following arguments are required: %s": "还缺 %s",
    "one of the arguments %s is required": "%s 须写其中一个",
    "unrecognized arguments: %s": "不认识 %s",
    "unexpected option string: %s": "不认识 %s",
    "invalid choice: %(value)r (choose from %(choices)s)": "没有“%(value)s”，可以写 %(choices)s",
    "invalid %(type)s value: %(value)r": "“%(value)s”的写法不对",
    "unknown parser %(parser_name)r (choices: %(choices)s)": "没有“%(parser_name)s”，可以写 %(choices)s",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s 不止一个意思，请写全：%(matches)s",
    "not allowed with argument %s": "不能与 %s 一起写",
    "ignored explicit argument %r": "后面不能带值 %s",
    "expected one argument": "后面须写一个值",
    "expected at most one argument": "后面最多写一个值",
    "expected at least one argument": "后面至少写一个值",
    "expected %s argument": "后面须写%s个值",
    "expected %s arguments": "后面须写%s个值",
}


def speak_chinese() -> None:
    """From now on argparse says what stands in WORDS: it asks gettext's default domain, which has no Chinese."""
    vars(argparse).update(
        _=lambda words: WORDS.get(words, words),
        ngettext=lambda one, many, count: WORDS.get(one if count == 1 else many, one if count == 1 else many),
    )


def whole(text: str) -> int:
    """A whole number, as an argument's type."""
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是整数，请只写数字") from None


def day(text: str) -> date:
    """A day, as an argument's type."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，请写成2026-10-01的样子") from None
