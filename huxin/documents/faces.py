"""What does a paper look like at this moment, with all that the record knows about it filled in?"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from itertools import groupby

from django.db.models import QuerySet
from django.utils import timezone

from huxin.documents.kinds import HEADED, KINDS
from huxin.documents.models import Addressee, ApprovalStep, Paper
from huxin.journal.timeline import events_of
from huxin.orgs.models import Organisation
from huxin.orgs.roles import ROLES
from huxin.typesetting import content
from huxin.typesetting.content_json import from_json

_Opinion, _TO = ApprovalStep.Opinion, Addressee.How.TO
_DECIDES = {"review": "审核", "countersign": "会签", "sign": "审批"}  # a request is not proofread but decided


def day_of(moment: datetime) -> date:
    """The day on which a moment falls here."""
    return timezone.localtime(moment).date()


def printed_day(day: date) -> str:
    """2026年6月5日, as on official papers: Arabic, without leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


def listed(units: Iterable[Organisation], name: str = "name") -> str:
    """Those a paper goes to, as GB/T 9704 writes them: 、 between organs of one kind, ， between kinds."""
    return "，".join("、".join(getattr(unit, name) for unit in kind) for _, kind in groupby(units, lambda u: u.kind))


def face(paper: Paper, *, printed_on: date | None = None) -> content.Paper:
    """The paper's tree with number, date of signing, openness, copies and day of printing where they belong.

    On a request stand the opinions instead, as the last boxes of its form; on a sheet that stays in the house they
    stand in the boxes that its form leaves open for them.
    """
    tree = from_json(paper.tree)
    if KINDS[paper.kind].request:
        *before, form = tree.blocks
        said = tuple(_opinion_row(step, f"{_DECIDES[step.kind]}意见") for step in _steps(paper).order_by("order", "pk"))
        assert isinstance(form, content.Form)  # papers.checked has seen to it
        return replace(tree, blocks=(*before, content.Form((*form.rows, *said))))
    if KINDS[paper.kind].inner and paper.signed_at:
        return _with_opinions(tree, paper)
    if tree.layout not in HEADED:
        return tree
    copies = tree.imprint.copies_to or _names(paper, Addressee.How.CC)
    printed = printed_day(printed_on) if printed_on and tree.imprint.printed_by else tree.imprint.printed_on
    signature = tree.signature
    if paper.signed_at and not signature.date:
        signature = replace(signature, date=printed_day(day_of(paper.signed_at)))
    return replace(
        tree,
        signatories=tree.signatories or _signatories(paper),
        number=paper.number or tree.number,
        addressees=tree.addressees or ("" if KINDS[paper.kind].unaddressed else _names(paper, _TO)),
        signature=signature,
        imprint=replace(
            tree.imprint, copies_to=copies, printed_on=printed, openness=Paper.Openness(paper.openness).label
        ),
    )


def signed_face(paper: Paper, *, printed_on: date | None = None) -> content.Paper:
    """The face with the signatures under it in their boxes: as it is read and printed. What is kept as its text, typed
    over and known by its hash is the face without them."""
    shown, signed_in = face(paper, printed_on=printed_on), KINDS[paper.kind].signed_in
    return signed_in(paper, shown) if signed_in else shown


def _with_opinions(tree: content.Paper, paper: Paper) -> content.Paper:
    """Once it is signed: the last open boxes are those of the last steps; a box before them is his who has asked for
    it. Until then nothing that is typed over in WPS holds an opinion."""
    open_boxes = [
        (at, n)
        for at, block in enumerate(tree.blocks)
        if isinstance(block, content.Form)
        for n, row in enumerate(block.rows)
        if len(row.fields) == 1 and not row.fields[0].value and row.fields[0].foot
    ]
    steps = list(_steps(paper).order_by("order", "pk"))[-len(open_boxes) :] if open_boxes else []
    said = [_said(step) for step in steps]
    if asked := _asked(paper):
        said = [*(("提请审批。", asked) for _ in open_boxes[len(said) :]), *said]
    blocks = list(tree.blocks)
    for (at, n), words in zip(reversed(open_boxes), reversed(said), strict=False):
        form = blocks[at]
        if words and isinstance(form, content.Form):
            field = replace(form.rows[n].fields[0], value=words[0], foot=words[1])
            rows = (*form.rows[:n], replace(form.rows[n], fields=(field,)), *form.rows[n + 1 :])
            blocks[at] = replace(form, rows=rows)
    return replace(tree, blocks=tuple(blocks))


def _asked(paper: Paper) -> str:
    """Who asks for the opinions, and when: the drafter; of what a rule drafted, whoever sent it on its way."""
    if paper.drafted_by is not None:
        return _signed(paper.drafted_by.name, "", paper.drafted_at)
    sent = events_of(paper).filter(verb="paper.submitted").first()
    return _signed(sent.actor_name, sent.acting_for, sent.occurred_at) if sent else ""


def _signatories(paper: Paper) -> tuple[str, ...]:
    """签发人 of a paper to a higher body, once it is signed."""
    if not KINDS[paper.kind].upward or not paper.signed_at:
        return ()
    signed = _steps(paper).filter(kind=ApprovalStep.Kind.SIGN, state=ApprovalStep.State.DECIDED).order_by("pk")
    return tuple(step.acted_by.name for step in signed if step.acted_by)


def _names(paper: Paper, how: str) -> str:
    rows = paper.addressees.filter(how=how).select_related("organisation")
    return listed(row.organisation for row in rows.order_by("organisation__order", "organisation_id"))


def approval_sheet(paper: Paper) -> content.Paper:
    """The 发文稿纸 of a paper that goes out, or the 审批表 of one that does not, with every opinion of its round.

    主送 is whom the paper itself calls on, also a person, who is no organisation in the register.
    """
    kind = KINDS[paper.kind]
    goes_out = kind.layout in HEADED
    called_on = from_json(paper.tree).addressees or _names(paper, _TO)
    rows = [
        _row(("文件标题", paper.title)),
        _row(("文书种类", kind.title), ("发文字号", paper.number)),
        _row(("主送", called_on), ("抄送", _names(paper, Addressee.How.CC))),
        _row(
            ("拟稿单位", (paper.office or paper.organisation).name),
            ("拟稿", _signed(paper.drafted_by.name if paper.drafted_by else "系统按规则拟稿", "", paper.drafted_at)),
        ),
        _row(
            ("公开属性", Paper.Openness(paper.openness).label + _bracketed(paper.openness_reason)),
            ("送审", f"第{paper.round}轮" if paper.round else "尚未送审"),
        ),
    ]
    rows[1:1] = [_opinion_row(step, step.get_kind_display()) for step in _steps(paper).order_by("-order", "pk")]
    if goes_out:
        rows.append(
            _row(
                ("用印", f"{paper.seal}，{paper.seal_copies}份" if paper.seal else ""),
                ("印发日期", printed_day(day_of(paper.issued_at)) if paper.issued_at else ""),
            )
        )
    title = f"{paper.organisation.name}{'发文稿纸' if goes_out else '审批表'}"
    return content.Paper(layout=content.Layout.SHEET, title=title, blocks=(content.Form(tuple(rows)),))


def _steps(paper: Paper) -> QuerySet[ApprovalStep]:
    asked = paper.steps.filter(round=paper.round or 1)
    return asked.select_related("user", "organisation", "acted_by", "paper")


def _row(*boxes: tuple[str, str]) -> content.FormRow:
    return content.FormRow(tuple(content.Field(label, value) for label, value in boxes))


def _opinion_row(step: ApprovalStep, label: str) -> content.FormRow:
    """The box of one step; an open one is left to be signed by hand."""
    said = _said(step)
    if said is None:
        return content.FormRow((content.Field(label, whose(step), "签名：　　　　年　月　日"),), 18)
    return content.FormRow((content.Field(label, f"{said[0]}（对第{step.text_number}稿）", said[1]),), 18)


def _said(step: ApprovalStep) -> tuple[str, str] | None:
    """The opinion, and who has given it when."""
    if step.state != ApprovalStep.State.DECIDED or step.acted_by is None or step.acted_at is None:
        return None
    said = _Opinion(step.opinion).label + (f"：{step.reason}" if step.reason else "")
    return said, _signed(step.acted_by.name, step.acting_for, step.acted_at)


def whose(step: ApprovalStep) -> str:
    """Whom a step asks, in words."""
    if step.user is not None:
        return step.user.name + (f"（代{step.acting_for}）" if step.acting_for else "")
    at_home = step.organisation_id in (step.paper.organisation_id, step.paper.office_id)
    name = "" if at_home or step.organisation is None else step.organisation.name
    return f"{name}{ROLES[step.role].title if step.role else '审批人员'}"


def _signed(name: str, acting_for: str, at: datetime) -> str:
    return f"{name}{_bracketed('代' + acting_for if acting_for else '')}　{printed_day(day_of(at))}"


def _bracketed(text: str) -> str:
    return f"（{text}）" if text else ""
