"""By which words does a plan say who leads, who helps, who carries out, by when, and where a list goes on?"""

import re

from huxin.plans.reading.draft import Role

_LABELS = {
    "lead": r"牵头(?:责任)?(?:单位|部门)?|主办(?:单位|部门)?|主责(?:单位|部门)|总牵头",
    "cooperate": r"(?:配合|协办|协助|协同|参与|参加|协作|支持|会办)(?:责任)?(?:单位|部门)|协办|配合|协助|参与",
    "implement": r"(?:落实|实施|承办|执行)(?:责任)?(?:单位|部门|主体)|落实|实施",
    "open": r"责任(?:单位|部门|主体|分工|处室|科室)|(?:职责|任务)?分工|完成单位|责任",
    "time": (
        r"(?:完成|工作|推进|办理|实施|整改|落实|办结)?(?:时限|期限)(?:要求)?"
        r"|(?:完成|实施|推进|时间|进度)(?:时间|要求|节点|安排)|时间"
    ),
    "person": r"(?:责任|牵头|分管|包联|联系|主管)[县市州]?领导|(?:第一|直接)?责任人|联络员|联系人(?:及电话)?",
}
LABEL = re.compile(  # what a label introduces is the name of its group
    r"(?:[省市州县区]级|主要|具体|第一|共同)?(?:"
    + "|".join(f"(?P<{group}>{words})" for group, words in _LABELS.items())
    + r")(?:：|(?<=单位)(?=[省市州县区各团])|(?<=部门)(?=[省市州县区各团]))"
)
KEY = re.compile(r"牵头|配合|负责|落实|责任|主办|协办|会同|实施|参与|参加|协助|分工|协同|支持|承办|主责")

_BY_DUTY = r"(?:按照?|依照?|根据|依据)?(?:各自|自身|本部门|相关|法定)?(?:职能|职责|权限|分工|职责范围|工作){1,3}"
_MANNER = (
    rf"(?:{_BY_DUTY}|共同|分别|联合|具体|统筹|积极|密切|认真|主要|分头|分级|全面|做好|抓好|组织|抓紧|负责|各自"
    r"|总|分工|直接|一并)"
)
_DOING = (
    r"(?:牵头|主办|主责|配合|协办|协助|协同|协作|参与|参加|支持|负责|落实|实施|执行|推进|承办|办理|贯彻|抓好"
    r"|分工负责|组织实施)"
)
VERB = re.compile(  # a run of role words up to the end of its clause
    rf"(?:(?:{_MANNER}){{0,4}}{_DOING}(?:{_DOING}|{_MANNER}|工作|到位|完成|和|、(?={_DOING})){{0,6}}|{_BY_DUTY})"
    r"(?=[，。；、）（：/]|$|由|会同)"
)
LED_BY = re.compile(r"(?:由|请|并由|并|同时|其中|此项工作由)+(?=[一-龥“])")
TOGETHER_WITH = re.compile(r"(?:会同|会商|联合|商|协同)(?=[一-龥])")
AND = re.compile(r"以及|及其?|和|与|或")
AND_OTHERS = re.compile(r"等(?:有关|相关|多个|[一二三四五六七八九十\d]{1,3}个?)?(?:部门|单位|成员单位)?")
SECTORS_FOLLOW = re.compile(r"[^，；。：（）]{0,200}?部门")  # 交通运输、市场监管等部门
COLLECTIVE = re.compile(
    r"各省(?:、|（)?自治区(?:、|，)?直辖市）?(?:人民政府|政府)?|各设区(?:的)?市(?:人民政府|政府)?|各地(?:区|人民政府|政府)?"
    r"|各(?:有关|相关|市直|县直|州直|区直)?(?:乡镇|乡|镇|街道|园区|开发区|村|社区)(?:（[乡镇街道、办园区场]{1,10}）|、(?:镇|乡|街道|园区))?"
    r"(?:党(?:委|工委)、?)?(?:人民政府|政府|办事处|街道办事处|管委会|村委会|居委会)?(?:（[^（）]{2,8}）)?"
)
WHEN = re.compile(
    r"(?:于|至|到|截至)?(?:(?:19|20)\d\d|二[〇零○])[^，。；、）（]{1,24}|(?:持续|长期|立即|常态化?)[^，。；、）（]{0,8}"
    r"|每[年季月][^，。；、）（]{0,20}|(?:今|本)?年底前[^，。；、）（]{0,6}|\d{1,2}月(?:底|末|\d{1,2}日)?前[^，。；、）（]{0,6}"
)


def role_of(verb: str) -> Role:
    """The role that a run of role words means."""
    if re.search("牵头|主办|主责", verb):
        return "lead"
    if re.search("配合|协办|协助|协同|协作|参与|参加|支持", verb):
        return "cooperate"
    if re.search("落实|实施|执行|推进|办理|抓好", verb) and not ("负责" in verb and re.search("职责|分工|职能", verb)):
        return "implement"
    return "by_duty"
