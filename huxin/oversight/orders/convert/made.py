"""What does the conversion of one column come to? Expressions by level, the faults to look for and what is counted."""

from dataclasses import dataclass, field


@dataclass
class Made:
    """The SQL of one column of the standard.

    `steps` work on the text of cells, each on what the one before names, so that no expression is written out twice;
    `read` holds what is taken from cells, `values` what follows from that, `seconds` the moments, `derived` what
    follows from other columns; the column itself stands under its own name in one of the last three. `faults` gives
    per reason a condition, `notes` per note its conditions. `cell` is what to show of a cell that cannot be read.
    """

    cell: str = ""
    steps: list[dict[str, str]] = field(default_factory=list)
    read: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, str] = field(default_factory=dict)
    derived: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)

    def step(self, **named: str) -> None:
        """The next step gives these names to these expressions."""
        self.steps.append(named)

    def note(self, kind: str, condition: str) -> None:
        """Count the rows in which the condition holds."""
        self.notes.setdefault(kind, []).append(condition)
