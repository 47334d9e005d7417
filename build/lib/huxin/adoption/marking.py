"""Which sentences of the document were read, and as what? The text in pieces, each tied to its part of the draft."""

from collections.abc import Iterator
from dataclasses import dataclass

from huxin.adoption.draft_edit import Draft, Element

Place = dict[str, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the document; `key` names the part of the draft that was read from it, `at` its own anchor."""

    text: str
    at: int | None = None
    key: str = ""


def anchor(place: Place | None) -> int | None:
    """Where in the document something stands."""
    return place["start"] if place else None


def _read(draft: Draft) -> Iterator[tuple[Place | None, str]]:
    """Every place with the key of what was read there, the smaller parts before the larger."""
    for goal in draft["goals"]:
        yield from ((duty["place"], duty["key"]) for duty in goal["duties"])
        yield goal["date_place"], goal["key"]
        yield goal["title_place"], goal["key"]
    for kind in ("seats", "report_rules"):
        yield from ((element["place"], element["key"]) for element in draft[kind])
    for pointer, place in draft["places"].items():
        if pointer.split("/")[1] not in ("goals", "seats", "report_rules", "units"):
            yield place, "head"


def pieces(draft: Draft) -> list[Piece]:
    """The whole text, once, in order; where two places overlap the first named wins."""
    text: str = draft["text"]
    taken: list[tuple[int, int, str]] = []
    for place, key in sorted(_read(draft), key=lambda one: anchor(one[0]) or 0):
        if place and place["start"] < place["end"] and (not taken or place["start"] >= taken[-1][1]):
            taken.append((place["start"], place["end"], key))
    found, at = [], 0
    marks = _anchors(draft) - {start for start, _, _ in taken}
    for start, end, key in [*taken, (len(text), len(text), "")]:
        for cut in sorted(mark for mark in marks if at <= mark < start):
            found.append(Piece(text[at:cut]))
            found.append(Piece("", at=cut))
            at = cut
        found.append(Piece(text[at:start]))
        if key:
            found.append(Piece(text[start:end], at=start, key=key))
        at = end
    return [piece for piece in found if piece.text or piece.at is not None]


def _anchors(draft: Draft) -> set[int]:
    """Where the other side may want to go."""
    elements: list[Element] = [*draft["goals"], *draft["seats"], *draft["report_rules"], *draft["units"]]
    elements += [duty for goal in draft["goals"] for duty in goal["duties"]]
    places = [element["place"] for element in elements] + [warning["place"] for warning in draft["warnings"]]
    places += [goal["title_place"] for goal in draft["goals"]]
    return {place["start"] for place in places if place}
