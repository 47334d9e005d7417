"""What did the court give a worker, and what may he do now, how long? Said as soon as the result is entered."""

from datetime import date

from huxin.base.chinese import spoken_date
from huxin.base.money import yuan
from huxin.cases.forms.award import COURTS
from huxin.cases.forms.mediation import CONFIRMED
from huxin.cases.models import Case, Claim, Party
from huxin.cases.records import last_done
from huxin.law.at import law
from huxin.law.parameters import MissingParameter, Status

_SAID = {"upheld": "法院判决", "changed": "法院判决", "mediated": "法院调解书"}


def court_words(party: Party, claims: list[Claim], *, today: date) -> list[str]:
    """Sentences for who claims, about his own claims alone; none before a court has spoken, or an award holds."""
    case = party.case
    role = party.acts_for.role if party.acts_for else party.role
    move = last_done(case, "court_result")
    if role != Party.Role.CLAIMANT or party.left_at is not None:
        return []
    if move is None:
        holds = last_done(case, "effective", "settled") or _confirmed(case)
        return _enforced(party, claims, today) if holds and case.closed_at is None else []
    data = move.facts["data"]
    result = next((code for code, words in COURTS if words == data["result"]), "")
    if result not in _SAID:
        return []
    day = spoken_date(date.fromisoformat(str(data["decided_on"])))
    lines = [f"{_SAID[result]}（{data['number']}，{day}）：{'；'.join(_claim(one) for one in claims)}。"]
    if result != "mediated":
        term = _within("period.appeal", case.area_id, today)
        lines.append(f"判决书上写明可以上诉的，不服的在收到判决书之日起{term}向上一级法院上诉，过期判决就生效。")
    return lines + _enforced(party, claims, today)


def _confirmed(case: Case) -> bool:
    """Did commission or court confirm a mediated agreement?"""
    move = last_done(case, "reviewed")
    return move is not None and move.facts["data"]["result"] == CONFIRMED


def _enforced(party: Party, claims: list[Claim], today: date) -> list[str]:
    """What he may do where it is not paid."""
    if not any((one.found_fen or 0) > (one.paid_fen or 0) for one in claims):
        return []
    term = _within("limitation.enforcement", party.case.area_id, today)
    return [
        f"单位到期不付的，您可以向法院申请执行：从文书写明的付款期限最后一天起{term}提出。"
        "需要帮忙的，请留言或申请法律援助。"
    ]


def _claim(claim: Claim) -> str:
    kind = claim.get_kind_display()
    asked = f"（您要求{yuan(claim.claimed_fen)}元）" if claim.claimed_fen is not None else ""
    if claim.found_fen is None:
        return f"{kind}{asked}，没有写明金额，请看文书"
    return f"{kind}支持{yuan(claim.found_fen)}元{asked}" if claim.found_fen else f"{kind}不支持{asked}"


def _within(code: str, area: str, today: date) -> str:
    """15日内（《…》第…条，待核实）; where the figure is not known, who can say it."""
    try:
        term = law(today, area)[code]
    except MissingParameter:
        return "，在法院告知的期限内"
    mark = "，待核实" if term.status is Status.UNVERIFIED else ""
    return f"{term.words}内（《{term.document}》{term.article}{mark}）"
