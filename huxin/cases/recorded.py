"""Who was there, as a record itself says: which officials, and which person for a firm?"""

from collections.abc import Callable

from huxin.cases.drafting import CASE_PAPERS
from huxin.cases.facts import Facts
from huxin.cases.models import Party
from huxin.cases.records import CaseLetter
from huxin.documents.models import Paper

_BOXES = {"主持人": "chair", "记录人": "recorder"}  # of an official whom the record names → the field that names him
FIRMS = (Party.Role.RESPONDENT, Party.Role.THIRD)


def facts_of(paper: Paper) -> Facts | None:
    """What was given with the move that brought it forth."""
    letter = CaseLetter.objects.filter(paper=paper, move__isnull=False).select_related("move").first()
    return Facts.from_json(letter.move.facts) if letter and letter.move else None


def named_officials(paper: Paper) -> list[str]:
    """Who did what a record tells, where it names them: only they sign for the office."""
    facts = facts_of(paper) if CASE_PAPERS[paper.kind].officials else None
    names = str(facts.data.get("inspectors", "")) if facts else ""
    return names.split("、") if names else []


def whom_it_names(paper: Paper) -> list[str]:
    """Whom of the office a record names: those who did what it tells, else who led it and who wrote it."""
    facts = facts_of(paper) if CASE_PAPERS[paper.kind].there else None
    led = [str(facts.data[field]) for field in _BOXES.values() if field in facts.data] if facts else []
    return named_officials(paper) or led


def may_fill(paper: Paper, place: str, name: str) -> bool:
    """May this person sign in a box of the office: not where the record names another for it."""
    facts = facts_of(paper) if place in _BOXES else None
    return facts is None or facts.data.get(_BOXES[place], name) == name


def speaker(paper: Paper, party: Party) -> str:
    """Which person was there for a firm, as the record says; empty where a party speaks for himself."""
    field = CASE_PAPERS[paper.kind].speaker
    facts = facts_of(paper) if field and party.role in FIRMS and not party.name_sealed else None
    return str(facts.data.get(field, "")).strip() if facts else ""


def by_himself(paper: Paper, party: Party) -> str:
    """Which person of a firm alone may sign a record, as he said it; empty where anybody may who answers for it."""
    return speaker(paper, party) if CASE_PAPERS[paper.kind].himself else ""


def named(paper: Paper, party: Party, name: Callable[[Party], str]) -> str:
    """What a party is called as signer of a paper: of a firm the person who was there comes first."""
    person = speaker(paper, party)
    return f"{person}（{name(party)}）" if person else name(party)
