"""How does the house sign a PDF that it made for a person (evidence list, slip), and how is such a file checked?

The tools for it are loaded with the first file: they are heavy, and most processes never sign.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: whether it is signed, by this house, unchanged, and when it says it was signed."""

    signed: bool
    ours: bool = False
    unchanged: bool = False
    signed_at: datetime | None = None
    reason: str = ""
    signer: str = ""  # as the certificate names him; proved only where the signature is of this house


def sign_pdf(data: bytes, *, reason: str) -> bytes:
    """The same PDF with an invisible signature; `reason` is shown by readers. Raises on what is no PDF."""
    from huxin.documents import pades

    return pades.sign_pdf(data, reason=reason)


def check_pdf(data: bytes) -> Checked:
    """Was this file signed here, and is it to the last byte what was signed? Content added later counts as a change."""
    from huxin.documents import pades

    return pades.check_pdf(data)
