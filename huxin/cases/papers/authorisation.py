"""What does somebody sign so that another may act for him? Filled in, to print and sign; not kept as a paper."""

from huxin.cases.models import Party
from huxin.cases.wording import firm_name, full_name, matter, phone_of, sheet, signatures
from huxin.typesetting.content import Paper, plain


def authorisation(agent: Party) -> Paper:
    """Filled in with what the agent has told; what he may do beyond the plain things the other ticks by hand."""
    case, principal = agent.case, agent.acts_for
    if principal is None:
        raise ValueError("who acts for nobody needs no authorisation")
    as_what = f"（{agent.get_acts_as_display()}）" if agent.acts_as else ""
    return sheet(
        "授权委托书",
        (
            plain(f"委托人：{_called(principal)}"),
            plain(f"受托人：{_called(agent)}{as_what}"),
            plain(f"委托人与{firm_name(case)}因{matter(case)}一事（编号{case.number}），委托受托人代为办理。"),
            plain("委托事项：代为反映情况，提交和领取材料，签收文书，参加询问、调解和庭审。"),
            plain("受托人能否代为承认、放弃、变更请求，和解，撤回，领取款项（在□内打√）：　□能　　□不能"),
            plain("委托期限：自签字之日起，至　　　　年　　月　　日止。委托人可以随时终止委托。"),
            signatures("委托人", "受托人"),
        ),
    )


def _called(party: Party) -> str:
    phone = phone_of(party)
    return f"{full_name(party)}，电话{phone}" if phone else full_name(party)
