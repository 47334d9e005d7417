"""How is personal data encrypted, found again without decrypting it, and how are codes on paper made?"""

import hashlib
import hmac
import json
import os
import secrets
from base64 import b64decode, b64encode, urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from huxin.base.chinese import normal_code

Algorithm = Literal["AES-256-GCM", "SM4-GCM"]
AES: Algorithm = "AES-256-GCM"
SM4: Algorithm = "SM4-GCM"  # the commercial cipher of GB/T 32907, where an assessment (密评) asks for it

_KEY_BYTES = {AES: 32, SM4: 16}
_VERSION = "v1"
_NONCE, _TAG = 12, 16


class KeyProblem(Exception):
    """A key file or a token cannot be used; the sentence says why, and never holds a key or a clear text."""


def write_key(path: Path, data: bytes, *, over: bool = False) -> None:
    """A file that only its owner may read, there whole or not at all; one that is there is refused, unless `over`."""
    half = path.with_name(f"{path.name}.half")
    try:
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        (os.replace if over else os.link)(half, path)
    finally:
        half.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class _Key:
    id: str
    algorithm: Algorithm
    secret: bytes = field(repr=False)

    @classmethod
    def new(cls, algorithm: Algorithm) -> Self:
        return cls(secrets.token_hex(4), algorithm, secrets.token_bytes(_KEY_BYTES[algorithm]))

    def cipher(self, nonce: bytes, tag: bytes | None) -> Cipher[modes.GCM]:
        block = algorithms.AES if self.algorithm == AES else algorithms.SM4
        return Cipher(block(self.secret), modes.GCM(nonce, tag))


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys of one installation, oldest first: the newest encrypts, all decrypt, one more makes digests.

    A token is bound to its field, written `table.column`: moved to another column it does not open.
    """

    _keys: tuple[_Key, ...]
    _digest_key: bytes = field(repr=False)

    @classmethod
    def create(cls, path: Path, algorithm: Algorithm = AES) -> Self:
        """Make a keyring in a new file that only its owner may read; an existing file is refused."""
        ring = cls((_Key.new(algorithm),), secrets.token_bytes(32))
        try:
            write_key(path, ring._text())
        except FileExistsError:
            raise KeyProblem(f"密钥文件{path}已存在，不会覆盖：覆盖后已加密的数据将无法解开。") from None
        return ring

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a keyring from its file."""
        try:
            data = json.loads(path.read_text())
            keys = tuple(_Key(k["id"], k["algorithm"], b64decode(k["secret"], validate=True)) for k in data["keys"])
            ring = cls(keys, b64decode(data["digest"], validate=True))
        except FileNotFoundError:
            raise KeyProblem(f"找不到密钥文件{path}。") from None
        except (ValueError, KeyError, TypeError):
            raise KeyProblem(f"密钥文件{path}已损坏，请从密钥备份中恢复。") from None
        if not keys or any(len(key.secret) != _KEY_BYTES.get(key.algorithm) for key in keys):
            raise KeyProblem(f"密钥文件{path}已损坏，请从密钥备份中恢复。")
        if path.stat().st_mode & 0o077:
            raise KeyProblem(f"密钥文件{path}可被其他用户读取，请执行 chmod 600。")
        return ring

    @classmethod
    def renew(cls, path: Path, algorithm: Algorithm = AES) -> Self:
        """Add a newest key to the file; then `rotate` the tokens. The old keys stay, for backups."""
        old = cls.load(path)
        ring = cls((*old._keys, _Key.new(algorithm)), old._digest_key)
        write_key(path, ring._text(), over=True)
        return ring

    def _text(self) -> bytes:
        keys = [{"id": k.id, "algorithm": k.algorithm, "secret": b64encode(k.secret).decode()} for k in self._keys]
        return json.dumps({"keys": keys, "digest": b64encode(self._digest_key).decode()}, indent=1).encode()

    def encrypt(self, text: str, field: str) -> str:
        """A token for `text` in `field`; the same text gives another token each time."""
        key, nonce = self._keys[-1], secrets.token_bytes(_NONCE)
        work = key.cipher(nonce, None).encryptor()
        work.authenticate_additional_data(field.encode())
        sealed = work.update(text.encode()) + work.finalize()
        return f"{_VERSION}.{key.id}.{urlsafe_b64encode(nonce + work.tag + sealed).decode()}"

    def decrypt(self, token: str, field: str) -> str:
        """The text of a token, which must come from this `field` and be untouched."""
        key, raw = self._open(token)
        work = key.cipher(raw[:_NONCE], raw[_NONCE : _NONCE + _TAG]).decryptor()
        work.authenticate_additional_data(field.encode())
        try:
            return (work.update(raw[_NONCE + _TAG :]) + work.finalize()).decode()
        except InvalidTag:
            raise KeyProblem(f"字段{field}的密文校验不通过：内容被改动，或不属于这个字段。") from None

    def rotate(self, token: str, field: str) -> str:
        """The same text under the newest key; a token that is already under it comes back as it is."""
        key, _ = self._open(token)
        return token if key is self._keys[-1] else self.encrypt(self.decrypt(token, field), field)

    def digest(self, kind: str, value: str) -> str:
        """A look-up digest of a value in normal form, 64 hex characters; `kind` keeps look-ups apart."""
        return hmac.new(self._digest_key, f"{kind}\0{value}".encode(), hashlib.sha256).hexdigest()

    def fingerprint(self) -> str:
        """What a backup notes to name the keys it needs, without giving them away."""
        parts = (self._digest_key, *(key.secret for key in self._keys))
        return ".".join(hashlib.sha256(b"huxin key " + part).hexdigest()[:16] for part in parts)

    def covers(self, fingerprint: str) -> bool:
        """Does this keyring hold every key that `fingerprint` names? One renewed since then still does."""
        return set(fingerprint.split(".")) <= set(self.fingerprint().split("."))

    def _open(self, token: str) -> tuple[_Key, bytes]:
        version, _, rest = token.partition(".")
        key_id, _, body = rest.partition(".")
        try:
            raw = urlsafe_b64decode(body)
        except (Base64Error, ValueError):
            raw = b""
        exact = urlsafe_b64encode(raw).decode() == body  # the decoder passes over strange characters
        if version != _VERSION or len(raw) < _NONCE + _TAG or not exact:
            raise KeyProblem("密文格式不对，可能被截断或改动。")
        for key in self._keys:
            if key.id == key_id:
                return key, raw
        raise KeyProblem(f"密文所用的密钥{key_id[:8]}不在当前密钥文件中，请换上正确的密钥文件。")


_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # 32 signs that cannot be taken for one another over the phone


def _code(groups: int) -> str:
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(groups))


def new_receipt() -> str:
    """The secret half of a reporter's receipt, 60 bits: K7QM-2XW9-HTPA."""
    return _code(3)


def new_invitation_code() -> str:
    """A code that opens one account once, 80 bits; only its digest is kept."""
    return _code(4)


def read_code(text: str) -> str:
    """A receipt or invitation code as typed or read out, in the form in which it was given."""
    code = normal_code(text)
    if len(code) not in (12, 16) or any(c not in _ALPHABET for c in code):
        raise ValueError("这个码不完整或有误：由数字和大写字母组成，不含0、1、I、O，请对照原件核对。")
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))
