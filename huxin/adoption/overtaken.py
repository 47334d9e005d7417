"""Which warnings of the reader has a correction of the draft answered, so that nobody needs to settle them?"""

from huxin.adoption.draft_edit import Draft, Element

_HEAD = {
    "title_missing": "title",
    "issued_on_missing": "issued_on",
    "issuers_missing": "issuers",
    "document_no_missing": "document_no",
}


def overtaken(draft: Draft, warning: Element) -> bool:
    """True where the draft no longer is as the warning says; False too for what only the document can show."""
    code, place = warning["code"], warning["place"]
    if code in _HEAD:
        return bool(draft[_HEAD[code]])
    goal = [goal for goal in draft["goals"] if goal["title_place"] == place]
    unit = [unit for unit in draft["units"] if unit["place"] == place]
    still = {
        "goal_without_unit": any(not one["duties"] for one in goal),
        "goal_without_lead": any(all(duty["role"] != "lead" for duty in one["duties"]) for one in goal),
        "goal_without_milestone": any(one["milestone_on"] is None for one in goal),
        "unit_without_seat": any(not one["is_member"] and any(one["goals"].values()) for one in unit),
        "member_without_task": any(one["is_member"] and not any(one["goals"].values()) for one in unit),
    }
    return not still.get(code, True)
