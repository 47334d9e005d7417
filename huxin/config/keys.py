"""Which secret keys does this installation hold, and how are they made the first time?"""

import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from huxin.base.secrets import Keyring, write_key

SECRET = "django.key"  # noqa: S105  a file name
PERSONAL = "personal.keys"
SEAL = "journal.key"
STAMP = "stamp.p12"


def ensure_keys(folder: Path) -> None:
    """Make whatever key is missing in `folder`; never touch one that is there."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not (folder / SECRET).exists():
        write_key(folder / SECRET, secrets.token_urlsafe(50).encode())
    if not (folder / SEAL).exists():
        write_key(folder / SEAL, Ed25519PrivateKey.generate().private_bytes_raw())
    if not (folder / PERSONAL).exists():
        Keyring.create(folder / PERSONAL)
    if not (folder / STAMP).exists():
        write_key(folder / STAMP, _new_stamp())


def _new_stamp() -> bytes:
    """A key with a self-signed certificate for what the house signs for people; an office may replace it."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12

    key = rsa.generate_private_key(65537, 3072)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "护新电子签章")])
    since = datetime.now(UTC) - timedelta(days=1)
    usage = x509.KeyUsage(True, True, *[False] * 7)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number()).add_extension(usage, critical=True)
    made = made.not_valid_before(since).not_valid_after(since + timedelta(days=3650))
    return pkcs12.serialize_key_and_certificates(b"huxin", key, made.sign(key, hashes.SHA256()), None, NoEncryption())


class NoKeys(ImproperlyConfigured):
    """An installation without its keys; what to do about it, for whoever typed the command."""


def read_secret_key(folder: Path) -> str:
    """The signing key of sessions and forms; `make setup` makes it."""
    try:
        return (folder / SECRET).read_text()
    except FileNotFoundError:
        raise NoKeys(
            f"{folder} 中没有密钥。新的安装请先运行 huxin setup（或 make setup）；恢复备份请先放回备份时的密钥。"
        ) from None
