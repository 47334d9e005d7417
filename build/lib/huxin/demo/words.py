"""What did the people of the demo prefecture do and write? Made-up deeds for each task."""

from random import Random

DEEDS: dict[int, tuple[str, ...]] = {
    1: ("深入企业和骑手驿站开展政策宣讲{a}场，发放宣传资料{b}份", "在门户网站和微信公众号推送政策解读{a}条"),
    2: ("细化配套措施{c}件，推广劳动合同和书面协议示范文本", "指导{a}户企业按时报告用工情况"),
    3: ("召开头部平台企业行政指导会{c}次，{a}户企业参加", "督促平台企业修订与合作企业的协议{c}份"),
    4: ("指导{a}户企业规范用工，新签书面协议{b}人", "对{a}名劳动者的用工类型重新作了认定指导"),
    5: ("推广电子劳动合同{b}份，新增纳入备案监测企业{c}户", "上门帮助{c}户企业开通电子合同平台"),
    6: ("检查报酬支付情况{a}户，督促补发报酬{b}元", "推动{c}个行业开展工资集体协商"),
    7: ("督促{a}户企业公示计件单价、抽成比例和休息办法", "指导{c}户企业建立劳动者申诉机制"),
    8: ("调解新就业形态劳动争议{a}件，调解成功率保持在八成以上", "新设快递物流行业调解组织{c}个"),
    9: ("受理劳动人事争议{a}件，引导申请法律援助{c}件", "召开裁审衔接座谈会{c}次，统一裁判尺度"),
    10: ("摸排平台企业及合作用工企业{a}户，建立工作台账", "约谈企业{c}户，下达责令改正文书{c}份"),
    11: ("新建新业态党组织{c}个，组建工会小组{c}个", "组织群团服务活动{a}场次"),
    12: ("指导筹建行业协会{c}个，协商行业规范{c}件", "走访行业骨干企业{a}户，征求建会意见"),
    13: ("新发展新就业形态劳动者会员{b}人", "开展送温暖慰问{a}人次，发放慰问品{b}份"),
    14: ("举办专场招聘会{c}场，提供岗位{b}个", "提供职业指导和政策咨询{b}人次"),
    15: ("走访企业{a}户，宣传职业伤害保障政策", "与先行地区对接学习{c}次，梳理经办流程"),
    16: ("比对参保数据{b}条，动员参保{a}人", "上门办理灵活就业人员参保{a}人"),
    17: ("开展骑手和快递员技能培训{c}期，{b}人参训", "指导{c}户企业备案自主评价"),
    18: ("新建改建户外劳动者服务站点{c}个，接待{b}人次", "为{c}个老旧小区补设骑手休息点和充电设施"),
    19: ("随迁子女入学应保尽保{a}人", "公共文体场馆免费开放{b}天次"),
    20: ("检查企业安全生产责任落实{a}户，整改隐患{a}处", "配发头盔等防护用品{b}件"),
    21: ("开展职业健康宣传{c}场，培训{b}人", "强降雨天气发布防护提示{c}次，督促企业限制派单"),
}
HIGHLIGHTS = (
    "把服务窗口设到骑手集中的商圈，劳动者下单间隙就能办事。",
    "与邮政、交通等部门共用一本企业台账，一次走访解决多件事。",
    "用本地方言和民族语言录制政策短音频，在站点循环播放。",
)
EXPERIENCE = (
    "坚持“先提醒、再约谈、后检查”，多数问题在提醒阶段得到解决。",
    "把平台城市负责人、合作企业负责人和工会代表请到一张桌上，当场定措施、定时限。",
    "按月通报进度，按季回访劳动者，以回访结果检验成效。",
)
CASES = (
    "某配送站点更换合作企业时拖欠{a}名骑手报酬，接到反映后两日内组织协商，报酬全部补发。",
    "某快递网点以罚代管被多次反映，经约谈后取消不合理扣罚项目{c}项。",
)
PROBLEMS = ("部分合作企业用工底数不清，人员流动快，台账更新不及时。", "基层人员少，到企业走访的频次还不够。")
MEASURES = ("与平台企业建立按月报数机制，逐户核对。", "联合相关部门分片包干，下半年实现走访全覆盖。")
RETURNS = (
    "数据与附件不一致，请核对后重报。",
    "只有工作安排，没有落实情况，请补充做了什么、效果如何。",
    "典型案例过于简略，请补充经过和结果。",
)


def filled(text: str, dice: Random) -> str:
    """The sentence with made-up figures."""
    return text.format(a=dice.randint(4, 40), b=dice.randint(60, 900), c=dice.randint(1, 6))


def deed(goal: int, dice: Random) -> str:
    """One thing done under a task."""
    return filled(dice.choice(DEEDS.get(goal, ("推进相关工作{a}次",))), dice) + "。"


def told(goal: int | None, dice: Random) -> dict[str, str]:
    """The texts of one section; `None` is the general one."""
    if goal is None:
        return {
            "answer": "normal",
            "progress": f"本期按照方案分工推进各项任务，召开专题会议{dice.randint(1, 4)}次，"
            f"联合走访企业{dice.randint(5, 40)}户，各项任务有序推进。",
            "problems": dice.choice(PROBLEMS),
            "measures": dice.choice(MEASURES),
            "next_steps": "持续抓好政策宣传、用工指导和纠纷化解，按时完成方案确定的各项任务。",
        }
    if dice.random() < 0.06:
        return {"answer": "zero", "progress": "本期无新进展。"}
    texts = {"answer": "normal", "progress": deed(goal, dice) + deed(goal, dice)}
    for name, choices, share in (
        ("highlights", HIGHLIGHTS, 0.3),
        ("experience", EXPERIENCE, 0.2),
        ("cases", CASES, 0.15),
        ("problems", PROBLEMS, 0.25),
        ("measures", MEASURES, 0.2),
    ):
        if dice.random() < share:
            texts[name] = filled(dice.choice(choices), dice)
    return texts
