"""Which secret keys does this installation hold, and how are they made the first time?"""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from huxin.base.secrets import Keyring

SECRET = "django.key"  # noqa: S105  a file name
PERSONAL = "personal.keys"
SEAL = "journal.key"


def _write_once(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)


def ensure_keys(folder: Path) -> None:
    """Make whatever key is missing in `folder`; never touch one that is there."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not (folder / SECRET).exists():
        _write_once(folder / SECRET, secrets.token_urlsafe(50).encode())
    if not (folder / SEAL).exists():
        _write_once(folder / SEAL, Ed25519PrivateKey.generate().private_bytes_raw())
    if not (folder / PERSONAL).exists():
        Keyring.create(folder / PERSONAL)


def read_secret_key(folder: Path) -> str:
    """The signing key of sessions and forms; `make setup` makes it."""
    try:
        return (folder / SECRET).read_text()
    except FileNotFoundError:
        raise ImproperlyConfigured(f"no keys in {folder}: run `make setup` first") from None
