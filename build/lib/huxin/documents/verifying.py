"""Is a paper that somebody holds in his hands really the one that was issued? Only for papers open to the public."""

import hashlib
import re
from typing import BinaryIO

from huxin.documents.models import Paper
from huxin.documents.numbering import normal

_OUT = (Paper.State.ISSUED, Paper.State.ARCHIVED, Paper.State.VOIDED)


def find_issued(*, number: str, code: str) -> Paper | None:
    """The public paper with this number and this verification code; blanks, brackets and case do not matter."""
    typed = normal(number)
    plain_code = re.sub(r"[\s-]+", "", code).upper()
    if not typed or not plain_code:
        return None
    issued = Paper.objects.filter(state__in=_OUT, issued_at__isnull=False, openness=Paper.Openness.PUBLIC)
    found = issued.filter(number=typed, verify_code=plain_code)
    return found.select_related("organisation", "pdf", "docx", "scan").first()


def same_file(paper: Paper, file: BinaryIO) -> str:
    """Which of the paper's files this one is, byte for byte: pdf, docx, scan, or an empty text. It is not kept."""
    sha = hashlib.sha256(file.read()).hexdigest()
    known = {"pdf": paper.pdf, "docx": paper.docx, "scan": paper.scan}
    return next((name for name, document in known.items() if document and document.sha256 == sha), "")
