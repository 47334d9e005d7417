"""In what do two collections of legal figures differ, as the database from the seed of a new release?"""

from collections.abc import Iterable
from dataclasses import dataclass, fields

from huxin.law.parameters import Parameter


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that stands on one side only, or differs in the named fields."""

    ours: Parameter | None
    theirs: Parameter | None
    fields: tuple[str, ...] = ()

    @property
    def row(self) -> Parameter:
        """The figure, from whichever side has it."""
        found = self.ours or self.theirs
        if found is None:
            raise ValueError("a difference between nothing and nothing")
        return found


def compare(ours: Iterable[Parameter], theirs: Iterable[Parameter]) -> list[Difference]:
    """The differences, by the key of the figures."""
    left, right = ({row.key: row for row in rows} for rows in (ours, theirs))
    found = []
    for key in sorted(left.keys() | right.keys()):
        one, other = left.get(key), right.get(key)
        if one and other:
            differing = tuple(f.name for f in fields(Parameter) if getattr(one, f.name) != getattr(other, f.name))
            if differing:
                found.append(Difference(one, other, differing))
        else:
            found.append(Difference(one, other))
    return found
