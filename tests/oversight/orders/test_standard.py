"""Is the written standard fresh, in both languages, and does it name everything that is declared?"""

from pathlib import Path

import pytest

from huxin.oversight.orders.reasons import NOTES, REASONS
from huxin.oversight.orders.schema import TABLES
from huxin.oversight.orders.standard import FILES, written_standard

DOCS = Path(__file__).resolve().parents[3] / "docs"


@pytest.mark.parametrize("language", FILES)
def test_the_written_standard_is_what_the_declarations_say(language: str) -> None:
    assert (DOCS / FILES[language]).read_text(encoding="utf-8") == written_standard(language), "run make fix"


@pytest.mark.parametrize("language", FILES)
def test_every_column_reason_and_note_is_named(language: str) -> None:
    text = written_standard(language)
    names = [column.name for table in TABLES.values() for column in table.columns]
    names += [reason.code for reason in REASONS] + list(NOTES)
    assert [name for name in names if f"`{name}`" not in text] == []
