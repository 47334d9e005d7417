"""How is the demo prefecture made? Through the product's own actions, with fixed dice, sending nothing."""

import json
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.conf import settings

from huxin.adoption.actions.adopt import adopt
from huxin.adoption.actions.drafts import upload_draft
from huxin.demo import casework, cast, oversight, registry, rider
from huxin.demo.cases import load_cases
from huxin.demo.counties import issue_plans
from huxin.demo.haste import in_haste
from huxin.demo.law import propose_allowance, publish_cap
from huxin.demo.meetings import Conference, Consultation
from huxin.demo.moves import Moves
from huxin.demo.papers import agree
from huxin.demo.reporting import Round
from huxin.demo.story import ZONE, Story, days
from huxin.demo.words import deed
from huxin.followups.actions import chat_sent, draft, set_rule
from huxin.followups.ladder import DEFAULTS
from huxin.followups.models import Rung
from huxin.followups.queries import late_parties
from huxin.law.calendar import calendar_for
from huxin.notices.actions import read_all
from huxin.orgs.actions.organisations import found_organisation
from huxin.orgs.models import Area, Organisation
from huxin.plans.actions.assignments import Matter, give
from huxin.plans.actions.duties import note_progress
from huxin.plans.actions.extensions import ask_extension
from huxin.plans.actions.history import settle_terms
from huxin.plans.models import Duty, Plan, Term

PLAN = Path(__file__).parent / "plan.txt"
LOGINS = ("office", "director", "convenor", "union", "union-head", "union-leader", "transport", "commerce", "yanshan",
          "yanshan-leader", "registry", "audit", "admin", "intake", "inspector", "firm", "firm-hr")  # fmt: skip


def mark() -> Path:
    """The file that says that this installation is a demo."""
    return Path(settings.DATA) / "demo.json"


def load(now: datetime) -> bool:
    """Make the prefecture up to `now`; False where it is there already. Refuses an installation with other data."""
    if mark().exists():
        return False
    half = mark().with_suffix(".half")
    if half.exists():
        raise ValueError(f"上次载入演示数据时中断。请删除“{settings.DATA}”后重新运行 make demo。")
    if Plan.objects.exists() or Organisation.objects.exists():
        raise ValueError("这里已有数据，演示数据只载入空的安装。")
    half.touch()
    with in_haste(), oversight.orders_made(now) as made:
        plan = _history(now)
        load_cases(now)
        issue_plans(plan, now - days(1))
        oversight.load_oversight(now, made)
        rider.load_rider(now)
    half.write_text(json.dumps({"loaded_at": now.isoformat()}))
    half.rename(mark())
    return True


def _history(now: datetime) -> Plan:
    story = Story(now, calendar_for("532600"))
    start = now - timedelta(days=400)
    plan = _begin(start)
    _schedule(story, plan, start.date())
    story.play()
    return plan


def logins() -> dict[str, dict[str, str]]:
    """The log-ins worth trying, with what they are."""
    rows = (cast.FIRST, *cast.rows(), *casework.rows(), *registry.OFFICERS, *registry.FIRM_PEOPLE, *oversight.PEOPLE)
    known = {row[0]: row for row in rows}
    told = {
        login: {"name": known[login][1], "unit": known[login][2], "post": known[login][4], "password": cast.PASSWORD,
                "role": known[login][3]}
        for login in (*LOGINS, *casework.LOGINS, *oversight.LOGINS)
    }  # fmt: skip
    return told | {rider.LOGIN: rider.login()}


def _begin(at: datetime) -> Plan:
    """The office's organisation, its people, the plan, and then everybody whom the plan names."""
    area = Area.objects.get(pk="532600")
    found_organisation(area=area, name="文山州人力资源和社会保障局", short_name="州人力资源社会保障局")
    cast.admit(cast.FIRST, by=None, at=at)
    admin = cast.act_as("admin", at)
    for row in cast.OFFICE:
        cast.admit(row, by=admin, at=at)
    office = cast.act_as("office", at)
    adopted = upload_draft(PLAN.read_bytes(), name="工作方案.txt", area=area, by=office, at=at)
    plan = adopt(adopted, tracked_from=at.date(), by=office, at=at)
    for row in cast.rows()[len(cast.OFFICE) :]:
        cast.admit(row, by=admin, at=at)
    past = list(Term.objects.filter(plan=plan, state=Term.State.HISTORY, duty__role="lead"))
    settle_terms(plan, rows=past, outcome="met", reason="据当年工作总结，阶段目标已完成。", by=office, at=at)
    return plan


def _schedule(story: Story, plan: Plan, start: date) -> None:
    dues = [date(year, month, 10) for year in (start.year, start.year + 1, start.year + 2) for month in (6, 12)]
    for number, due in enumerate(day for day in dues if start + days(30) <= day):
        Round(story, plan, due, number)
    now = story.now
    for number, (back, title) in enumerate(
        ((160, "第一次全体会议"), (9, "第二次全体会议"), (-12, "第三次全体会议")), 1
    ):
        day = story.calendar.on_or_before(now.date() - days(back))
        Conference(story, plan, datetime.combine(day, time(9), ZONE), title, number)
    day = story.calendar.on_or_before(now.date() - days(35))
    Consultation(story, plan, datetime.combine(day, time(9), ZONE), "合作企业退出时的报酬结算", 0)
    Moves(story, plan)
    story.at(now.date() - days(120), registry.fill, hour=8, minute=30)
    story.at(now.date() - days(2), registry.leave_to_do, hour=9, minute=0)
    for week in range(1, (now.date() - start).days // 7):
        story.at(start + days(7 * week), lambda at: _some_progress(story, plan, at), hour=16)
    story.at(now.date() - days(3), _read_notices, hour=18)
    story.at(now.date() - days(60), lambda at: _assign(plan, at))
    story.at(now.date() - days(30), lambda at: _extension(plan, at))
    story.at(now.date() - days(14), lambda at: _rules(plan, at))
    story.at(now.date() - days(119), publish_cap)
    story.at(now.date() - days(2), propose_allowance)
    story.at(now.date() - days(1), lambda at: _follow_up(plan, at), hour=17)


def _read_notices(at: datetime) -> None:
    """Whoever can log in in the demo has read what came until then."""
    for login in LOGINS:
        read_all(by=cast.act_as(login, at), at=at)


def _some_progress(story: Story, plan: Plan, at: datetime) -> None:
    """A few units write down what they did this week."""
    duties = list(Duty.objects.filter(plan=plan, goal__isnull=False).select_related("goal", "organisation"))
    for duty in story.dice.sample(duties, 6):
        role = "county_liaison" if duty.organisation.kind == Organisation.Kind.GOVERNMENT else "liaison"
        by = cast.somebody(duty.organisation, role, at)
        text = deed(duty.goal.number if duty.goal else 0, story.dice)
        note_progress(duty, happened_on=at.date() - days(story.dice.randint(0, 4)), text=text, by=by, at=at)


def _assign(plan: Plan, at: datetime) -> None:
    """Two documents handed down; one is late by today."""
    office = cast.act_as("office", at)
    units = {u.short_name: u for u in Organisation.objects.all()}
    for title, names, span in (
        ("核查网约车平台抽成比例公示情况", ("州交通运输局", "州市场监管局"), 40),
        ("报送快递网点以罚代管整治情况", ("州邮政管理局",), 75),
    ):
        matter = Matter(
            title=title, source="州人民政府分管领导", received_on=at.date(), due_on=at.date() + days(span),
            urgency="urgent", remark="请抓紧核查，结果书面报告。", proposal="请责任单位牵头办理，联席会议办公室汇总。",
        )  # fmt: skip
        give(matter, organisation=plan.office, units=[units[n] for n in names], plan=plan, by=office, at=at)


def _extension(plan: Plan, at: datetime) -> None:
    """One unit asks for more time and gets it, another waits for an answer, a third is refused."""
    terms = Term.objects.filter(plan=plan, kind="once", state="open").select_related("duty__organisation")
    for n, term in enumerate(terms.order_by("pk")[:3]):
        by = cast.somebody(term.duty.organisation, "liaison", at)
        until = max(term.due_on, at.date()) + days(20)
        asked = ask_extension(term, until_on=until, ground="需赴三个县实地核查，现场工作尚未结束。", by=by, at=at)
        if n != 1 and asked.paper is not None:
            agree(asked.paper, at, refused="这项工作已部署多时，请按原时限办结。" if n else "")


def _rules(plan: Plan, at: datetime) -> None:
    """The ladder's two lowest rungs are switched on."""
    for rung in (Rung.CHAT, Rung.LETTER):
        set_rule(
            plan, rung, name=Rung(rung).label, after_days=DEFAULTS[rung], on=True, by=cast.act_as("office", at), at=at
        )


def _follow_up(plan: Plan, at: datetime) -> None:
    """Late parties are reminded; a letter waits for the director."""
    office = cast.act_as("office", at)
    late = [party for party in late_parties(plan, today=at.date()) if party.open_on(Rung.LETTER)]
    for party in late[:3]:
        for rung in (Rung.CHAT, Rung.LETTER):
            if terms := party.open_on(rung):
                made = draft(plan, party.organisation, rung, terms, by=office, at=at, today=at.date())
                if rung == Rung.CHAT:
                    chat_sent(made, by=office, at=at)
