"""What does `huxin plan read FILE [--json]` do? It prints what a document says as a plan, for people or as JSON."""

import argparse
import json
import sys
from pathlib import Path

from huxin.base.errors import reason_of
from huxin.plans.reading.draft import ROLES, Draft, Goal
from huxin.plans.reading.files import Unreadable, read_file
from huxin.plans.reading.reader import read_plan

_ROLE_WORDS = {"lead": "牵头", "cooperate": "配合", "by_duty": "按职责负责", "implement": "落实"}
_SEAT_WORDS = {"convenor": "召集人", "member": "成员", "liaison": "联络员"}
_PERIOD_WORDS = {"half_year": "半年报告", "full_year": "全年报告", None: "报告"}


def main(argv: list[str]) -> int:
    """The arguments after `huxin plan`; 0 read, 1 not readable; a wrong call ends with 2."""
    options = _parser().parse_args(argv)
    path: Path = options.file
    try:
        text = read_file(path.name, path.read_bytes())
    except OSError as error:
        print(f"打不开文件“{path}”：{reason_of(error)}", file=sys.stderr)
        return 1
    except Unreadable as error:
        print(f"读不了“{path.name}”：{error.reason}", file=sys.stderr)
        return 1
    draft = read_plan(text)
    out = json.dumps(draft.to_json(), ensure_ascii=False, indent=2) if options.json else summary(draft)
    sys.stdout.buffer.write((out + "\n").encode("utf-8"))
    sys.stdout.flush()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="huxin plan", description="解读印发的工作方案")
    read = parser.add_subparsers(metavar="命令", required=True).add_parser("read", help="打印读到的内容")
    read.add_argument("file", type=Path, metavar="文件", help="TXT、DOCX、PDF（有文字层）或HTML")
    read.add_argument("--json", action="store_true", help="在标准输出给出JSON草稿")
    return parser


def summary(draft: Draft) -> str:
    """The draft as a page of text."""
    lines = [f"标题：{draft.title.value if draft.title else '没有读到'}"]
    lines.append(f"文号：{draft.document_no.value if draft.document_no else '无'}")
    lines.append(f"成文日期：{draft.issued_on.value if draft.issued_on else '没有读到'}")
    lines.append(f"发文单位（{len(draft.issuers)}）：{'、'.join(one.value for one in draft.issuers) or '没有读到'}")
    lines.append(f"主送：{'、'.join(one.value for one in draft.addressees) or '没有读到'}")
    lines += [f"依据：{'，'.join(part for part in (one.title, one.number) if part)}" for one in draft.basis]
    for kind, word in _SEAT_WORDS.items():
        seats = [one for one in draft.seats if one.kind == kind]
        if seats:
            posts = "、".join((one.organisation or "") + (one.post or "") for one in seats)
            lines.append(f"{word}（{len(seats)}）：{posts}")
    lines.append(f"办公室：{draft.office.value if draft.office else '没有读到'}")
    lines += ["", f"任务（{len(draft.goals)}）"]
    for goal in draft.goals:
        lines += _goal(goal, set(_counties(draft)))
    lines += ["", f"单位（{len(draft.units)}）：{'、'.join(one.name for one in draft.units)}"]
    for rule in draft.report_rules:
        contents = "、".join(one.value for one in rule.contents)
        lines.append(
            f"报送：每年{rule.due}前，{_PERIOD_WORDS[rule.period]}，"
            f"报{rule.to or '（没有读到）'}；内容：{contents or '没有写明'}"
        )
    lines += ["", f"请核对（{len(draft.warnings)}）"]
    lines += [f"  · {one.message}" for one in draft.warnings]
    return "\n".join(lines)


def _counties(draft: Draft) -> list[str]:
    """Units that all stand for the same printed 各县（市）…"""
    printed: dict[str, set[str]] = {}
    for goal in draft.goals:
        for duty in goal.duties:
            printed.setdefault(duty.as_printed, set()).add(duty.unit)
    return [unit for units in printed.values() if len(units) > 1 for unit in units]


def _goal(goal: Goal, counties: set[str]) -> list[str]:
    until = goal.milestone_on or "未写日期"
    lines = [f"{goal.number:>3}. {goal.title}（{'长期，' if goal.standing else ''}{until}）"]
    for role in ROLES:
        duties = [one for one in goal.duties if one.role == role]
        names = dict.fromkeys(one.as_printed if one.unit in counties else one.unit for one in duties)
        if names:
            lines.append(f"     {_ROLE_WORDS[role]}：{'、'.join(names)}")
    return lines
