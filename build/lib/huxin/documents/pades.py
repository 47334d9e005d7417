"""How is a PDF signed, and how is such a signature checked? Asked through `documents.sign`.

PAdES B-B (ETSI EN 319 142-1) with the key in `stamp.p12`: made at set-up, self-signed, to be replaced by one of a
certification body. The moment of signing is the machine's own. The signature proves that the file came from here
unchanged; it is no seal of an organ.
"""

from datetime import UTC
from functools import cache
from io import BytesIO

from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext

from huxin.documents.sign import Checked

STAMP = "stamp.p12"


@cache
def _signer() -> signers.SimpleSigner:
    """Read once a process: parsing the key costs more than signing with it."""
    loaded: signers.SimpleSigner | None = signers.SimpleSigner.load_pkcs12(str(settings.KEYS / STAMP))  # type: ignore[no-untyped-call]
    if loaded is None:
        raise FileNotFoundError(settings.KEYS / STAMP)
    return loaded


def sign_pdf(data: bytes, *, reason: str) -> bytes:
    """The same PDF with an invisible signature; `reason` is shown by readers. Raises on what is no PDF."""
    meta = signers.PdfSignatureMetadata(
        field_name="huxin",
        md_algorithm="sha256",
        reason=reason,
        location="护新",
        subfilter=fields.SigSeedSubFilter.PADES,
    )
    out = BytesIO()
    signers.PdfSigner(meta, signer=_signer()).sign_pdf(IncrementalPdfFileWriter(BytesIO(data)), output=out)
    return out.getvalue()


def check_pdf(data: bytes) -> Checked:
    """Was this file signed here, and is it to the last byte what was signed? Content added later counts as a change."""
    try:
        embedded = PdfFileReader(BytesIO(data)).embedded_signatures
    except (PdfError, ValueError, OSError, RecursionError):
        return Checked(signed=False)
    if not embedded:
        return Checked(signed=False)
    own = _signer().signing_cert
    if own is None:
        raise ValueError("stamp.p12 holds no certificate")
    last = embedded[-1]
    try:
        status = validate_pdf_signature(last, ValidationContext(trust_roots=[own], allow_fetching=False))
    except (SignatureValidationError, SigningError, PdfError, ValueError):
        return Checked(signed=True)
    moment = last.self_reported_timestamp
    reason = str(last.sig_object.get("/Reason", ""))
    ours = last.signer_cert is not None and last.signer_cert.sha256 == own.sha256
    start, length = int(last.byte_range[2]), int(last.byte_range[3])
    whole = bool(status.bottom_line) and len(embedded) == 1 and start + length == len(data) and _filled(data, last)
    signer = str(last.signer_cert.subject.native.get("common_name", "")) if last.signer_cert is not None else ""
    return Checked(True, ours, ours and whole, moment.astimezone(UTC) if moment else None, reason, signer)


def _filled(data: bytes, embedded: EmbeddedPdfSignature) -> bool:
    """Does the one place that no signature covers hold the signature and zeros, written as this house writes them?"""
    kept = bytes(embedded.pkcs7_content)
    size = 4 + int.from_bytes(kept[2:4])  # of a DER sequence of 256 to 65 535 bytes, as a signature always is
    written = data[int(embedded.byte_range[1]) : int(embedded.byte_range[2])]
    return kept[:2] == b"\x30\x82" and not any(kept[size:]) and written == f"<{kept.hex().upper()}>".encode()
