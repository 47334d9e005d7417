"""Is a code that stands in many events looked up once for a list of them, and afresh for the next?"""

import pytest

from huxin.journal import timeline
from huxin.journal.log import Verb
from huxin.journal.models import Event


def test_a_code_that_is_no_longer_known_stands_as_it_was_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(timeline.WORDS, "place", {"1": "办公室"}.__getitem__)
    monkeypatch.setitem(timeline.VERBS, "test.moved", Verb("test.moved", "移到{place}", ("place",)))
    events = [Event(verb="test.moved", data={"place": code}) for code in ("1", "gone")]
    assert [entry.sentence for entry in timeline.entries(events)] == ["移到办公室", "移到gone"]


def test_a_code_is_looked_up_once_for_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def say(code: str) -> str:
        asked.append(code)
        return f"办公室{code}"

    monkeypatch.setitem(timeline.WORDS, "place", say)
    monkeypatch.setitem(timeline.VERBS, "test.moved", Verb("test.moved", "移到{place}", ("place",)))
    events = [Event(verb="test.moved", data={"place": code}) for code in ("1", "2", "1")]
    for _ in range(2):
        assert [entry.sentence for entry in timeline.entries(events)] == ["移到办公室1", "移到办公室2", "移到办公室1"]
    assert asked == ["1", "2", "1", "2"]
