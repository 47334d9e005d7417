"""Which event tells whom, in which words? The whole list on one screen."""

from dataclasses import dataclass

from huxin.notices import case_targets as cases
from huxin.notices import oversight_targets as oversight
from huxin.notices import targets as to
from huxin.notices.targets import Whom


@dataclass(frozen=True, slots=True)
class Rule:
    """A matter of which people are told. Only `title` ever leaves the application; `group` robots hear of it too.

    `sms`: who logs in by his phone gets it as a short message, as he must act or has waited for it.
    """

    code: str
    topic: str
    permission: str  # whoever holds it anywhere may be told, and chooses how
    title: str
    verbs: tuple[str, ...] = ()  # the events that tell; none for reminders by the day
    whom: Whom | None = None
    group: bool = False
    sms: bool = False


def _rules(
    topic: str, *rules: tuple[str, str, str, str, Whom | None, bool], sms: bool = False
) -> dict[str, Rule]:  # fmt: skip
    """(code, permission, title, verbs divided by blanks, whom, told to group robots) of one topic."""
    return {
        code: Rule(code, topic, permission, title, tuple(verbs.split()), whom, group, sms)
        for code, permission, title, verbs, whom, group in rules
    }


_UNIT, _UNIT_AND_LEADERS = to.unit_of_duty(), to.unit_of_duty(leaders=True)
_REPORTERS = to.at_its_place("report", "report.fill")
_REPORTERS_AND_LEADERS = to.at_its_place("report", "report.fill", leaders=True)
_COMPILERS = to.at_its_place("reportcycle", "report.compile")
_DELIVERING = to.at_its_place("delivery", "delivery.hand_in")
_SCANNING = to.at_its_place("scan", "scan.run")
_ADMITTING = to.at_its_place("admissionrequest", "enterprise.admit")
_FOLLOWING_UP = to.at_its_place("followup", "follow_up.draft")

# fmt: off
RULES: dict[str, Rule] = {
    **_rules(
        "任务",
        ("term.soon", "duty.report", "任务即将到期", "", None, True),
        ("term.late", "duty.report", "任务已经逾期", "", None, True),
        ("late.summary", "follow_up.draft", "有单位任务新逾期", "", None, False),
        ("part.due", "duty.report", "分解任务到期提醒", "", None, False),
        ("part.given", "duty.report", "分解任务交办给我",
         "duty.part_added duty.part_changed", to.person_of_part, False),
        ("duty.handed_over", "duty.report", "任务转由我承办", "duty.handed_over", to.desk_of_duty, False),
        ("duty.followed_up", "duty.report", "任务被催办", "follow_up.sent", to.asked_in_chat, False),
        ("term.handed_in", "duty.rule", "任务完成情况待审核", "term.handed_in", to.office_of_duty, False),
        ("term.returned", "duty.report", "任务完成情况被退回",
         "term.returned term.reopened", _UNIT_AND_LEADERS, True),
        ("term.accepted", "duty.report", "任务完成情况已通过", "term.accepted", _UNIT, False),
        ("not_ours.stated", "duty.rule", "单位说明无此项任务", "duty.not_ours_stated", to.office_of_duty, False),
        ("not_ours.ruled", "duty.report", "无此项任务的说明有答复",
         "duty.not_ours_agreed duty.not_ours_refused", _UNIT, False),
        ("extension.asked", "duty.rule", "单位申请延期", "extension.asked", to.office_of_duty, False),
        ("extension.ruled", "duty.report", "延期申请有答复",
         "extension.granted extension.refused extension.moot", _UNIT, False),
        ("assignment.given", "duty.report", "收到交办事项", "assignment.given", _UNIT_AND_LEADERS, True),
        ("plan.adopted", "plan.view", "方案已下达或修订", "plan.adopted plan.amended", to.parties_of_plan, True),
        ("seat.taken_over", "seat.manage", "单位变更任席人员", "seat.taken_over", to.keepers_of_seats, False),
    ),
    **_rules(
        "报告",
        ("report.soon", "report.fill", "报告即将到期", "", None, True),
        ("report.late", "report.fill", "报告已经逾期", "", None, True),
        ("report.opened", "report.fill", "报告期已开启", "report_cycle.opened", to.reporting_parties, True),
        ("report.due_moved", "report.fill", "报告时限有调整", "report_cycle.due_moved", to.reporting_parties, True),
        ("report.reminded", "report.fill", "报告催报", "report.reminded", to.reporting_parties, True),
        ("report.handed_in", "report.accept", "单位报告待接收",
         "report.handed_in report.corrected", to.office_of_report, False),
        ("report.returned", "report.fill", "报告被退回",
         "report.returned report.section_reopened", _REPORTERS_AND_LEADERS, True),
        ("report.accepted", "report.fill", "报告已接收", "report.accepted", _REPORTERS, False),
        ("cycle.drafted", "report.compile", "报送通知或汇总报告已拟出",
         "report_cycle.notice_drafted report_cycle.compiled", _COMPILERS, False),
    ),
    **_rules(
        "文书与督办",
        ("paper.waiting", "paper.approve", "文书待审批",
         "paper.submitted paper.decided paper.delegated", to.asked_to_decide, False),
        ("paper.returned", "paper.draft", "文书被退回修改", "paper.returned", to.drafters, False),
        ("paper.signed", "paper.view", "文书已签发", "paper.signed", to.issuers, False),
        ("paper.received", "paper.acknowledge", "收到文书待签收", "paper.issued", to.addressees, True),
        ("paper.voided", "paper.acknowledge", "收到的文书已作废", "paper.voided", to.addressees, True),
        ("paper.unacknowledged", "paper.acknowledge", "文书尚未签收", "", None, True),
        ("paper.reply_due", "paper.acknowledge", "文书回复到期提醒", "", None, True),
        ("paper.replied", "paper.draft", "文书有回复", "paper.replied", to.drafters, False),
        ("follow_up.drafted", "follow_up.draft", "督办文书已起草", "follow_up.drafted", _FOLLOWING_UP, False),
    ),
    **_rules(
        "会议",
        ("meeting.proposed", "meeting.view", "有会议提议", "meeting.proposed", to.conveners, False),
        ("meeting.declined", "meeting.propose", "会议提议未被采纳", "meeting.declined", to.proposers, False),
        ("meeting.invited", "meeting.reply", "收到会议邀请", "meeting.invited", to.invited, True),
        ("meeting.moved", "meeting.reply", "会议有变动", "meeting.moved meeting.cancelled", to.invited, True),
        ("meeting.reply_due", "meeting.reply", "会议回执待提交", "", None, True),
        ("minutes.asked", "meeting.reply", "会议纪要征求意见", "minutes.round_opened", to.asked_for_opinion, True),
        ("minutes.reply_due", "meeting.reply", "会议纪要反馈待提交", "", None, True),
        ("minutes.answered", "meeting.run", "单位反馈纪要意见", "minutes.answered", to.office_of_minutes, False),
        ("minutes.handled", "meeting.reply", "纪要意见有答复",
         "minutes.opinion_handled", to.givers_of_opinion, False),
    ),
    **_rules(
        "企业与劳动者",
        ("admission.asked", "enterprise.admit", "有企业申请准入", "enterprise.admission_asked", _ADMITTING, False),
        ("worker.revealed", "worker.view", "本人完整信息被查看", "worker.revealed", to.the_worker, False),
        ("claim.asked", "claim.decide", "有平台账号认领待核对", "claim.asked", cases.claim_deciders, False),
    ),
    **_rules(
        "本人的案件和账号",
        ("party.asked", "case.follow", "您的案件需要补充材料", "case.moved case.done", cases.asked_for_more, False),
        ("party.called", "case.follow", "您的案件定了调解或开庭时间",
         "case.moved case.done", cases.called_to_session, False),
        ("party.moved", "case.follow", "您的案件有了新的结果", "case.moved paper.issued", cases.parties, False),
        ("party.told", "case.follow", "办理单位给您留了言", "case.told", cases.told_parties, False),
        ("claim.decided", "case.follow", "您认领的平台账号有了结果",
         "claim.confirmed claim.refused", to.the_worker, False),
        sms=True,
    ),
    **_rules(
        "案件",
        ("case.waiting", "case.assign", "有案件待指派", "case.opened case.transferred", cases.assigners, False),
        ("case.assigned", "case.handle", "案件指派给我", "case.assigned", cases.officers, False),
        ("case.moved", "case.handle", "案件有进展",
         "case.moved case.done case.proposal_dropped case.reckoned", cases.officers, False),
        ("case.heard", "case.handle", "当事人有新留言", "case.heard case.firm_answered", cases.officers, False),
        ("case.firm_told", "case.answer", "承办单位给本企业留言", "case.firm_told", cases.firms, False),
        ("case.firm_called", "case.answer", "承办单位定了调解会、开庭或听证的时间",
         "case.moved case.done", cases.called_firms, False),
        ("case.firm_heard", "case.answer", "申请人答复了本企业的协商方案", "case.moved", cases.heard_firms, False),
        ("case.firm_halted", "case.answer", "本企业的案件中止或者恢复办理", "case.moved", cases.halted_firms, False),
        ("case.notice_soon", "case.handle", "公告送达即将期满", "", None, False),
        ("case.noticed", "case.handle", "公告期满，文书视为送达", "case.paper_served", cases.noticed, False),
        ("case.overdue", "case.view", "案件期限已过", "case.overdue", cases.late, False),
        ("case.objected", "case.review", "有异议待审查", "case.moved", cases.reviewers, False),
        ("case.asked", "case.assist", "其他单位请求协办或抄告", "case.assistance_asked", cases.asked_body, False),
        ("case.answered", "case.handle", "协办、抄告有答复",
         "case.assistance_answered case.joint_accepted case.joint_declined case.joint_found", cases.officers, False),
        ("counsel.engaged", "case.represent", "有法律援助案件指派给我", "counsel.engaged", cases.counsel, False),
        ("counsel.ended", "case.represent", "法律援助案件不再由我承办", "counsel.ended", cases.counsel, False),
        ("counsel.answered", "case.represent", "我的结案报告有答复",
         "counsel.accepted counsel.returned", cases.counsel, False),
        ("counsel.called", "case.represent", "受援人的案件定了调解或开庭时间",
         "case.moved case.done", cases.called_counsel, False),
        ("counsel.reported", "case.handle", "承办律师提交了报告", "counsel.reported", cases.officers, False),
        ("case.joint_ended", "case.assist", "联合办理已结束", "case.joint_ended", cases.asked_body, False),
    ),
    **_rules(
        "订单数据",
        ("delivery.soon", "delivery.hand_in", "订单数据即将到期", "", None, True),
        ("delivery.late", "delivery.hand_in", "订单数据已经逾期", "", None, True),
        ("delivery.missing", "delivery.decide", "有平台未按期报送订单数据", "", None, False),
        ("delivery.settled", "delivery.hand_in", "报送的订单数据有结果",
         "delivery.unreadable delivery.accepted delivery.refused", _DELIVERING, False),
        ("delivery.checked", "delivery.decide", "订单数据待接收", "delivery.checked", oversight.deciders, False),
        ("scan.done", "scan.run", "订单数据检查完成", "scan.done scan.failed", _SCANNING, False),
        ("finding.asked", "finding.answer", "被要求说明检查发现", "finding.asked", oversight.asked_firms, False),
        ("finding.answered", "finding.handle", "企业说明了检查发现", "finding.answered", oversight.handlers, False),
    ),
    **_rules(
        "人员与系统",
        ("person.role", "notice.receive", "角色或代班有变动",
         "person.role_granted person.role_revoked person.handed_over person.stand_in_named person.stand_in_ended",
         to.the_person, False),
        ("person.revealed", "notice.receive", "联系方式被查看", "person.phone_revealed", to.the_person, False),
        ("person.joined", "people.invite", "受邀人员已开户", "person.invitation_accepted", to.people_office, False),
        ("law.proposed", "law.approve", "法规参数变更待审核", "law.proposed", to.approvers_of_law, False),
        ("law.decided", "law.propose", "法规参数变更已有结果", "law.approved law.refused", to.proposer_of_law, False),
        ("system.trouble", "system.manage", "系统完整性异常",
         "document.damaged journal.verified", to.administrators, False),
    ),
}
# fmt: on
