"""By which signs is a case found: who may list it, what it is about, where it stands, and the words of its title?

One text of signs for each case, kept where the case is changed; `search.word_index` finds rows by it. No personal data:
neither the story nor names and numbers of persons go in.
"""

from collections.abc import Iterable

from huxin.cases.models import Case, CaseReach, CaseWords
from huxin.search.word_index import fact, written

_FACTS = ("procedure", "step", "topic", "source")
DATED, UNDATED, CLOSED = STATES = ("due", "open", "closed")  # open with a day of the law, open without one, closed
COLUMNS = (
    "title", "enterprise_name", *_FACTS, "area__path", "officer", "second_officer", "organisation", "enterprise",
    "closed_at", "due_on",
)  # fmt: skip


def above(path: str) -> list[str]:
    """Every path from the province down to this one."""
    parts = path.rstrip("/").split("/")
    return ["/".join(parts[:n]) + "/" for n in range(1, len(parts) + 1)]


def text_of(case: dict[str, object], keys: Iterable[str]) -> str:
    """The text for one row of `COLUMNS` and the keys under which staff find it (those of parties are left out): key
    and state in one sign, so that each is one list in the index and not two to compare."""
    state = CLOSED if case["closed_at"] else DATED if case["due_on"] else UNDATED
    signs = [fact(state, key) for key in keys if not key.startswith(("party/", "firm/"))]
    signs += [fact(name, case[name]) for name in _FACTS]
    signs += [fact("area", path) for path in above(str(case["area__path"]))]
    signs += [fact("office", case["organisation"]), fact("officer", case["officer"] or 0)]
    signs += [fact("hand", case[name]) for name in ("officer", "second_officer") if case[name]]
    signs += [fact("firm", case["enterprise"])] if case["enterprise"] else []
    return written(signs, (str(case["title"]), str(case["enterprise_name"])))


def keep(case: Case) -> None:
    """Write the signs of a case as it stands in the database now; where nothing changed, nothing is written."""
    [row] = Case.objects.filter(pk=case.pk).values(*COLUMNS)
    words = text_of(row, CaseReach.objects.filter(case=case).order_by("pk").values_list("key", flat=True))
    known = CaseWords.objects.filter(case=case).values_list("words", flat=True).first()
    if known is None:
        CaseWords.objects.create(case=case, words=words)
    elif known != words:
        CaseWords.objects.filter(case=case).update(words=words)
