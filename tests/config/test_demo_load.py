"""What does loading the demo leave behind: cheap hashes only while it runs, and a clear word where it was cut short?"""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password, get_hasher, make_password
from django.utils import timezone

from huxin.demo.haste import in_haste
from huxin.demo.load import load


def test_a_password_made_in_haste_opens_the_account_and_is_made_anew(settings: Any, db: None) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    with in_haste():
        light = make_password("a long enough passphrase")
    anew: list[str] = []
    assert check_password("a long enough passphrase", light, setter=anew.append)
    assert anew == ["a long enough passphrase"]
    assert not get_hasher().must_update(make_password("a long enough passphrase"))
    assert get_hasher().must_update(light)


def test_a_load_that_was_cut_short_says_what_to_do(settings: Any, tmp_path: Path, db: None) -> None:
    settings.DATA = tmp_path
    (tmp_path / "demo.half").touch()
    with pytest.raises(ValueError, match="中断"):
        load(timezone.localtime())
