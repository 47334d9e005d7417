"""Which papers may anybody who drafts begin by hand, how does each begin, and which way does it usually go?"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.documents.kinds import REVIEW, SIGN, PaperKind, Step, paper_kind
from huxin.documents.models import Document, Paper
from huxin.documents.papers import draft_paper
from huxin.documents.store import attach
from huxin.orgs.models import Membership, Organisation
from huxin.typesetting.content import Imprint, Layout, Mark, Signature
from huxin.typesetting.content import Paper as Tree
from huxin.typesetting.writing import with_body

_SIGNERS = ("unit_leader", "county_leader", "office_director")  # of the house, the first that there is


@dataclass(frozen=True, slots=True)
class ByHand:
    """A kind with the occasion for it, and the words on which its title and its text end."""

    kind: PaperKind
    use: str
    ending: str  # of the title: 函, 通知 …
    closing: str  # last line of the text


def _kind(code: str, title: str, layout: Layout, series: str, *, upward: bool = False) -> PaperKind:
    steps = (Step(REVIEW, role="section_head"), Step(SIGN, role="unit_leader"))
    return paper_kind(PaperKind(code, title, layout, steps, needs_number=True, series=series, upward=upward))


BY_HAND: dict[str, ByHand] = {
    "letter": ByHand(
        _kind("free_letter", "函", Layout.LETTER, "letter"),
        "与平级或没有隶属关系的单位商洽工作、询问和答复问题、请求支持配合",
        "函",
        "特此函达。",
    ),
    "notice": ByHand(
        _kind("free_notice", "通知", Layout.OFFICIAL, "official"),
        "要求下级单位和有关单位执行、办理或者周知的事项",
        "通知",
        "特此通知。",
    ),
    "instructions": ByHand(
        _kind("free_instructions", "请示", Layout.OFFICIAL, "report", upward=True),
        "向上级请求指示、批准；一文一事，只写一个主送机关",
        "请示",
        "妥否，请批示。",
    ),
    "report": ByHand(
        _kind("free_report", "报告", Layout.OFFICIAL, "report", upward=True),
        "向上级汇报工作、反映情况、答复询问；不夹带请示事项",
        "报告",
        "特此报告。",
    ),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Begun:
    """What was typed to begin with."""

    title: str
    body: str
    addressees: str = ""
    attachments: tuple[str, ...] = ()
    note: str = ""
    copies_to: str = ""
    urgency: str = ""
    to: Collection[Organisation] = ()
    cc: Collection[Organisation] = ()
    reply_due_on: date | None = None
    document: Document | None = None  # the DOCX handed in with it, to be read into the text


@transaction.atomic
def begin(kind: ByHand, home: Organisation, given: Begun, *, by: Actor, at: datetime) -> Paper:
    """A draft of the house, or of an office in it, on its usual way."""
    if not given.title.rstrip("　 ").endswith(kind.ending):
        raise NotPossible(f"标题应写明文种，以“{kind.ending}”结尾，如：关于××××的{kind.ending}。")
    if kind.ending == "请示" and len(given.to) > 1:
        raise NotPossible("请示只能有一个主送机关；其他需要了解的单位，请改为抄送。")
    organisation = house_of(home)
    paper = draft_paper(
        kind.kind,
        subject=None,
        organisation=organisation,
        office=None if home == organisation else home,
        tree=_tree(kind, organisation, given),
        title=given.title.replace("\n", ""),
        to=given.to,
        cc=given.cc,
        steps=usual_way(home, by),
        reply_due_on=given.reply_due_on,
        by=by,
        at=at,
    )
    if given.document is not None:
        attach(given.document, subject=paper)
    return paper


def _tree(kind: ByHand, organisation: Organisation, given: Begun) -> Tree:
    official = kind.kind.layout is Layout.OFFICIAL
    blank = Tree(
        layout=kind.kind.layout,
        title=given.title,
        mark=Mark((organisation.name,), "文件" if official else ""),
        urgency=given.urgency,
        addressees=given.addressees,
        attachments=given.attachments,
        signature=Signature((organisation.name,), seal=True),
        note=given.note,
        imprint=Imprint(copies_to=given.copies_to, printed_by=organisation.name if official else ""),
    )
    return with_body(blank, given.body)


def homes(by: Actor) -> QuerySet[Organisation]:
    """The houses and offices in which this person drafts."""
    mine = [g.organisation_id for g in by.grants if "paper.draft" in g.reach and g.organisation_id is not None]
    return Organisation.objects.filter(pk__in=mine, closed_on=None).order_by("order", "pk")


def house_of(home: Organisation) -> Organisation:
    """The organisation that issues what one of its offices drafts."""
    while home.kind == Organisation.Kind.OFFICE and home.parent is not None:
        home = home.parent
    return home


def usual_way(home: Organisation, by: Actor) -> tuple[Step, ...]:
    """The section head reviews, the leader signs, as far as the house has them; who drafts is not asked himself."""
    parts = home.path.rstrip("/").split("/")
    above = ["/".join(parts[:end]) + "/" for end in range(1, len(parts) + 1)]
    held = Membership.objects.filter(until=None, user__is_active=True, organisation__path__in=above)
    roles = set(held.exclude(user_id=by.person()).values_list("role", flat=True))
    signer = next((role for role in _SIGNERS if role in roles), "")
    if by.grant("meeting.run", home.path) and "office_director" in roles:
        signer = "office_director"  # the office of the conference writes in the name of its director's office
    review = (Step(REVIEW, role="section_head"),) if "section_head" in roles else ()
    return (*review, Step(SIGN, role=signer) if signer else Step(SIGN, organisation=house_of(home)))
