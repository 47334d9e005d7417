"""In which standard words does an office answer, and what does such a text say of one case?

The general texts are data of this release (replies.yaml); an office keeps its own wording of one, or a text of its own.
A text carries no personal data: it is pasted into 12345 and other systems, and read out on the telephone.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

import yaml
from django.db import transaction
from django.utils.timezone import localtime

from huxin.base.actor import Actor
from huxin.base.chinese import spoken_date
from huxin.base.errors import NotPossible
from huxin.base.money import yuan
from huxin.cases.models import Case, Party
from huxin.cases.procedure import OPEN, PROCEDURES, Owes
from huxin.cases.reach import ever_in
from huxin.cases.records import Deadline, Move, ReplyText
from huxin.cases.wording import firm_name
from huxin.journal.log import record, verb
from huxin.orgs.access import require_at
from huxin.orgs.models import Organisation

WORDING = "case.wording"
WRITTEN = verb("case.reply_written", "修改答复用语：{reply}", ("reply",))
REMOVED = verb("case.reply_removed", "删除本单位答复用语：{reply}", ("reply",))
PATH = Path(__file__).with_name("replies.yaml")
LONGEST = 1000
_PLACE = re.compile(r"【([^【】]{1,12})】")
_CLAUSE = re.compile(r"〔([^〔〕]*)〕")
_NOT_KNOWN = "（　　）"  # to be filled in by hand


@dataclass(frozen=True, slots=True)
class Reply:
    """A standard text: for which procedure (empty: each) and step (empty: each); `own` where the office wrote it.

    One with an `action` is a conclusion: it goes into this field of that action's form.
    """

    code: str
    procedure: str
    step: str
    title: str
    text: str
    own: bool = False
    action: str = ""
    field: str = ""


@cache
def general() -> tuple[Reply, ...]:
    """The texts of this release."""
    return tuple(Reply(**row) for row in yaml.safe_load(PATH.read_text(encoding="utf-8")))


def worded_by(by: Actor) -> Organisation:
    """The office whose words this person keeps."""
    found = Organisation.objects.filter(path__in=by.reaches(WORDING)).order_by("path").first()
    if found is None:
        raise NotPossible("您没有可以维护用语的办案单位。")
    return found


def replies_of(office: Organisation) -> list[Reply]:
    """Every text as this office uses it: the general ones, in the wording of the nearest office above that has one."""
    found = {reply.code: reply for reply in general()}
    above = [office.path[: at + 1] for at, sign in enumerate(office.path) if sign == "/"]
    for row in ReplyText.objects.filter(organisation__path__in=above).order_by("organisation__path", "pk"):
        own, general_one = row.organisation_id == office.pk, found.get(row.code)
        place = (general_one.action, general_one.field) if general_one else ("", "")
        found[row.code] = Reply(row.code, row.procedure, row.step, row.title, row.text, own, *place)
    return list(found.values())


def replies_for(case: Case) -> list[tuple[Reply, str]]:
    """The texts that fit the case where it stands, filled in, the nearest fit first; before those that stay open in
    some place those that are filled. A report that was merged is answered by what it was merged into, under its own
    number: another system that sent it waits for that."""
    now = _goes_on_as(case)
    fitting = [
        reply for reply in _of_kind(now)
        if not reply.action and (reply.step == now.step or (not reply.step and now.closed_at is None))
    ]  # fmt: skip
    filled = _filled(now, fitting, case)
    return sorted(filled, key=lambda pair: (pair[0].procedure == "", pair[0].step == "", _NOT_KNOWN in pair[1]))


def _goes_on_as(case: Case) -> Case:
    """The case in which its reporters stand now."""
    if case.merged_into is None:
        return case
    there = Party.objects.filter(pk__in=ever_in([case.pk])[case.pk], role=Party.Role.CLAIMANT)
    now = {one.case for one in there.select_related("case__organisation")}
    return now.pop() if len(now) == 1 else case.merged_into


def conclusions_for(case: Case, action: str) -> list[tuple[Reply, str]]:
    """The standard conclusions for the form of an action, filled in."""
    return _filled(case, [reply for reply in _of_kind(case) if reply.action == action], case)


def _of_kind(case: Case) -> list[Reply]:
    kind = case.procedure.partition("/")[0]
    return [reply for reply in replies_of(case.organisation) if reply.procedure in ("", kind)]


def _filled(case: Case, replies: Iterable[Reply], told: Case) -> list[tuple[Reply, str]]:
    values = _values(case, told)
    return [(reply, _worded(reply.text, values)) for reply in replies]


def _worded(text: str, values: Mapping[str, str]) -> str:
    """The text with its places filled in; half a sentence in 〔〕 goes where one of its places is not known."""

    def clause(found: re.Match[str]) -> str:
        places = _PLACE.findall(found[1])
        if not places:
            return found[0]  # the year of a paper's number
        return found[1] if all(values.get(place) for place in places) else ""

    return _PLACE.sub(lambda found: values.get(found[1]) or _NOT_KNOWN, _CLAUSE.sub(clause, text))


PLACES = (
    "编号", "案由", "承办单位", "环节", "登记日期", "期限", "办结日期", "办理结果", "理由", "可去何处", "需要补充",
    "已付金额", "用人单位", "外部编号", "请求金额", "涉及人数", "受理期限", "补充期限", "审查期限", "确认期限",
)  # fmt: skip


def _values(case: Case, told: Case) -> dict[str, str]:
    """What is filled in of the case, for the report that was told; nothing of a person."""
    said = _said(sorted((one for one in case.moves.all() if one.state == Move.State.DONE), key=lambda one: one.pk))
    own = None if told == case else ever_in([told.pk])[told.pk]
    paid = sum(one.paid_fen or 0 for one in case.claims.all() if own is None or one.party_id in own)
    filled = (
        told.number, told.title, case.organisation.name, PROCEDURES[case.procedure].step(case.step).title,
        _day(localtime(told.opened_at).date()), _day(_term_of_law(case)),
        _day(localtime(case.closed_at).date() if case.closed_at else None), said.get("result", ""),
        said.get("reason", "") or said.get("ground", ""), said.get("instead", ""), said.get("needed", ""),
        yuan(paid) if paid else "",
        firm_name(case), told.outside_number, yuan(told.claimed_fen) if told.claimed_fen else "", str(told.people),
        *_terms(case),
    )  # fmt: skip
    return dict(zip(PLACES, filled, strict=True))


def _term_of_law(case: Case) -> date | None:
    """By when the law wants the office to be done with what it does now; a meeting that is called sooner is no term."""
    rows = (row for row in _running(case) if row.owed_by == Owes.OFFICE and row.law)
    return min((row.due_on for row in rows), default=case.due_on)


def _running(case: Case) -> list[Deadline]:
    return [row for row in case.deadlines.all() if row.state == Deadline.State.RUNNING]


def _terms(case: Case) -> tuple[str, ...]:
    """By when the office says whether it takes the matter on, and the applicant adds what lacks; until when both can
    have their agreement reviewed, and confirmed, as long as they can. What another body wishes is none of these."""
    first = {clock.code for clock in PROCEDURES[case.procedure].clocks if OPEN in clock.starts}
    running = {row.clock: row.due_on for row in _running(case)}
    lost = {row.clock for row in _running(case) if row.first_overdue_on}
    return (
        _day(min((day for clock, day in running.items() if clock in first), default=None)),
        _day(running.get("supplement")),
        *(_day(running.get(one) if one not in lost else None) for one in ("arbitration_review", "confirmation")),
    )


def _said(moves: Iterable[Move]) -> dict[str, str]:
    """What the forms gave, the latest of each name; sentences end."""
    found: dict[str, str] = {}
    for move in moves:
        given = {"reason": move.facts.get("reason", ""), **move.facts.get("data", {})}
        found |= {name: str(value).strip() for name, value in given.items() if value}
    return {name: text if text.endswith(("。", "！", "？")) else f"{text}。" for name, text in found.items()}


def _day(day: date | None) -> str:
    return spoken_date(day) if day else ""


@transaction.atomic
def write_reply(
    office: Organisation, *, code: str, procedure: str, step: str, title: str, text: str, by: Actor, at: datetime
) -> ReplyText:
    """The office's own wording of a text, or a text of its own (without a code)."""
    require_at(by, WORDING, office.path)
    _check(procedure, step, title, text)
    standard = next((one for one in replies_of(office) if one.code == code), None)
    if code and standard is None:
        raise NotPossible("这条用语已不存在，请刷新页面。")
    row, _ = ReplyText.objects.update_or_create(
        organisation=office,
        code=code or _new_code(office),
        defaults={
            "procedure": standard.procedure if standard else procedure,
            "step": standard.step if standard else step,
            "title": title.strip(), "text": text.strip(), "changed_by_id": by.user_id, "changed_at": at,
        },
    )  # fmt: skip
    record(WRITTEN, [row], by=by, at=at, org_path=office.path, permission=WORDING, reply=row.code)
    return row


def _new_code(office: Organisation) -> str:
    used = ReplyText.objects.filter(organisation=office, code__startswith="own.").values_list("code", flat=True)
    return f"own.{max((int(code[4:]) for code in used), default=0) + 1}"


def _check(procedure: str, step: str, title: str, text: str) -> None:
    if not title.strip() or not text.strip():
        raise NotPossible("请填写标题和内容。")
    if len(text) > LONGEST:
        raise NotPossible(f"内容最多{LONGEST}字。")
    if unknown := sorted({name for name in _PLACE.findall(text) if name not in PLACES}):
        raise NotPossible(f"【{'】【'.join(unknown)}】不能自动填入；可用的有：{'、'.join(PLACES)}。")
    newest = [p for p in PROCEDURES.values() if p.code.partition("/")[0] == procedure]
    if step and not any(one.code == step for p in newest for one in p.steps):
        raise NotPossible("所选程序没有这个环节，请重新选择。")


@transaction.atomic
def remove_reply(office: Organisation, *, code: str, by: Actor, at: datetime) -> None:
    """Back to the general wording; a text of the office's own goes away."""
    require_at(by, WORDING, office.path)
    row = ReplyText.objects.filter(organisation=office, code=code).first()
    if row is None:
        raise NotPossible("本单位没有这条用语，请刷新页面。")
    record(REMOVED, [], by=by, at=at, org_path=office.path, permission=WORDING, reply=code)
    row.delete()
