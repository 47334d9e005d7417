"""Who stands behind a result? A detached signature (CMS) over its manifest, and the check of one that is there."""

import asyncio
import logging
from dataclasses import dataclass
from pathlib import Path

from asn1crypto import cms, x509
from pyhanko.keys import load_certs_from_pemder
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.validation import async_validate_detached_cms
from pyhanko_certvalidator import ValidationContext

from huxin.oversight.orders.refusal import Refused

logging.getLogger("pyhanko").addHandler(logging.NullHandler())  # what it finds is in its answer


@dataclass(frozen=True, slots=True)
class Signature:
    """What a signature is worth; `trusted`: the signer's certificate leads to one that was named as trusted."""

    intact: bool
    trusted: bool
    signer: str
    sha256: str


def opened(key: Path, password: str) -> SimpleSigner:
    """A PKCS#12 key; Refused where it cannot be opened."""
    try:
        signer: SimpleSigner = SimpleSigner.load_pkcs12_data(
            key.read_bytes(), other_certs=[], passphrase=password.encode()
        )
    except (OSError, ValueError) as error:
        raise Refused(
            f"签名密钥“{key.name}”打不开：请核对文件是PKCS#12（.p12、.pfx），密码正确（环境变量HUXIN_SIGN_PASSWORD）。"
        ) from error
    return signer


def sign(content: bytes, signer: SimpleSigner) -> bytes:
    """A detached CMS signature over the content."""
    signed = asyncio.run(signer.async_sign_general_data(content, "sha256", detached=True))
    return bytes(signed.dump())


def verify(content: bytes, signature: bytes, roots: Path | None = None) -> Signature:
    """Does the signature belong to this content, and whose is it? Refused where it is no signature."""
    trusted: list[x509.Certificate] = []
    try:
        if roots is not None:
            trusted = list(load_certs_from_pemder([str(roots)]))  # type: ignore[no-untyped-call]
        said = cms.ContentInfo.load(signature)["content"]
        context = ValidationContext(trust_roots=trusted, allow_fetching=False)
        status = asyncio.run(async_validate_detached_cms(content, said, signer_validation_context=context))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Refused("签名文件或信任的证书读不出来，可能已损坏。") from error
    certificate = status.signing_cert
    named = certificate.subject.native
    signer = "　".join(str(named[part]) for part in ("organization_name", "common_name") if part in named)
    return Signature(
        status.intact and status.valid, status.trusted, signer or certificate.subject.human_friendly,
        certificate.sha256.hex(),
    )  # fmt: skip
