"""What follows a decision that the firm contests or does not carry out? Review and suit, reminder, the court.

《行政复议法》《行政诉讼法》《行政强制法》; and the query of a firm's property where pay is owed
(《保障农民工工资支付条例》 art. 40).
"""

from huxin.base.workdays import CALENDAR, MONTHS, WORKING
from huxin.cases.papers import enforcement  # noqa: F401  declares the papers named here
from huxin.cases.procedure import Action, Clock, Limit, Owes

_E = "huxin.cases.forms.enforcement."
_Q = "huxin.cases.forms.property."
_DECIDED = ("decided",)
_SINCE = ("decided", "closed", "transferred")  # who has paid may contest it still; it may have been made public
_OPEN = ("investigating", "correcting", "decided")
_ANYWHERE = ("investigating", "suspended", "correcting", "penalising", "hearing", *_SINCE)

CLOCKS = (
    Clock(
        "fine",
        "缴纳罚款",
        starts=("served:penalty_decision",),
        ends=("performed", "redo", "close"),
        limit=Limit(15, CALENDAR, "《行政处罚法》第六十七条"),
        owed_by=Owes.FIRM,
    ),
    Clock(
        "handling", "履行行政处理决定", starts=("handle",), ends=("performed", "redo", "close"), owed_by=Owes.FIRM
    ),
    Clock(
        "review_request",
        "申请行政复议",
        starts=("served:penalty_decision", "served:handling_decision"),
        ends=("challenge", "redo", "close"),
        limit=Limit(60, CALENDAR, "《行政复议法》第二十条"),
        owed_by=Owes.FIRM, right=True,
    ),
    Clock(
        "suit",
        "提起行政诉讼",
        starts=("served:penalty_decision", "served:handling_decision"),
        ends=("challenge", "redo", "close"),
        limit=Limit(6, MONTHS, "《行政诉讼法》第四十六条"),
        owed_by=Owes.FIRM, right=True,
    ),
    Clock("challenge_answer", "提交复议答复（诉讼答辩）和证据", starts=("challenge",), restarts=("challenge",),
          ends=("challenge_answered", "redo")),
    Clock(
        "suit_after_review",
        "不服复议决定起诉",
        starts=("upheld",),
        ends=("challenge", "redo", "close"),
        owed_by=Owes.FIRM, right=True,
    ),
    Clock(
        "withdrawal",
        "撤回公布信息",
        starts=("redo", "annulled"),
        ends=("unpublish",),
        limit=Limit(3, WORKING, "《行政处罚法》第四十八条"),
    ),
    Clock("repair_withdrawal", "撤下已经修复的公布信息", starts=("repaired",), ends=("unpublish",)),
    Clock(
        "reminder",
        "催告后履行",
        starts=("served:enforcement_reminder",),
        ends=("performed", "enforce", "redo", "close"),
        limit=Limit(10, WORKING, "《行政强制法》第五十四条"),
        owed_by=Owes.FIRM,
    ),
    Clock("decision_again", "重新作出决定", starts=("redo",),
          ends=("decide", "handle", "close", "revoke", "to_police")),
    Clock("court_enforcement", "申请法院强制执行", starts=("remind",), restarts=("remind", "upheld"),
          ends=("performed", "enforce", "redo", "close")),
    Clock("property_query", "查询单位财产", starts=("ask_query",), restarts=("ask_query",),
          ends=("query_result", "close", "revoke", "to_police")),
)  # fmt: skip
AWAITS = (
    ("query", ("property_query",)),
    ("police_filed", ()),  # their answer comes also without a day that was set for it
    ("police_declined", ()),
)
ACTIONS = (
    Action("challenge", "登记单位申请复议（起诉）", _SINCE, "", "case.handle", f"{_E}Challenge"),
    Action("challenge_answered", "登记已提交答复（答辩）", _SINCE, "", "case.handle", f"{_E}Answered"),
    Action("upheld", "登记复议（诉讼）维持原决定", _SINCE, "", "case.handle", f"{_E}Upheld"),
    Action("redo", "决定被撤销或者变更，重新办理", _DECIDED, "investigating", "case.handle", f"{_E}Redo"),
    Action("annulled", "登记决定被变更、撤销", _SINCE, "", "case.handle", f"{_E}Annulled"),
    Action("repaired", "登记信用修复，限期撤下公布", _SINCE, "", "case.handle", f"{_E}Repaired"),
    Action("unpublish", "登记撤回公布", _ANYWHERE, "", "case.handle", f"{_E}Unpublished"),
    Action("remind", "催告履行", _DECIDED, "", "case.handle", f"{_E}Remind", letters=("enforcement_reminder",)),
    Action("enforce", "申请法院强制执行", _DECIDED, "", "case.handle", f"{_E}Enforce",
           paper="enforcement_application"),
    Action("court_ruled", "登记法院裁定", _DECIDED, "", "case.handle", f"{_E}Ruled"),
    Action("ask_query", "请示查询单位财产", _OPEN, "", "case.handle", f"{_Q}AskQuery", letters=("query_request",)),
    Action("query", "查询单位财产", _OPEN, "", "case.handle", f"{_Q}Query", letters=("query_letter",)),
    Action("query_result", "登记查询结果", _OPEN, "", "case.handle", f"{_Q}QueryResult"),
)  # fmt: skip
