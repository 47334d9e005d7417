"""About what do people complain, ask or quarrel? The subjects by which a case finds its office and its answer."""

from django.db import models


class Topic(models.TextChoices):
    """The subjects of DOMAIN §3 and of the plan's tasks, as a worker would say them."""

    WAGE = "wage", "拖欠或克扣报酬"
    MINIMUM_WAGE = "minimum_wage", "报酬低于最低工资"
    HOURS = "hours", "工作时间与休息"
    CONTRACT = "contract", "未签合同或书面协议"
    INJURY = "injury", "受伤与职业伤害"
    DEPOSIT = "deposit", "押金、罚款与扣款"
    ACCOUNT = "account", "账号封停、停止派单"
    RULES = "rules", "平台规则与算法"
    DISCRIMINATION = "discrimination", "就业歧视与虚假招聘"
    FORCED_REGISTRATION = "forced_registration", "诱导注册个体工商户"
    INSURANCE = "insurance", "社会保险"
    SAFETY = "safety", "劳动安全与健康"
    OTHER = "other", "其他劳动权益"


PAY = (Topic.WAGE, Topic.MINIMUM_WAGE)  # where pay itself is owed


class Source(models.TextChoices):
    """Through which door a case came in, or to which outside system it belongs."""

    PORTAL = "portal", "网上提交"
    VISIT = "visit", "来访登记"
    PHONE = "phone", "来电登记"
    LETTER = "letter", "来信"
    HOTLINE_12345 = "hotline_12345", "12345热线"
    HOTLINE_12333 = "hotline_12333", "12333热线"
    WAGE_PLATFORM = "wage_platform", "全国欠薪线索平台"
    PROVINCE = "province", "省级系统"
    PETITION = "petition", "信访"
    UNION = "union", "工会"
    PROCURATORATE = "procuratorate", "检察机关"
    OTHER_BODY = "other_body", "其他部门移交"
    OWN = "own", "主动检查发现"
    OVERSIGHT = "oversight", "订单数据监测"
    CASE = "case", "由其他案件产生"
