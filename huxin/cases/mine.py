"""What does a worker find on his own page: his cases, what offices wrote to him, papers, the receipts he laid to it?"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.cases.agency import may_act
from huxin.cases.models import Case, Party
from huxin.cases.people import REVEALED, own_party
from huxin.cases.progress import Progress, open_terms, papers_of, progress, untold
from huxin.cases.reach import Account, merged_before
from huxin.cases.records import KeptReceipt, Note
from huxin.documents.models import Paper
from huxin.journal.log import PARTIES, Verb, record, verb
from huxin.journal.timeline import Entry, entries, events_of
from huxin.orgs.access import require
from huxin.registry.actions import workers

MOST_CASES, MOST_MESSAGES, MOST_RECEIPTS = 30, 10, 50
MOST_LOOKS = 20
LOOKS = (workers.REVEALED.code, REVEALED.code)
RECEIPT_KEPT = verb("worker.receipt_kept", "把一张回执放入自己的账号")
RECEIPT_LEFT = verb("worker.receipt_left", "从自己的账号取出一张回执")


@dataclass(frozen=True, slots=True)
class Standing:
    """One case as its party sees it, and whether it stands here by a receipt that he laid to his account."""

    case: Case
    party: Party
    progress: Progress
    papers: list[Paper]
    receipt: KeptReceipt | None
    may_act: bool


def standings(account: Account, *, today: date) -> list[Standing]:
    """The newest first."""
    kept = {row.party_id: row for row in kept_receipts(account)}
    rows = account.parties().select_related("case__organisation", "acts_for").order_by("-case_id", "pk")
    parties = list(rows[:MOST_CASES])
    terms, withheld = open_terms([row.case for row in parties]), untold(parties)
    papers: dict[int, list[Paper]] = defaultdict(list)
    for party, paper in papers_of(parties, today=today):
        papers[party.pk].append(paper)
    return [
        Standing(
            row.case, row,
            progress(row.case, row, today=today, terms=terms.get(row.case_id, ()), withheld=withheld), papers[row.pk],
            kept.get(row.pk), may_act(row, today),
        )
        for row in parties
    ]  # fmt: skip


def messages_to(account: Account) -> list[Note]:
    """What offices wrote to him, or to all reporters of his cases, also of those that were merged, lately; of a case
    that he left to himself alone."""
    mine = list(account.parties())
    here = [one for one in mine if one.left_at is None]
    to_all = Q(party=None, case__in=[*(one.case_id for one in here), *merged_before(here).values_list("pk", flat=True)])
    rows = Note.objects.filter(Q(party__in=mine) | to_all, kind=Note.Kind.TO_PARTY)
    return list(rows.select_related("case").order_by("-pk")[:MOST_MESSAGES])


def looks_at(account: Account) -> list[Entry]:
    """Who read his name and numbers in clear, when, what for."""
    worker = account.worker
    return [] if worker is None else entries(events_of(worker).filter(verb__in=LOOKS)[:MOST_LOOKS], PARTIES)


def kept_receipts(account: Account) -> QuerySet[KeptReceipt]:
    """Those that he laid to his account."""
    return KeptReceipt.objects.filter(user=account.user_id)


@transaction.atomic
def keep_receipt(case: Case, *, shown: Actor, account: Account, by: Actor, at: datetime) -> Case:
    """Lay a receipt, shown with its secret, to the account. The case gets no event: officers learn nothing of it."""
    require(shown, "case.follow", case)
    party = own_party(case, shown)
    if party is None or account.user_id != by.user_id:
        raise NotPossible("请先登录，再添加回执。")
    if kept_receipts(account).count() >= MOST_RECEIPTS:
        raise NotPossible(f"一个账号最多添加{MOST_RECEIPTS}张回执，请先移出不用的。")
    _, new = KeptReceipt.objects.get_or_create(user_id=account.user_id, party=party, defaults={"kept_at": at})
    if new:
        _note(RECEIPT_KEPT, account, by, at)
    return case


@transaction.atomic
def leave_receipt(receipt: KeptReceipt, *, account: Account, by: Actor, at: datetime) -> None:
    """Take a receipt out again; with number and secret the case is followed as before."""
    if account.user_id != by.user_id or not kept_receipts(account).filter(pk=receipt.pk).delete()[0]:
        raise NotPossible("这张回执已经不在您的账号里。")
    _note(RECEIPT_LEFT, account, by, at)


def _note(what: Verb, account: Account, by: Actor, at: datetime) -> None:
    worker = account.worker
    record(what, [worker] if worker else [], by=by, at=at, org_path=worker.org_path if worker else "")
