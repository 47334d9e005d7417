"""Is a key there whole or not at all?"""

import resource
from pathlib import Path

import pytest

from huxin.config.keys import PERSONAL, SEAL, SECRET, STAMP, ensure_keys


def test_a_key_that_finds_no_room_is_not_there_and_is_made_when_there_is_room(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    there = {10: set(), 100: {SECRET, SEAL}, 1000: {SECRET, SEAL, PERSONAL}}
    for room, keys in there.items():
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
        try:
            with pytest.raises(OSError, match="File too large"):
                ensure_keys(tmp_path)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert {path.name for path in tmp_path.iterdir()} == keys
    ensure_keys(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {SECRET, SEAL, PERSONAL, STAMP}
