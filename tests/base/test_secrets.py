"""Does encrypted data stay secret, bound to its field, and readable after the keys are renewed?"""

import json
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huxin.base.secrets import (
    AES,
    SM4,
    KeyProblem,
    Keyring,
    _Key,
    new_invitation_code,
    new_receipt,
    read_code,
)

FIELD = "registry_worker.id_number"
RING = Keyring((_Key.new(AES),), bytes(32))


@pytest.fixture(params=[AES, SM4])
def path(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    Keyring.create(tmp_path / "keys", request.param)
    return tmp_path / "keys"


def test_a_text_comes_back_from_its_token(path: Path) -> None:
    ring = Keyring.load(path)
    token = ring.encrypt("王师傅 13800001234", FIELD)
    assert "13800001234" not in token
    assert token.startswith("v1.")
    assert ring.decrypt(token, FIELD) == "王师傅 13800001234"
    assert ring.encrypt("王师傅 13800001234", FIELD) != token


@given(st.text())
def test_any_text_comes_back(text: str) -> None:
    assert RING.decrypt(RING.encrypt(text, FIELD), FIELD) == text


def test_a_token_moved_to_another_column_does_not_open(path: Path) -> None:
    ring = Keyring.load(path)
    with pytest.raises(KeyProblem, match="不属于这个字段"):
        ring.decrypt(ring.encrypt("甲", FIELD), "registry_worker.phone")


def test_every_changed_character_of_a_token_is_noticed(path: Path) -> None:
    ring = Keyring.load(path)
    token = ring.encrypt("甲", FIELD)
    for i, c in enumerate(token):
        with pytest.raises(KeyProblem):
            ring.decrypt(token[:i] + ("A" if c != "A" else "B") + token[i + 1 :], FIELD)


@pytest.mark.parametrize("token", ["", "v1", "v1..", "v2.ab.cd", "v1.é.ü", "v1.00000000.AAAA", "明文"])
def test_what_is_not_a_token_is_refused(path: Path, token: str) -> None:
    with pytest.raises(KeyProblem, match="格式不对"):
        Keyring.load(path).decrypt(token, FIELD)


def test_a_token_of_another_installation_names_the_missing_key(path: Path, tmp_path: Path) -> None:
    other = Keyring.create(tmp_path / "other")
    with pytest.raises(KeyProblem, match="不在当前密钥文件中"):
        Keyring.load(path).decrypt(other.encrypt("甲", FIELD), FIELD)


def test_after_a_renewal_old_tokens_open_and_are_rotated_once(path: Path) -> None:
    old = Keyring.load(path)
    token = old.encrypt("甲", FIELD)
    new = Keyring.renew(path, SM4)
    assert new.decrypt(token, FIELD) == "甲"
    rotated = new.rotate(token, FIELD)
    assert rotated != token
    assert new.rotate(rotated, FIELD) == rotated
    assert Keyring.load(path).decrypt(rotated, FIELD) == "甲"
    assert new.digest("phone", "13800001234") == old.digest("phone", "13800001234")
    with pytest.raises(KeyProblem):
        old.decrypt(rotated, FIELD)


def test_a_renewed_keyring_covers_a_backup_made_before_it_but_not_the_reverse(path: Path, tmp_path: Path) -> None:
    old = Keyring.load(path)
    new = Keyring.renew(path)
    assert new.covers(old.fingerprint())
    assert not old.covers(new.fingerprint())
    assert not new.covers(Keyring.create(tmp_path / "other").fingerprint())


def test_digests_are_equal_for_equal_values_of_one_kind_and_one_installation(path: Path, tmp_path: Path) -> None:
    ring = Keyring.load(path)
    assert ring.digest("phone", "1") == ring.digest("phone", "1")
    assert len(ring.digest("phone", "1")) == 64
    assert ring.digest("phone", "1") != ring.digest("id", "1")
    assert ring.digest("phone", "1") != Keyring.create(tmp_path / "other").digest("phone", "1")


def test_no_key_is_ever_printed(path: Path) -> None:
    ring = Keyring.load(path)
    data = json.loads(path.read_text())
    for secret in (data["digest"], data["keys"][0]["secret"]):
        assert secret not in repr(ring) + str(ring) + ring.fingerprint()
    assert repr(ring._digest_key) not in repr(ring)
    assert repr(ring._keys[0].secret) not in repr(ring)


def test_a_key_file_is_private_and_never_overwritten(path: Path) -> None:
    before = path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(KeyProblem, match="已存在"):
        Keyring.create(path)
    assert path.read_bytes() == before
    Keyring.renew(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_key_file_that_others_can_read_is_refused(path: Path) -> None:
    path.chmod(0o640)
    with pytest.raises(KeyProblem, match="chmod 600"):
        Keyring.load(path)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        '{"keys": [], "digest": ""}',
        '{"keys": [{"id": "a", "algorithm": "x", "secret": ""}], "digest": ""}',
        "\x00",
    ],
)
def test_a_damaged_key_file_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "keys").write_text(content)
    with pytest.raises(KeyProblem, match="已损坏"):
        Keyring.load(tmp_path / "keys")


def test_a_missing_key_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(KeyProblem, match="找不到"):
        Keyring.load(tmp_path / "keys")


def test_codes_can_be_read_out_on_the_phone_and_typed_back() -> None:
    for code in (new_receipt(), new_invitation_code()):
        assert not set(code) & set("01IO")
        assert read_code(f" {code.lower().replace('-', ' ')} ") == code
    assert len({new_receipt() for _ in range(200)}) == 200


@pytest.mark.parametrize("text", ["", "K7QM-2XW9", "K7QM-2XW9-HTP0", "K7QM-2XW9-HTPA-K"])
def test_a_code_copied_wrongly_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="核对"):
        read_code(text)
