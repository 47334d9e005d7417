"""How is personal data of people kept? Encrypted at rest, found by digest, shown masked."""

import hashlib
import hmac
from functools import cache

from django.conf import settings

from huxin.base.chinese import mask_phone
from huxin.base.secrets import Keyring
from huxin.orgs.models import User

PHONE = "orgs_user.phone"
SECOND_FACTOR = "mfa_authenticator.data"


@cache
def keyring() -> Keyring:
    """The keys of this installation, read once per process."""
    return Keyring.load(settings.KEYS / "personal.keys")


def encrypt(text: str, field: str) -> str:
    """A token for a text that stands in `field`."""
    return keyring().encrypt(text, field)


def decrypt(token: str, field: str) -> str:
    """The text of a token of `field`."""
    return keyring().decrypt(token, field)


def digest(kind: str, value: str) -> str:
    """By which a value in normal form is found again without decrypting anything."""
    return keyring().digest(kind, value)


def matching_key() -> str:
    """The key that the office hands to platforms for their matching files, 64 hex characters. It is made of the
    installation's own and opens nothing else."""
    return digest("platform_matching_key", "1")


def matching_digest(phone: str) -> str:
    """What a matching file says of a mobile number (11 digits): HMAC-SHA256 under the key, in small hex."""
    return hmac.new(bytes.fromhex(matching_key()), phone.encode(), hashlib.sha256).hexdigest()


def masked_phone(user: User) -> str:
    """138****1234, or nothing where no number is known."""
    return mask_phone(decrypt(user.phone_sealed, PHONE)) if user.phone_sealed else ""
