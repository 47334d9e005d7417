"""仲裁: how does a labour dispute go from application to award, and on to court and back?"""

from django.db import transaction

from huxin.base.workdays import CALENDAR, WORKING
from huxin.cases.actions.moving import claim
from huxin.cases.facts import Facts
from huxin.cases.papers import arbitration, counter  # noqa: F401  declares the papers named here
from huxin.cases.people import Person, add_party
from huxin.cases.procedure import NOTICED, OPEN, Action, Clock, Limit, Owes, Procedure, Step, register
from huxin.cases.reactions import draft_all
from huxin.cases.referring import bring_forth, done_in
from huxin.journal.log import react
from huxin.journal.models import Event
from huxin.registry.models import Enterprise

_F = "huxin.cases.forms.common."
_A = "huxin.cases.forms.arbitration."
_C = "huxin.cases.forms.counter."
_W = "huxin.cases.forms.award."
_S = "huxin.cases.forms.suits."
_RULES = "《劳动人事争议仲裁办案规则》（《劳动争议调解仲裁法》"
_RULE_36 = "《劳动人事争议仲裁办案规则》第三十六条（待核实）"
_AS_30 = "《劳动人事争议仲裁办案规则》（参照《劳动争议调解仲裁法》第三十条）"
_ACT = "《劳动争议调解仲裁法》"
_TRIAL = ("accepted", "preparing", "hearing")
_DRAWN_IN = ("added_service", "added_defence")
_HEARD = ("preparing", "hearing")
_REFUSALS = ("reject", "reject_no_relation", "transfer", "withdraw", "sue_for_delay")
_AWARDS = ("award", "award_final")
_SETTLED = ("settled", "withdraw", "deem_withdrawn", "transfer", "sue_for_delay")


def _term(code: str, title: str, paper: str, days: int, article: str, owed_by: Owes) -> Clock:
    """A term of one side to go to court: it begins with service on that side, anew with service on the next of it."""
    return Clock(
        code,
        title,
        starts=(f"served:{paper}",),
        restarts=(f"served:{paper}",),
        ends=("sued", "sued_too", "effective", "annulled", "court_result"),
        limit=Limit(days, CALENDAR, f"{_ACT}第{article}条"),
        owed_by=owed_by,
        right=True,
    )


def _again(code: str, title: str, owed_by: Owes) -> Clock:
    """The term of one side to sue after a final award was set aside."""
    return Clock(
        code,
        title,
        starts=("annulled",),
        ends=("sued_again", "sued_too", "not_sued", "court_result"),
        limit=Limit(15, CALENDAR, f"{_ACT}第四十九条"),
        owed_by=owed_by,
        right=True,
    )


def _served(
    code: str, title: str, action: str, paper: str, answers: tuple[str, ...], owed_by: Owes
) -> tuple[Clock, Clock]:
    """A copy goes out in five days, and who gets it answers in ten, as with the application itself."""
    return (
        Clock(
            f"{code}_service",
            f"送达{title}副本" if owed_by is Owes.CLAIMANT else "送达参加仲裁通知书",
            starts=(action,),
            ends=(f"served:{paper}", *_AWARDS, *_SETTLED),
            limit=Limit(5, WORKING, _AS_30),
        ),
        Clock(
            f"{code}_defence",
            f"对{title}提交答辩" if owed_by is Owes.CLAIMANT else f"{title}提交答辩书",
            starts=(f"served:{paper}",),
            ends=(*answers, *_AWARDS, *_SETTLED),
            limit=Limit(10, WORKING, _AS_30),
            owed_by=owed_by,
        ),
    )


ARBITRATION = register(
    Procedure(
        code="arbitration/1",
        jointly=("settle", "withdraw"),
        told=(
            "ask_supplement", "reject", "reject_no_relation", "transfer", "suspend.ground", "sued", "annulled",
            "sued_again", "sued_too", "one_out", "court_result.result", "deem_withdrawn",
        ),
        awaits=(
            ("accept_counter", ("counter",)),
            ("refuse_counter", ("counter",)),
            ("answer_counter", ("counter_service", "counter_defence")),
            ("defend_added", _DRAWN_IN),
            ("third_opinion", _DRAWN_IN),
        ),
        halts=("suspend.ground", "resume", "resume_early"),
        takes=("form_panel",),
        title="劳动争议仲裁",
        order=4,
        law="《劳动争议调解仲裁法》《劳动人事争议仲裁办案规则》",
        opens="",
        letters=("arbitration_application",),
        steps=(
            Step("filed", "待受理", plain="已收到仲裁申请，正在审查"),
            Step("supplementing", "待补正", plain="请您补正申请材料"),
            Step("accepted", "已受理待组庭", plain="已受理"),
            Step("preparing", "审理准备", plain="仲裁庭已组成，等待开庭"),
            Step("hearing", "开庭审理", plain="已安排开庭"),
            Step("suspended", "中止审理", plain="审理暂时中止"),
            Step("settling", "待签收调解书", plain="已达成调解，等待双方签收调解书"),
            Step("awarded", "已裁决待生效", plain="已作出裁决，裁决书送达后可以看到结果和起诉期限"),
            Step("in_court", "诉讼中", plain="已进入诉讼"),
            Step("set_aside", "裁决已撤销待起诉", plain="裁决被法院撤销，可以在期限内向法院起诉"),
            Step("effective", "已生效待履行", plain="已生效，等待履行"),
            Step("rejected", "不予受理", final=True, plain="没有受理，理由和可以怎么办写在案件页和不予受理通知书里"),
            Step("sued_for_delay", "逾期未处理，申请人已起诉", final=True, plain="逾期没有处理，您已向法院起诉"),
            Step("transferred", "已移送管辖", final=True, plain="已移送有管辖权的仲裁委员会"),
            Step("withdrawn", "已撤回", final=True, plain="申请已撤回"),
            Step(
                "deemed", "按撤回处理", final=True,
                plain="您没有到庭，申请已按撤回处理，理由和可以怎么办写在案件页和决定书里",
            ),
            Step("closed", "已结案", final=True, plain="已办结"),
        ),
        clocks=(
            Clock(
                "acceptance",
                "受理审查",
                starts=(OPEN,),
                ends=("accept", *_REFUSALS),
                limit=Limit(5, WORKING, f"{_RULES}第二十九条）"),
                stops=("ask_supplement",),
                resumes=("supplement",),
                restarts=("supplement",),
            ),
            Clock(
                "supplement",
                "补正材料",
                starts=("ask_supplement",),
                ends=("supplement", "reject", "withdraw"),
                owed_by=Owes.CLAIMANT,
            ),
            Clock(
                "service",
                "送达申请书副本",
                starts=("accept",),
                ends=("served:defence_notice", *_AWARDS, *_SETTLED),
                limit=Limit(5, WORKING, f"{_RULES}第三十条）"),
            ),
            Clock(
                "panel",
                "通知仲裁庭组成",
                starts=("accept",),
                ends=("served:panel_notice", *_AWARDS, *_SETTLED),
                limit=Limit(5, WORKING, f"{_RULES}第三十二条）"),
            ),
            Clock(
                "defence",
                "提交答辩书",
                starts=("served:defence_notice",),
                ends=("defend", *_AWARDS, *_SETTLED),
                limit=Limit(10, WORKING, f"{_RULES}第三十条）"),
                owed_by=Owes.FIRM,
            ),
            Clock(
                "defence_copy",
                "送达答辩书副本",
                starts=("defend",),
                ends=("served:defence_copy", *_AWARDS, *_SETTLED),
                limit=Limit(5, WORKING, f"{_RULES}第三十条）"),
            ),
            Clock(
                "award",
                "审理",
                starts=("accept",),
                ends=(*_AWARDS, *_SETTLED),
                limit=Limit(45, CALENDAR, f"{_ACT}第四十三条", extension=15),
                stops=("suspend", NOTICED),
                resumes=("resume", "resume_early"),
                restarts=("add_party", "change_claim", "accept_counter"),
            ),
            Clock(
                "counter",
                "反申请受理审查",
                starts=("counter_claim",),
                ends=("accept_counter", "refuse_counter", *_AWARDS, *_SETTLED),
                limit=Limit(5, WORKING, _RULE_36),
            ),
            *_served("counter", "反申请", "accept_counter", "counter_notice", ("answer_counter",), Owes.CLAIMANT),
            Clock(
                "counter_defence_copy",
                "送达反申请答辩书副本",
                starts=("answer_counter",),
                ends=("served:counter_defence_copy", *_AWARDS, *_SETTLED),
                limit=Limit(5, WORKING, _AS_30),
            ),
            *_served("added", "被追加方", "add_party", "called_in", ("defend_added", "third_opinion"), Owes.FIRM),
            _term("suit", "劳动者提起诉讼", "award", 15, "五十", Owes.CLAIMANT),
            _term("firm_suit", "用人单位提起诉讼", "award", 15, "五十", Owes.FIRM),
            _term("worker_suit", "劳动者提起诉讼", "award_final", 15, "四十八", Owes.CLAIMANT),
            _term("annulment", "用人单位申请撤销", "award_final", 30, "四十九", Owes.FIRM),
            _again("suit_again", "裁决被撤销后劳动者提起诉讼", Owes.CLAIMANT),
            _again("firm_suit_again", "裁决被撤销后用人单位提起诉讼", Owes.FIRM),
        ),
        actions=(
            Action("ask_supplement", "要求补正", ("filed",), "supplementing", "case.accept", f"{_A}Supplement",
                   letters=("arbitration_supplement",)),
            Action("supplement", "补正材料", ("supplementing",), "filed", "case.accept", party="claimant"),
            Action("accept", "受理", ("filed",), "accepted", "case.accept", f"{_A}Accept",
                   paper="arbitration_docket", letters=("arbitration_accepted", "defence_notice")),
            Action("reject", "不予受理", ("filed", "supplementing"), "rejected", "case.accept", f"{_F}Rejection",
                   paper="arbitration_refusal"),
            Action("reject_no_relation", "不予受理（不存在劳动关系）", ("filed",), "rejected", "case.accept",
                   f"{_A}NoRelation", paper="arbitration_refusal"),
            Action("transfer", "移送管辖", ("filed", "accepted"), "transferred", "case.accept", f"{_A}Transfer",
                   paper="arbitration_transfer"),
            Action("form_panel", "组成仲裁庭", ("accepted", "preparing"), "preparing", "case.handle", f"{_A}Panel",
                   letters=("panel_notice",)),
            Action("change_panel", "更换仲裁员（回避）", ("hearing",), "", "case.handle", f"{_A}Panel",
                   letters=("panel_notice",)),
            Action("defend", "提交答辩书", _TRIAL, "", "case.handle", f"{_C}Defence", letters=("defence_copy",),
                   party="respondent"),
            Action("change_claim", "变更、增加请求", _TRIAL, "", "case.handle", f"{_A}MoreClaims", party="claimant"),
            Action("counter_claim", "提出反申请", _TRIAL, "", "case.handle", f"{_A}CounterClaim", party="respondent"),
            Action("accept_counter", "受理反申请", _TRIAL, "", "case.accept", f"{_C}AcceptCounter",
                   paper="counter_accepted", letters=("counter_notice",)),
            Action("refuse_counter", "不受理反申请", _TRIAL, "", "case.accept", f"{_C}RefuseCounter",
                   paper="counter_refusal"),
            Action("answer_counter", "对反申请答辩", _TRIAL, "", "case.handle", f"{_C}CounterDefence",
                   letters=("counter_defence_copy",), party="claimant"),
            Action("add_party", "追加当事人", _TRIAL, "", "case.handle", f"{_A}AddParty",
                   letters=("called_in", "added_told")),
            Action("defend_added", "被追加方提交答辩书", _TRIAL, "", "case.handle", f"{_C}Statement",
                   letters=("defence_copy",), party="respondent"),
            Action("third_opinion", "第三人提交意见", _TRIAL, "", "case.handle", f"{_C}Statement",
                   letters=("defence_copy",), party="third"),
            Action("extend", "延长审理期限", _HEARD, "", "case.handle", f"{_A}LongerAward",
                   paper="arbitration_extension"),
            Action("set_hearing", "通知开庭", _HEARD, "hearing", "case.handle", f"{_A}Hearing",
                   letters=("arbitration_hearing",)),
            Action("postpone", "延期开庭", ("hearing",), "", "case.handle", f"{_A}Postpone",
                   letters=("arbitration_hearing",)),
            Action("hold_hearing", "登记庭审", ("hearing",), "", "case.handle", f"{_A}HearingRecord",
                   letters=("hearing_record",)),
            Action("suspend", "中止审理", _TRIAL, "suspended", "case.handle", f"{_A}Suspend"),
            Action("resume", "恢复审理", ("suspended",), "preparing", "case.handle", f"{_A}Resume"),
            Action("resume_early", "恢复审理（尚未组庭）", ("suspended",), "accepted", "case.handle",
                   f"{_A}ResumeEarly"),
            Action("settle", "调解达成一致", _HEARD, "settling", "case.handle", f"{_A}Settlement",
                   paper="arbitration_mediation"),
            Action("settled", "双方签收，调解生效", ("settling",), "effective", "case.handle", f"{_A}Settled"),
            Action("unsettled", "签收前反悔，恢复审理", ("settling",), "hearing", "case.handle", f"{_F}Reason"),
            Action("award", "作出裁决（非终局）", ("hearing",), "awarded", "case.handle", f"{_W}Award", paper="award"),
            Action("award_final", "一裁终局裁决", ("hearing",), "awarded", "case.handle", f"{_W}FinalAward",
                   paper="award_final"),
            Action("sued", "登记起诉（申请撤销），移交案卷", ("awarded",), "in_court", "case.handle", f"{_W}Sued",
                   letters=("court_handover",)),
            Action("sued_too", "登记另一方也起诉（申请撤销）", ("in_court",), "", "case.handle", f"{_S}SuedToo",
                   letters=("court_handover",)),
            Action("one_out", "登记一方撤诉（驳回），另一方继续", ("in_court",), "", "case.handle", f"{_S}OneOut"),
            Action("annulled", "终局裁决被撤销", ("in_court",), "set_aside", "case.handle", f"{_W}Annulled"),
            Action("sued_again", "登记起诉，移交案卷", ("set_aside",), "in_court", "case.handle", f"{_W}SuedAgain",
                   letters=("court_handover",)),
            Action("not_sued", "期满没有起诉，结案", ("set_aside",), "closed", "case.handle", f"{_W}NotSued",
                   letters=("arbitration_report",)),
            Action("court_result", "登记法院结果", ("in_court",), "effective", "case.handle", f"{_W}CourtResult",
                   letters=("court_comparison",)),
            Action("effective", "裁决生效", ("awarded",), "effective", "case.handle", f"{_W}Effective"),
            Action("enforce", "登记申请执行", ("effective",), "", "case.handle", f"{_W}Enforce"),
            Action("close", "结案", ("effective",), "closed", "case.handle", f"{_W}End",
                   letters=("arbitration_report",)),
            Action("legal_aid", "申请法律援助", ("filed", *_TRIAL), "", "case.handle",
                   "huxin.cases.forms.legal_aid.Asking", party="claimant"),
            Action("sue_for_delay", "逾期未处理，向法院起诉", ("filed", *_TRIAL), "sued_for_delay", "case.handle",
                   f"{_W}Delay", letters=("delay_certificate",), party="claimant"),
            Action("withdraw", "撤回申请", ("filed", "supplementing", *_TRIAL, "suspended"), "withdrawn", "case.handle",
                   f"{_C}TakeBack", letters=("arbitration_withdrawn",), party="claimant"),
            Action("deem_withdrawn", "申请人没有到庭，按撤回处理", _HEARD, "deemed", "case.handle", f"{_A}Deemed",
                   paper="arbitration_deemed"),
        ),
    )
)  # fmt: skip


@react("case.moved")
def open_arbitration(event: Event) -> None:
    """A mediation that came to nothing, or a question, goes on to arbitration with all that was told."""
    if move := done_in(event, "mediation/1.to_arbitration", "consultation/1.to_arbitration"):
        bring_forth(event, move, ARBITRATION, link="referred")


@react("case.done")
@transaction.atomic
def add_the_firm(event: Event) -> None:
    """A firm that is drawn in becomes a party and is called; asked again, nothing happens."""
    if move := done_in(event, "arbitration/1.add_party"):
        case = claim(move.case)
        given = move.facts["data"]
        firm = Enterprise.objects.get(pk=given["enterprise_id"])
        if not case.parties.filter(enterprise=firm, left_at=None).exists():
            add_party(case, Person(role=given["role"], enterprise=firm))
        letters = ARBITRATION.action("add_party").letters
        draft_all(case, move, letters, Facts.from_json(move.facts), at=event.occurred_at)
