"""Who sits for which unit, how does a successor take over, and which unit has named nobody?"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible, PermissionDenied
from huxin.documents.models import Addressee, Paper
from huxin.documents.papers import draft_paper
from huxin.journal.log import record, verb
from huxin.law.calendar import calendar_for
from huxin.orgs.access import allowed, require, require_at
from huxin.orgs.models import Organisation
from huxin.plans.models import Duty, Plan, Seat, SeatHolder
from huxin.plans.papers import LIAISON_LETTER, liaison_letter
from huxin.plans.succession import account

TAKEN_OVER = verb("seat.taken_over", "{seat_kind}变更任席人，自{since_on}起，已备案", ("seat_kind", "since_on"))
OPENED = verb("seat.opened", "设立{seat_kind}席位", ("seat_kind",))
CLOSED = verb("seat.closed", "撤销{seat_kind}席位", ("seat_kind",))
ASKED = verb("plan.liaisons_asked", "拟出请确定联络员的函{letters}份", ("letters",))
_MANAGE, _FILE = "seat.manage", "meeting.reply"
_DAYS_TO_REPLY = 10


@transaction.atomic
def take_over(seat: Seat, *, name: str, post: str, since: date, by: Actor, at: datetime) -> SeatHolder:
    """The successor in the post takes the seat; filed by his unit or by the office, the former holder stays on file."""
    right = next((r for r in (_MANAGE, _FILE) if allowed(by, r, seat)), None)
    if right is None:
        raise PermissionDenied(_MANAGE)
    if seat.closed_on is not None:
        raise NotPossible("这个席位已经撤销。")
    whole = "".join(name.split())
    if not whole:
        raise NotPossible("请填写继任人员姓名。")
    if since > timezone.localtime(at).date():
        raise NotPossible("接任日期不能晚于今天；尚未到任的，请在到任当天再备案。")
    former = seat.holders.filter(until=None).first()
    if former is not None and since < former.since:
        raise NotPossible(f"接任日期不能早于现任者的起始日期{former.since:%Y-%m-%d}。")
    seat.holders.filter(until=None).update(until=since)
    try:
        with transaction.atomic():
            holder = SeatHolder.objects.create(
                seat=seat, name=whole, user=account(seat.organisation, whole), post=post.strip(), since=since,
                filed_at=at, filed_by_id=by.person(),
            )  # fmt: skip
    except IntegrityError:
        raise NotPossible("这个席位刚刚已由他人备案，请刷新页面查看。") from None
    record(
        TAKEN_OVER, [seat], by=by, at=at, org_path=seat.organisation.path, permission=right,
        seat_kind=seat.kind, since_on=since,
    )  # fmt: skip
    return holder


@transaction.atomic
def open_seat(
    plan: Plan, *, kind: str, organisation: Organisation, name: str, post: str, by: Actor, at: datetime
) -> Seat:
    """A unit names a liaison, or a unit joins the conference; the office files it."""
    if kind == Seat.Kind.LIAISON and by.grant(_FILE, organisation.path):
        right = _FILE
        require(by, "plan.view", plan)
    else:
        right = _MANAGE
        require_at(by, _MANAGE, plan.org_path)
    if plan.seats.filter(kind=kind, organisation=organisation, closed_on=None).exists():
        raise NotPossible(f"{organisation.short_name}已有{Seat.Kind(kind).label}，人员变动请办理接任。")
    seat = Seat.objects.create(
        plan=plan, kind=kind, organisation=organisation, post=post.strip(), order=plan.seats.count() + 1
    )
    if whole := "".join(name.split()):
        SeatHolder.objects.create(
            seat=seat, name=whole, user=account(organisation, whole), post=seat.post,
            since=timezone.localtime(at).date(), filed_at=at, filed_by_id=by.person(),
        )  # fmt: skip
    record(OPENED, [seat, plan], by=by, at=at, org_path=organisation.path, permission=right, seat_kind=kind)
    return seat


@transaction.atomic
def close_seat(seat: Seat, *, by: Actor, at: datetime) -> Seat:
    """The unit leaves the conference; who held the seat stays on file."""
    require(by, _MANAGE, seat)
    today = timezone.localtime(at).date()
    if not Seat.objects.filter(pk=seat.pk, closed_on=None).update(closed_on=today):
        raise NotPossible("这个席位已经撤销。")
    seat.holders.filter(until=None).update(until=today)
    record(CLOSED, [seat], by=by, at=at, org_path=seat.organisation.path, permission=_MANAGE, seat_kind=seat.kind)
    seat.refresh_from_db()
    return seat


def without_liaison(plan: Plan) -> list[Organisation]:
    """Task holders for which no liaison is on file: the plan's own units, then the counties, in protocol order."""
    named = SeatHolder.objects.filter(
        seat__plan=plan, seat__kind=Seat.Kind.LIAISON, seat__closed_on=None, until=None
    ).values("seat__organisation")
    owing = plan.duties.filter(ended_on=None, origin=Duty.Origin.GOAL).values("organisation")
    missing = Organisation.objects.filter(pk__in=owing).exclude(pk__in=named).select_related("area")
    return sorted(missing, key=lambda o: (o.area_id != plan.area_id, o.order, o.pk))


def liaison_letters(plan: Plan) -> dict[int, Paper]:
    """The newest letter to each organisation that asks it to name a liaison."""
    rows = Addressee.objects.filter(
        paper__kind=LIAISON_LETTER.code, paper__subject_kind="plan", paper__subject_id=plan.pk
    ).exclude(paper__state=Paper.State.VOIDED)
    return {row.organisation_id: row.paper for row in rows.select_related("paper").order_by("paper")}


def draft_liaison_letters(plan: Plan, organisations: Iterable[Organisation], *, by: Actor, at: datetime) -> list[Paper]:
    """A letter to each, asking it to name a liaison: drafts of the office, for its director to sign."""
    require_at(by, _MANAGE, plan.org_path)
    asked = list(organisations)
    written = liaison_letters(plan)
    lying = [one.short_name for one in asked if one.pk in written and written[one.pk].issued_at is None]
    if lying:
        raise NotPossible(f"给{'、'.join(lying)}的函已经拟出，还没有印发，请到“文书”中办理，不必重拟。")
    today = timezone.localtime(at).date()
    reply_by = calendar_for(plan.area_id).on_or_after(today + timedelta(days=_DAYS_TO_REPLY))
    papers = []
    with transaction.atomic():
        for organisation in asked:
            goals = plan.duties.filter(organisation=organisation, ended_on=None).values("goal").distinct().count()
            papers.append(
                draft_paper(
                    LIAISON_LETTER,
                    subject=plan,
                    organisation=plan.office,
                    tree=liaison_letter(plan, organisation, goals=goals, reply_by=reply_by, today=today),
                    title=f"关于请{organisation.short_name}确定联络员的函",
                    to=[organisation],
                    reply_due_on=reply_by,
                    by=by,
                    at=at,
                )
            )
        if not papers:
            raise NotPossible("所选单位都已确定联络员，不需要发函。")
        record(ASKED, [plan], by=by, at=at, org_path=plan.org_path, permission=_MANAGE, letters=len(papers))
    return papers
