"""Has an addressee received the paper, who says so, and what does it answer?"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.documents.faces import printed_day
from huxin.documents.models import Document, Paper, Receipt
from huxin.documents.papers import with_subject
from huxin.documents.store import attach
from huxin.journal.log import Verb, record, verb
from huxin.orgs.access import require

OPENED = verb("paper.opened", "首次打开文书（未签收）")
ACKNOWLEDGED = verb("paper.acknowledged", "签收文书")
REPLIED = verb("paper.replied", "回复文书")
_VOID = "该文书已作废，无须办理。"


@transaction.atomic
def open_receipt(receipt: Receipt, *, by: Actor, at: datetime) -> Receipt:
    """Note that an addressee looked at the paper for the first time; this acknowledges nothing."""
    require(by, "paper.acknowledge", receipt)
    if Receipt.objects.filter(pk=receipt.pk, opened_at=None).update(opened_at=at):
        record(
            OPENED, [receipt.paper, receipt], by=by, at=at, org_path=receipt.org_path, permission="paper.acknowledge"
        )
    receipt.refresh_from_db()
    return receipt


@transaction.atomic
def acknowledge(receipt: Receipt, *, name: str, post: str, by: Actor, at: datetime) -> Receipt:
    """Say with name and post that the organisation has received the paper."""
    require(by, "paper.acknowledge", receipt)
    if not name.strip() or not post.strip():
        raise NotPossible("签收须填写签收人姓名和职务。")
    _not_void(receipt)
    open_ones = Receipt.objects.filter(pk=receipt.pk, acknowledged_at=None)
    if not open_ones.update(acknowledged_at=at, name=name.strip(), post=post.strip(), acknowledged_by_id=by.user_id):
        raise NotPossible("本单位已经签收过这份文书，请刷新页面查看签收人。")
    _record(receipt, ACKNOWLEDGED, by=by, at=at)
    return receipt


@transaction.atomic
def reply(receipt: Receipt, *, text: str, by: Actor, at: datetime, document: Document | None = None) -> Receipt:
    """Answer a paper that was acknowledged, in words, by a file, or both."""
    require(by, "paper.acknowledge", receipt)
    if not text.strip() and document is None:
        raise NotPossible("请填写回复内容或上传回复文件。")
    _not_void(receipt)
    open_ones = Receipt.objects.filter(pk=receipt.pk, acknowledged_at__isnull=False, replied_at=None)
    if not open_ones.update(replied_at=at, reply_text=text.strip(), reply_document=document, replied_by_id=by.user_id):
        raise NotPossible("尚未签收，或者已经回复过。请先签收，或刷新页面查看已有回复。")
    if document is not None:
        attach(document, subject=receipt)
    _record(receipt, REPLIED, by=by, at=at)
    return receipt


def reminder_text(paper: Paper, sent: Iterable[Receipt], *, today: date) -> str:
    """A text to paste into a chat group: units and days only, no person, no content. Empty if nobody is waited for.

    `sent` are the paper's receipts in protocol order.
    """
    rows = list(sent)
    silent = [one.organisation.short_name for one in rows if one.acknowledged_at is None]
    came = [one for one in rows if one.acknowledged_at is not None]
    owing = [one.organisation.short_name for one in came if one.reply_due_on is not None and one.replied_at is None]
    lines = [f"请以下单位尽快签收《{paper.title}》：{'、'.join(silent)}。"] if silent else []
    if owing and paper.reply_due_on:
        due = printed_day(paper.reply_due_on)
        when = f"应于{due}前回复，现已超期" if paper.reply_due_on < today else f"请于{due}前回复"
        lines.append(f"以下单位尚未回复《{paper.title}》，{when}：{'、'.join(owing)}。")
    return "\n".join(lines)


def _not_void(receipt: Receipt) -> None:
    if Paper.objects.filter(pk=receipt.paper_id, state=Paper.State.VOIDED).exists():
        raise NotPossible(_VOID)


def _record(receipt: Receipt, kind: Verb, *, by: Actor, at: datetime) -> None:
    receipt.refresh_from_db()
    things = [receipt, *with_subject(receipt.paper)]
    record(kind, things, by=by, at=at, org_path=receipt.org_path, permission="paper.acknowledge")
