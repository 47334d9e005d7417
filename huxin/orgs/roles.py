"""Which roles are there, and what may each do? One screen; docs/generated/matrix.md is made from it."""

from dataclasses import dataclass

OWN, AREA, EVERYWHERE = "own", "area", "everywhere"

PERMISSIONS: dict[str, str] = {
    "home.view": "打开工作台",
    "plan.view": "查看方案与进度总表",
    "plan.adopt": "解读、校正、采纳方案",
    "plan.settle": "认定历史期限",
    "duty.view": "查看任务详情",
    "duty.report": "填写进展、分解任务",
    "duty.rule": "审核任务延期、重开",
    "assignment.give": "交办事项",
    "report.fill": "起草报告",
    "report.hand_in": "报送报告",
    "report.view": "查看报告",
    "report.accept": "接收、退回报告",
    "report.compile": "汇总报告、开启报告期",
    "follow_up.draft": "起草督办文书",
    "follow_up.rule": "设定督办规则",
    "meeting.view": "查看会议",
    "meeting.propose": "提议召开会议",
    "meeting.convene": "召集会议",
    "meeting.run": "办理会务与纪要",
    "meeting.reply": "会议回执与纪要反馈",
    "seat.manage": "管理席位与联络员",
    "document.view": "打开文件",
    "paper.view": "查看文书",
    "paper.draft": "拟稿",
    "paper.approve": "核稿、会签、签发",
    "paper.issue": "编号、用印、印发",
    "paper.acknowledge": "签收文书",
    "paper.archive": "归档",
    "people.view": "查看人员",
    "people.invite": "邀请与任免人员",
    "people.reveal": "查看完整联系方式",
    "calendar.announce": "维护节假日",
    "law.view": "查看法规参数",
    "law.propose": "提出法规参数变更",
    "law.approve": "审核法规参数变更",
    "journal.audit": "审计日志",
    "system.manage": "系统管理",
    "notice.receive": "接收提醒",
    "desk.view": "打开企业端",
    "registry.view": "查看企业登记与一企一档",
    "registry.edit": "登记、更正、合并企业与劳动者",
    "registry.own": "更新本企业联系方式",
    "registry.reveal": "查看劳动者完整信息",
    "worker.view": "查看劳动者与用工记录",
    "claim.decide": "核对平台账号认领",
    "enterprise.admit": "审核企业准入",
    "case.view": "查看案件",
    "case.open": "登记案件",
    "case.accept": "审查受理",
    "case.handle": "办理案件",
    "case.assign": "指派承办人、移交工作",
    "case.transfer": "移交其他单位办理",
    "case.merge": "并案",
    "case.reveal": "查看当事人完整信息",
    "case.assist": "答复协办与抄告",
    "case.review": "审查对所属机构决定的异议",
    "case.represent": "承办指派给本人的法律援助案件",
    "case.follow": "查询本人的案件",
    "case.answer": "作为被投诉单位答复",
    "jurisdiction.manage": "设定管辖",
    "case.wording": "维护本单位答复用语",
    "delivery.view": "查看订单数据报送",
    "delivery.hand_in": "报送订单数据",
    "delivery.decide": "接收、退回报送，设定报送平台",
    "scan.run": "运行订单数据检查",
    "finding.view": "查看检查发现",
    "finding.handle": "处理检查发现",
    "finding.answer": "答复检查发现",
    "wages.release": "发布、撤回收入统计",
}


@dataclass(frozen=True, slots=True)
class Role:
    """A role as people speak of it, with how far each of its permissions reaches."""

    code: str
    title: str
    permissions: dict[str, str]  # permission -> OWN | AREA | EVERYWHERE
    staff: bool = True


def _role(code: str, title: str, own: str = "", area: str = "", everywhere: str = "", *, staff: bool = True) -> Role:
    reach = dict.fromkeys(own.split(), OWN) | dict.fromkeys(area.split(), AREA)
    reach |= dict.fromkeys(everywhere.split(), EVERYWHERE)
    if unknown := set(reach) - set(PERMISSIONS):
        raise ValueError(f"role {code} names unknown permissions {sorted(unknown)}")
    return Role(code, title, reach, staff)


_DESK = "home.view document.view notice.receive people.view paper.view paper.acknowledge law.view"
_UNIT = (
    f"{_DESK} duty.view duty.report report.view report.fill meeting.view meeting.propose meeting.reply paper.draft "
    "case.assist"
)
_CASE_DESK = (  # people who work on cases: what each may do to one stands with its procedure
    f"{_DESK} paper.draft case.view case.open case.accept case.handle case.transfer case.merge case.reveal case.assist"
)
_CASE_HEAD = f"{_CASE_DESK} case.assign case.wording paper.approve paper.issue"
_FIRM = (
    "desk.view document.view notice.receive people.view paper.view paper.acknowledge registry.view registry.own "
    "worker.view claim.decide case.answer delivery.view delivery.hand_in finding.view finding.answer"
)
_OVERSIGHT = "delivery.view delivery.decide scan.run finding.view finding.handle"

ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        _role(
            "conference_office",
            "联席会议办公室",
            own="home.view document.view notice.receive report.fill report.hand_in duty.report paper.acknowledge "
            "paper.issue paper.archive",
            area="plan.view plan.adopt plan.settle duty.view duty.rule assignment.give report.view report.accept "
            "report.compile follow_up.draft follow_up.rule meeting.view meeting.propose meeting.run meeting.reply "
            "seat.manage paper.view paper.draft people.view people.invite registry.view law.view law.propose "
            f"wages.release {_OVERSIGHT}",
        ),
        _role(
            "office_director",
            "联席会议办公室主任",
            own="home.view document.view notice.receive paper.acknowledge paper.issue report.hand_in",
            area="plan.view duty.view duty.rule assignment.give report.view report.accept follow_up.draft "
            "meeting.view meeting.run meeting.propose paper.view paper.draft paper.approve people.view seat.manage "
            "registry.view law.view law.approve delivery.view finding.view wages.release",
        ),
        _role(
            "convenor",
            "召集人",
            own="home.view document.view notice.receive paper.acknowledge meeting.reply report.hand_in",
            area="plan.view duty.view duty.rule report.view report.accept meeting.view meeting.propose "
            "meeting.convene paper.view paper.approve assignment.give people.view law.view",
        ),
        _role("liaison", "单位联络员", own=_UNIT, area="plan.view"),
        _role("section_head", "科室负责人", own=f"{_UNIT} paper.approve", area="plan.view"),
        _role(
            "unit_leader",
            "单位领导",
            own=f"{_UNIT} report.hand_in paper.approve paper.issue people.invite case.view case.assign",
            area="plan.view",
        ),
        _role("county_liaison", "县（市）联络员", own=f"{_UNIT} report.hand_in", area="plan.view plan.adopt"),
        _role(
            "county_leader",
            "县（市）分管领导",
            own=f"{_UNIT} report.hand_in paper.approve paper.issue people.invite",
            area="plan.view plan.adopt",
        ),
        _role("clerk", "承办人员", own=f"{_DESK} duty.view duty.report report.view report.fill paper.draft"),
        _role("registrar", "文书与档案人员", own=f"{_DESK} paper.issue paper.archive", area=""),
        _role(
            "auditor",
            "审计",
            area="home.view document.view plan.view duty.view report.view meeting.view paper.view journal.audit "
            "registry.view law.view delivery.view finding.view",
        ),
        _role(
            "administrator",
            "系统管理员",
            own="home.view document.view notice.receive",
            area="people.view people.invite people.reveal calendar.announce system.manage "
            "jurisdiction.manage law.view law.propose",
        ),
        _role(
            "inspector",
            "监察员",
            own=f"{_CASE_DESK} paper.approve",
            area=f"registry.view registry.edit registry.reveal worker.view claim.decide {_OVERSIGHT}",
        ),
        _role(
            "inspection_head",
            "监察机构负责人",
            own=_CASE_HEAD,
            area="registry.view registry.edit registry.reveal worker.view claim.decide enterprise.admit law.propose "
            f"law.approve {_OVERSIGHT}",
        ),
        _role(
            "intake_officer",
            "受理人员",
            own=f"{_CASE_DESK} case.assign",
            area=f"registry.view registry.edit registry.reveal worker.view claim.decide enterprise.admit {_OVERSIGHT}",
        ),
        _role("legal_reviewer", "法制审核人员", own=f"{_DESK} case.view paper.approve"),
        _role("mediator", "调解员", own=f"{_CASE_DESK} paper.approve", area="registry.view"),
        _role("mediation_head", "调解组织负责人", own=_CASE_HEAD, area="registry.view"),
        _role("arbitrator", "仲裁员", own=f"{_CASE_DESK} paper.approve", area="registry.view"),
        _role("arbitration_secretary", "仲裁院书记员", own=f"{_CASE_DESK} case.assign", area="registry.view"),
        _role("arbitration_head", "仲裁院负责人", own=_CASE_HEAD, area="registry.view"),
        _role("legal_aid_officer", "法律援助人员", own=_CASE_DESK, area="registry.view"),
        _role("legal_aid_head", "法律援助机构负责人", own=f"{_CASE_HEAD} people.invite", area="registry.view"),
        _role("aid_lawyer", "法律援助承办律师", own="home.view notice.receive case.represent"),
        _role("justice_reviewer", "司法行政审查人员", own=f"{_DESK} paper.draft case.view case.review"),
        _role("union_officer", "工会干部", own=_CASE_DESK, area="registry.view"),
        _role("enterprise_hr", "企业用工管理员", own=f"{_FIRM} registry.reveal", staff=False),
        _role("enterprise_signer", "企业授权代表", own=f"{_FIRM} people.invite", staff=False),
        _role("worker", "劳动者", own="document.view notice.receive worker.view case.follow", staff=False),
    )
}

# What the machine itself may do in reactions and in the minute job: it opens, drafts and reminds, never signs.
SYSTEM_PERMISSIONS = (
    "report.compile", "follow_up.draft", "paper.draft", "duty.report", "registry.view", "registry.edit",
)  # fmt: skip


def roles_with(permission: str) -> tuple[str, ...]:
    """The codes of the roles that hold a permission, however far it reaches."""
    return tuple(role.code for role in ROLES.values() if permission in role.permissions)
