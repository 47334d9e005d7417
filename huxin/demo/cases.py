"""Which cases run in the demo prefecture? About sixty, in every state, through the public actions alone."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.utils.module_loading import import_string
from django.utils.timezone import localtime

from huxin.base.actor import Actor
from huxin.cases.actions import counsel, desk, joint, talking
from huxin.cases.actions.moving import perform
from huxin.cases.actions.opening import Matter, Opened, open_case, procedure_of
from huxin.cases.counsel import live_counsel
from huxin.cases.facts import ClaimFact
from huxin.cases.models import Case
from huxin.cases.officers import officers_of
from huxin.cases.people import Person, by_receipt
from huxin.cases.procedure import PROCEDURES
from huxin.cases.reactions import note_overdue
from huxin.cases.records import Assistance, Move
from huxin.demo import case_collective, case_letters, casework, cast
from huxin.demo.papers import agree
from huxin.demo.story import run_queue
from huxin.documents import approval
from huxin.orgs.access import NOBODY, actor
from huxin.orgs.models import Area, Membership, Organisation
from huxin.registry.models import Enterprise

STORIES = (
    ("wage", "拖欠配送单费", "站点说平台没有结算，八月、九月两个月的单费一直没有发。", 640000),
    ("deposit", "扣留装备押金", "离站时说好退的装备押金没有退，多次催要无人答复。", 50000),
    ("hours", "恶劣天气强派单", "暴雨预警期间仍然强制上线，拒单就罚款。", None),
    ("contract", "未签书面协议", "入职半年没有签过任何协议，也没有拿到过规则。", None),
    ("injury", "送餐途中摔伤未获处理", "送单途中摔伤，站点不肯出具接单记录，医药费自付。", 1280000),
    ("account", "账号无故封停", "申诉三次都是自动回复，账号封停后没有收入。", None),
    ("forced_registration", "被要求注册个体工商户", "站点要求用手机刷脸办理个体户，不办不给派单。", None),
    ("minimum_wage", "报酬低于最低标准", "按在线时长折算，每小时不到规定标准。", 210000),
)
NAMES = ("杨大河", "陆青山", "王小满", "李木生", "黄甜甜", "侬小军", "熊开春", "普天乐", "罗一江", "韦明月")
PLAN = (  # how many complaints go how far
    ("filed", 16), ("supplementing", 4), ("proposed", 4), ("investigating", 10), ("suspended", 2), ("correcting", 5),
    ("guided", 4), ("withdrawn", 3), ("closed", 4),
)  # fmt: skip
ACCEPT = {"in_time": "on", "clear_employer": "on", "competent": "on", "not_elsewhere": "on", "relation": "A",
          "matter_of_law": "克扣、拖欠劳动报酬", "opinion": "建议立案调查。"}  # fmt: skip


class Docket:
    """The cases as they come in and go on; what waits for signatures goes on in rounds."""

    def __init__(self, now: datetime) -> None:
        self.now, self.dice = now, Random(20260915)
        self.opened: list[tuple[str, Opened]] = []
        self.firms = list(Enterprise.objects.order_by("pk"))

    def play(self) -> int:
        """Everything up to now; the number of cases."""
        self.open_all()
        self.assign_all()
        waiting = [move for goal, one in self.opened for move in self.first(goal, one.case)]
        self.settle(waiting)
        self.settle([move for goal, one in self.opened for move in self.second(goal, one.case)])
        self.settle([move for goal, one in self.opened if goal == "closed" for move in self.last(one.case)])
        self.around()
        self.objected()
        self.aided()
        self.ask_the_firm()
        self.many()
        note_overdue(today_at=self.now)
        run_queue()
        return len(self.opened)

    def open_all(self) -> None:
        """Complaints of all counties, most of them in the two with a whole desk; one or two of each other kind."""
        goals = [goal for goal, number in PLAN for _ in range(number)]
        for n, goal in enumerate(goals):
            whole = goal != "filed" or n % 2 == 0
            code = casework.WHOLE[n % 2] if whole else list(casework.COUNTIES)[n // 2 % 8]
            back = self.dice.randint(1, 6) if goal in ("filed", "proposed") and n % 5 else self.dice.randint(25, 90)
            self.opened.append((goal, self.open("complaint/1", code, n, back)))
        for n, code in enumerate(code for code in PROCEDURES if code != "complaint/1"):
            for place in casework.WHOLE:
                self.opened.append(("", self.open(code, place, n, self.dice.randint(1, 4))))
        run_queue()

    def open(self, procedure: str, area: str, n: int, back: int) -> Opened:
        """One case, opened so many days ago by the reporter himself, or by the office."""
        topic, title, story, fen = STORIES[n % len(STORIES)]
        here = [firm for firm in self.firms if firm.area_id == area]
        person = Person(name=NAMES[n % len(NAMES)], phone=f"1390000{1000 + n:04d}", e_service=n % 2 == 0)
        anonymous = n % 11 == 5
        at, kind = self.now - timedelta(days=back, hours=n % 7), procedure.partition("/")[0]
        matter = Matter(
            topic=topic, title=title, area=Area.objects.get(pk=area), story=story, wish="请依法处理。",
            source=("portal", "visit", "hotline_12345", "phone")[n % 4],
            outside_number=f"12345-2026-{len(self.opened):05d}" if n % 4 == 2 else "", industry="delivery",
            enterprise=here[n % len(here)] if here else None, enterprise_name="" if here else "本地配送站点",
            platform_name="云岭快送", anonymous=anonymous, happened_from=(at - timedelta(days=60)).date(),
            claims=(ClaimFact(kind=topic, claimed_fen=fen),),
        )  # fmt: skip
        declared = PROCEDURES[procedure]
        by = NOBODY if not declared.opens else self.of_office(area, kind, declared.opens, at)
        reporters = () if kind in ("inspection", "rectification") else (Person() if anonymous else person,)
        return open_case(declared, matter, by=by, at=at, reporters=reporters)

    def of_office(self, area: str, procedure: str, permission: str, at: datetime) -> Actor:
        """Somebody of the office that takes it."""
        county = casework.COUNTIES[area][0]
        names = (f"{county}{casework.OFFICES.get(procedure, '人社局')}", f"{county}人社局")
        office = Organisation.objects.filter(short_name__in=names).order_by("-path")
        for held in Membership.objects.filter(organisation__in=office, until=None).order_by("pk"):
            person = actor(held.user, at)
            if person.grant(permission, held.organisation.path) and held.organisation.short_name == names[0]:
                return person
        raise ValueError(f"nobody in {names} may {permission}")

    def assign_all(self) -> None:
        """Most cases have their officer; the newest wait."""
        for n, (goal, one) in enumerate(self.opened):
            at = one.case.opened_at + timedelta(hours=3)
            heads = Membership.objects.filter(organisation=one.case.organisation, until=None, user__is_active=True)
            head = next((p for p in (actor(h.user, at) for h in heads.order_by("-pk")) if p.can("case.assign")), None)
            if head and not (goal in ("filed", "") and n % 3 == 0):
                everybody = [user for user, _ in officers_of(one.case.organisation)]
                staff = [user for user in everybody if user.pk != head.user_id] or everybody  # a head signs
                second = staff[-1] if len(staff) > 1 and goal not in ("filed", "") else None
                first = next(user for user in staff if user != second)
                desk.assign(one.case, officer=first, second=second, by=head, at=at)

    def do(self, case: Case, code: str, at: datetime, *, by: Actor | None = None, **given: Any) -> Move:
        """The officer, or whoever it is, fills in the form of an action."""
        case.refresh_from_db()
        if by is None and case.officer is None:
            raise ValueError(f"{case} has no officer")
        who = by or actor(case.officer, at)
        form = import_string(procedure_of(case).action(code).form)(given, case=case, at=at)
        if not form.is_valid():
            raise ValueError(f"{code}: {form.errors.as_text()}")
        return perform(case, code, form.facts(), by=who, at=at)

    def settle(self, moves: list[Move]) -> None:
        """What was proposed is signed, and takes effect."""
        for move in moves:
            if move.paper is not None and move.state == Move.State.PROPOSED:
                at = move.made_at + timedelta(hours=5)
                drafter = move.paper.drafted_by
                assert drafter is not None
                approval.submit(move.paper, by=actor(drafter, at), at=at)
                agree(move.paper, at)
        run_queue()

    def first(self, goal: str, case: Case) -> list[Move]:
        """What is done with what came in; the acceptances that are to be signed now."""
        at = case.opened_at + timedelta(days=1)
        steps: dict[str, Callable[[], object]] = {
            "supplementing": lambda: self.do(
                case, "ask_supplement", at, needed="近三个月的收款记录", due_on=(self.now + timedelta(days=6)).date()
            ),
            "guided": lambda: self.do(
                case,
                "guide",
                at,
                relation="B",
                given="已说明协商、调解的途径。",
                instead="县一站式调解中心",
            ),
            "withdrawn": lambda: self.do(case, "withdraw", at, reason="单位已经付清。"),
            "proposed": lambda: self.do(case, "accept", at, **ACCEPT),
        }
        if goal in steps:
            steps[goal]()
        if goal in ("investigating", "suspended", "correcting", "closed"):
            return [self.do(case, "accept", at, **ACCEPT)]
        return []

    def second(self, goal: str, case: Case) -> list[Move]:
        """The inquiry; the orders that are to be signed now."""
        at = case.opened_at + timedelta(days=6)
        if goal not in ("investigating", "suspended", "correcting", "closed"):
            return []
        held = {"held_on": localtime(at).date(), "place": "监察大队询问室", "subject": "报酬结算和发放情况"}
        self.do(case, "talk", at, **held)
        if goal == "suspended":
            self.do(case, "suspend", at + timedelta(days=1), reason="等待平台所在地协查结果。")
        if goal == "correcting":
            due = (self.now + timedelta(days=self.dice.randint(2, 9))).date()
            return [self.do(case, "order", at + timedelta(days=2), demand="足额支付拖欠的报酬", amount="6400",
                            law="《劳动保障监察条例》第二十六条", due_on=due)]  # fmt: skip
        return []

    def last(self, case: Case) -> list[Move]:
        """Closed with the money paid."""
        at = case.opened_at + timedelta(days=15)
        given: dict[str, Any] = {"result": "经责令，单位已足额支付，投诉人确认收到。"}
        for claim in case.claims.all():
            paid = str((claim.claimed_fen or 0) // 100)
            given |= {f"outcome_{claim.pk}": "met", f"found_{claim.pk}": paid, f"paid_{claim.pk}": paid,
                      f"paid_on_{claim.pk}": at.date()}  # fmt: skip
        return [self.do(case, "close", at, **given)]

    def around(self) -> None:
        """Notes, letters, another body that is asked, one that has answered."""
        working = [one for goal, one in self.opened if goal in ("investigating", "correcting")]
        for n, one in enumerate(working[:8]):
            case, at = one.case, self.now - timedelta(hours=20 - n)
            case.refresh_from_db()
            officer = actor(case.officer, at) if case.officer else cast.act_as("yanshan-inspector", at)
            talking.note(case, text="已电话联系站长，约定周五到队说明情况并带结算明细。", by=officer, at=at)
            talking.tell(case, text="您的投诉正在调查，请保留收款记录和派单截图。", by=officer, at=at)
            if one.receipts and n % 2:
                mine, reporter = by_receipt(case.number, one.receipts[0], at=at)
                talking.write(mine, one.parties[0], text="我这边还有群聊截图，需要的话可以补交。", by=reporter, at=at)
            self._ask(case, officer, n, at)
        for n, one in enumerate(working[8:10]):
            self._jointly(one.case, n)
        self._with_the_union([one.case for one in working[10:] if one.case.area_id == casework.WHOLE[1]])

    def aided(self) -> None:
        """Somebody in an arbitration got a lawyer, who has begun."""
        one = next(one for _, one in self.opened if one.case.procedure == "arbitration/1"
                   and one.case.area_id == casework.WHOLE[1])  # fmt: skip
        at = self.now - timedelta(hours=18)
        self.do(one.case, "legal_aid", at, by=cast.act_as("yanshan-arbitrator", at), consented="on")
        run_queue()
        case = Case.objects.get(linked_from__case=one.case, procedure="legal_aid/1")
        due_on, head = (self.now + timedelta(days=10)).date().isoformat(), cast.act_as("yanshan-legal-aid-head", at)
        self.do(
            case, "help_first", at + timedelta(hours=1), by=cast.act_as("yanshan-legal-aid", at), ground="other",
            due_on=due_on, reason="即将开庭，先行提供援助。",
        )  # fmt: skip
        lawyer = cast.act_as("yanshan-aid-lawyer", at)
        self.do(
            case, "assign", at + timedelta(hours=2), by=head, counsel=str(lawyer.user_id), kind="劳动争议仲裁代理",
            office="砚山县某律师事务所",
        )  # fmt: skip
        run_queue()
        at += timedelta(hours=5)
        counsel.report(
            live_counsel(case), kind="progress", done_on=at.date(), by=lawyer, at=at,
            text="电话会见受援人，核对接单记录和收款记录，约定补交站长催单的聊天截图。",
        )  # fmt: skip

    def objected(self) -> None:
        """An applicant who got no legal aid does not agree: the bureau above the centre has it before it."""
        here = (one for _, one in self.opened if one.case.procedure == "legal_aid/1")
        one = next(one for one in here if one.case.area_id == casework.WHOLE[1])
        at = self.now - timedelta(hours=15)
        refused = self.do(
            one.case, "refuse", at, by=cast.act_as("yanshan-legal-aid", at), reason="所附材料不能说明受伤与送餐有关。",
            law="《法律援助法》第三十一条", instead="可以申请县一站式调解中心调解。",
        )  # fmt: skip
        self.settle([refused])
        mine, applicant = by_receipt(one.case.number, one.receipts[0], at=self.now - timedelta(hours=4))
        self.do(
            mine, "object", self.now - timedelta(hours=4), by=applicant, reason="受伤赔偿属于援助范围，请重新审查。"
        )

    def many(self) -> None:
        """A collective case of the county that has a whole desk."""
        area = casework.WHOLE[1]
        firm = next((one for one in self.firms if one.area_id == area), None)
        if firm is None:
            return
        at = self.now - timedelta(days=2)

        def head_of(office: Organisation) -> Actor:
            return cast.somebody(office, "inspection_head", at)

        case_collective.collective_case(area, firm, at, head_of)

    def ask_the_firm(self) -> None:
        """The firm with log-ins is asked for its pay lists."""
        working = [one.case for goal, one in self.opened if goal in ("investigating", "correcting")]
        there = set(Membership.objects.filter(role="enterprise_hr", until=None).values_list("organisation", flat=True))
        theirs = [case for case in working if case.enterprise and case.enterprise.organisation_id in there][:3]
        due = (self.now + timedelta(days=5)).date()
        asked = [
            self.do(case, "request_material", self.now - timedelta(days=1), needed="八、九月单费结算明细和转账凭证",
                    due_on=due)
            for case in theirs
        ]  # fmt: skip
        run_queue()
        case_letters.answered(theirs, asked, self.now)

    def _ask(self, case: Case, officer: Actor, n: int, at: datetime) -> None:
        body = Organisation.objects.get(short_name="州市场监管局" if n % 2 else "州交通运输局")
        row = desk.ask(
            case, kind=Assistance.Kind.COPY if n % 2 else Assistance.Kind.ASSIST, organisation=body,
            text="请协助核查该站点的登记、许可情况，并告知结果。", due_on=(self.now + timedelta(days=n)).date(),
            by=officer, at=at,
        )  # fmt: skip
        if n == 0:
            by = cast.somebody(body, "liaison", at)
            desk.answer(row, text="已核查：该站点登记在册，未取得的许可正在补办。", by=by, at=at + timedelta(hours=2))

    def _with_the_union(self, cases: list[Case]) -> None:
        """The union of the county is asked along in one case, and to help in another."""
        union, at = Organisation.objects.get(name=casework.UNION[2]), self.now - timedelta(hours=9)
        along, other = cases[:2]
        for case in (along, other):
            case.refresh_from_db()
        assert along.officer is not None
        assert other.officer is not None
        joint.open_part(
            along, organisation=union, text="请了解站点建会和集体协商情况，听取骑手意见，提出处理意见。",
            parts=("claims", "measures"), due_on=(self.now + timedelta(days=5)).date(),
            by=actor(along.officer, at), at=at,
        )  # fmt: skip
        desk.ask(
            other, kind=Assistance.Kind.ASSIST, organisation=union, text="请协助了解当事人的生活困难，需要的给予帮扶。",
            due_on=(self.now + timedelta(days=4)).date(), by=actor(other.officer, at), at=at,
        )  # fmt: skip

    def _jointly(self, case: Case, n: int) -> None:
        """Two cases are open in part to another body: one waits for it, in one it has said what it found."""
        body, at = Organisation.objects.get(short_name="州交通运输局"), self.now - timedelta(hours=12 - n)
        case.refresh_from_db()
        assert case.officer is not None
        row = joint.open_part(
            case, organisation=body, text="请核查该站点的承运关系和单费结算规则，并提出处理意见。",
            parts=("claims", "measures"), due_on=(self.now + timedelta(days=6)).date(),
            by=actor(case.officer, at), at=at,
        )  # fmt: skip
        if n == 0:
            by = cast.somebody(body, "liaison", at)
            joint.accept(row, by=by, at=at + timedelta(hours=1))
            found = "该站点由平台合作企业经营，单费按平台规则结算，八月起未向站点拨付。"
            desk.answer(row, text=found, by=by, at=at + timedelta(hours=4))


def load_cases(now: datetime) -> int:
    """The desks and their cases; the number of cases."""
    casework.found(now - timedelta(days=120))
    return Docket(now).play()
