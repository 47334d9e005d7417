"""How do the papers of a meeting read?"""

from collections.abc import Iterable

from django.utils.timezone import localtime

from huxin.conference.models import Decision, FeedbackRound, Invitee, Meeting, Minutes
from huxin.documents.faces import day_of, listed, printed_day
from huxin.orgs.models import Organisation
from huxin.plans.addressing import consent
from huxin.plans.models import Plan
from huxin.typesetting.content import (
    Align,
    Annex,
    Block,
    Card,
    Column,
    Heading,
    Imprint,
    Labelled,
    Layout,
    Mark,
    Paper,
    Signature,
    Table,
    cells,
    paragraphs,
    plain,
)
from huxin.typesetting.content_json import from_json

Presence, Reply = Invitee.Presence, Invitee.Reply


def conference_name(plan: Plan) -> str:
    """The joint conference as the document that set it up calls it, for any area: 文山州…, 砚山县…"""
    area = plan.area
    place = area.short_name if area.short_name.endswith(area.name[-1]) else area.name
    return f"{place}维护新就业形态劳动者劳动保障权益联席会议"


def office_name(plan: Plan) -> str:
    return f"{conference_name(plan)}办公室"


def _lined(title: str) -> str:
    """A title that names the conference is too long for one line: it breaks between words, not inside 劳动保障权益."""
    return title.replace("劳动者劳动保障权益", "劳动者\n劳动保障权益")


def full_title(meeting: Meeting) -> str:
    """The meeting as an outsider must read it: with the name of the conference, unless it is a consultation."""
    if meeting.kind == Meeting.Kind.CONSULTATION or "联席会议" in meeting.title:
        return meeting.title
    return f"{conference_name(meeting.plan)}{meeting.title}"


def spoken_time(meeting: Meeting) -> str:
    """2026年3月10日9:30, on the clock of the place."""
    if meeting.starts_at is None:
        return ""
    moment = localtime(meeting.starts_at)
    return f"{printed_day(moment.date())}{moment.hour}:{moment.minute:02}"


def default_opening(meeting: Meeting) -> str:
    """The first paragraph of minutes that nobody has written yet."""
    day = printed_day(day_of(meeting.starts_at)) if meeting.starts_at else ""
    if meeting.kind == Meeting.Kind.CONSULTATION:
        return f"{day}，{meeting.chair}主持{meeting.title}，有关单位会商形成一致意见。现将结果记录如下："
    return f"{day}，{meeting.chair}主持召开{full_title(meeting)}。现纪要如下："


def _rows(meeting: Meeting) -> list[Invitee]:
    return list(meeting.invitations.select_related("organisation").order_by("observer", "order", "pk"))


def _person(row: Invitee) -> str:
    notes = [row.unit]
    if row.presence != Presence.PRESENT and row.reason:
        notes.append(row.reason)
    if row.people:
        return f"{'、'.join(name for name, _ in row.people)}（{'，'.join(notes)}）"
    return row.unit + (f"（{row.reason}）" if len(notes) > 1 else "")


def attendance_lines(rows: Iterable[Invitee]) -> tuple[Labelled, ...]:
    """出席, 请假, 缺席, 列席, each only where there is somebody."""
    groups: dict[str, list[str]] = {"出席": [], "请假": [], "缺席": [], "列席": []}
    for row in rows:
        if row.presence == Presence.PRESENT:
            groups["列席" if row.observer else "出席"].append(_person(row))
        elif not row.observer:
            groups["请假" if row.reply == Reply.LEAVE else "缺席"].append(_person(row))
    return tuple(Labelled(label, "、".join(people)) for label, people in groups.items() if people)


def _decision_text(number: int, decision: Decision) -> str:
    units = "、".join(unit.organisation.short_name for unit in decision.units.all())
    notes = [f"责任单位：{units}"] if units else []
    notes += [f"完成时限：{printed_day(decision.due_on)}前"] if decision.due_on else []
    text = decision.text.rstrip("。；; ")
    return f"{number}. {text}（{'；'.join(notes)}）。" if notes else f"{number}. {text}。"


def _body(minutes: Minutes) -> tuple[Block, ...]:
    """The agreed text: opening, each item with what was said and decided, closing, who was there."""
    blocks: list[Block] = list(paragraphs(minutes.opening))
    number = 0
    items = minutes.items.prefetch_related("decisions__units__organisation").order_by("order", "pk")
    for item in items:
        blocks.append(Heading(1, item.heading))
        blocks += paragraphs(item.discussion)
        decisions = sorted(item.decisions.all(), key=lambda d: (d.order, d.pk))
        if decisions:
            blocks.append(plain("会议议定：" if minutes.meeting.kind != Meeting.Kind.CONSULTATION else "会商一致："))
        for decision in decisions:
            number += 1
            blocks.append(plain(_decision_text(number, decision)))
    blocks += paragraphs(minutes.closing)
    return (*blocks, *attendance_lines(_rows(minutes.meeting)))


def _others(plan: Plan, units: Iterable[Organisation]) -> str:
    """To whom the office writes: to all of them but itself."""
    return listed([unit for unit in units if unit != plan.office], "short_name")


def minutes_paper(minutes: Minutes, *, recipients: Iterable[Organisation] = ()) -> Paper:
    """纪要; for a consultation the one-page result."""
    meeting = minutes.meeting
    office = office_name(meeting.plan)
    if meeting.kind == Meeting.Kind.CONSULTATION:
        return Paper(
            layout=Layout.SHEET,
            title=f"{meeting.title.removesuffix('会商')}会商结果",
            subtitle=f"{spoken_time(meeting)}　{meeting.place}",
            blocks=_body(minutes),
            signature=Signature((office,)),
        )
    return Paper(
        layout=Layout.MINUTES,
        mark=Mark((f"{conference_name(meeting.plan)}纪要",)),
        title=f"{meeting.title}纪要",
        blocks=_body(minutes),
        signature=Signature((office,)),
        imprint=Imprint(copies_to=listed(recipients, "short_name"), printed_by=office),
    )


def _agenda(meeting: Meeting) -> tuple[Block, ...]:
    lines = []
    for item in meeting.agenda.select_related("presenter").order_by("order"):
        who = f"（{item.presenter.short_name}汇报）" if item.presenter else ""
        lines.append(plain(f"{item.order}. {item.title}{who}"))
    return tuple(lines)


def notice_paper(meeting: Meeting, *, letter: bool) -> Paper:
    """会议通知, or the letter (函) to units that are not below the office."""
    rows, plan = _rows(meeting), meeting.plan
    units = [row.unit for row in rows if not row.guest_name]
    within = [row.organisation for row in rows if row.organisation]
    outside = [row.unit for row in rows if not (row.organisation or row.guest_name)]
    ground = consent(plan.area, within) or "经研究，"
    reply = (
        f"请于{printed_day(meeting.reply_by)}前报送参会回执；不能参会的，请说明原因并委托熟悉情况的同志参加。"
        if meeting.reply_by
        else "请及时报送参会回执；不能参会的，请说明原因并委托熟悉情况的同志参加。"
    )
    manner = "函告" if letter else "通知"
    blocks: tuple[Block, ...] = (
        plain(f"{ground}定于{spoken_time(meeting)}召开{full_title(meeting)}。现将有关事项{manner}如下："),
        Heading(1, "会议时间和地点"),
        plain(f"时间：{spoken_time(meeting)}。"),
        plain(f"地点：{meeting.place}。"),
        Heading(1, "会议议程"),
        *(_agenda(meeting) or (plain(meeting.ground),)),
        Heading(1, "参会单位"),
        plain(f"{'、'.join(units)}。"),
        Heading(1, "有关要求"),
        plain(reply),
    )
    return Paper(
        layout=Layout.LETTER if letter else Layout.OFFICIAL,
        mark=Mark((plan.office.name,), "" if letter else "文件"),
        title=_lined(f"关于召开{full_title(meeting)}的{'函' if letter else '通知'}"),
        addressees="，".join(filter(None, (_others(plan, within), *outside))) or "各参会单位",
        blocks=blocks,
        signature=Signature((plan.office.name,)),
        imprint=Imprint() if letter else Imprint(printed_by=plan.office.name),
    )


def feedback_letter(round_: FeedbackRound) -> Paper:
    """The letter that asks the attending units for their opinion, with the text as an annex."""
    meeting, plan = round_.minutes.meeting, round_.minutes.meeting.plan
    opinions = round_.opinions.select_related("organisation").order_by("organisation__order", "pk")
    units = [opinion.organisation for opinion in opinions]
    silence = "逾期未反馈的，视为同意。" if round_.silence_is_consent else ""
    title = f"{full_title(meeting)}纪要（征求意见稿）"
    return Paper(
        layout=Layout.LETTER,
        mark=Mark((plan.office.name,)),
        title=_lined(f"关于征求{full_title(meeting)}\n纪要（征求意见稿）意见的函"),
        addressees=_others(plan, units),
        blocks=(
            plain(
                f"{consent(plan.area, units)}现将{title}送你们征求意见，"
                f"请于{printed_day(round_.answer_by)}前反馈。{silence}"
            ),
        ),
        attachments=(title,),
        signature=Signature((plan.office.name,)),
        annexes=(Annex("附件", title, from_json(round_.text).blocks),),
    )


def major_report(meeting: Meeting, *, to: str) -> Paper:
    """The report of major matters to the government above, with what was decided on each."""
    plan = meeting.plan
    day = printed_day(day_of(meeting.starts_at)) if meeting.starts_at else ""
    blocks: list[Block] = [plain(f"{day}召开的{full_title(meeting)}研究了下列重大事项。现将有关情况报告如下：")]
    for item in meeting.minutes.items.prefetch_related("decisions__units__organisation").order_by("order", "pk"):
        whole = item.agenda_item is not None and item.agenda_item.major
        decisions = [d for d in sorted(item.decisions.all(), key=lambda d: (d.order, d.pk)) if whole or d.major]
        if whole or decisions:
            blocks.append(Heading(1, item.heading))
            blocks += paragraphs(item.discussion)
            blocks += [plain(_decision_text(number, d)) for number, d in enumerate(decisions, start=1)]
    return Paper(
        layout=Layout.OFFICIAL,
        mark=Mark((plan.office.name,), "文件"),
        title=_lined(f"关于{full_title(meeting)}\n研究重大事项情况的报告"),
        addressees=to,
        blocks=(*blocks, plain("特此报告。")),
        signature=Signature((plan.office.name,)),
        imprint=Imprint(printed_by=plan.office.name),
    )


def sign_in_sheet(meeting: Meeting) -> Paper:
    """签到表: everybody asked who did not ask leave, and three empty lines."""
    rows = [row for row in _rows(meeting) if row.reply != Reply.LEAVE]
    people = [(row.unit, name, post) for row in rows for name, post in row.people or [("", "")]]
    lines = [cells(str(n), *person, "") for n, person in enumerate(people, start=1)]
    lines += [cells("", "", "", "", "")] * 3
    return Paper(
        layout=Layout.SHEET,
        title=f"{meeting.title}签到表",
        subtitle=f"{spoken_time(meeting)}　{meeting.place}".strip(),
        blocks=(
            Table(
                columns=(Column(1), Column(4, Align.LEFT), Column(2), Column(3), Column(3)),
                rows=(cells("序号", "单位", "姓名", "职务", "签名", bold=True), *lines),
            ),
        ),
    )


def name_cards(meeting: Meeting) -> Paper:
    """席卡 of those who come, the chair's first where he is not among the invited."""
    rows = [row for row in _rows(meeting) if row.reply != Reply.LEAVE]
    names = [card for row in rows for card in [(name, row.unit) for name, _ in row.people] or [(row.unit, "")]]
    if meeting.chair and meeting.chair not in {name for name, _ in names}:
        names.insert(0, (meeting.chair, ""))
    return Paper(layout=Layout.CARDS, blocks=tuple(Card(name, unit) for name, unit in names))
