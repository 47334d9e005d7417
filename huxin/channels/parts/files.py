"""How does a file leave the system?"""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from huxin.base.errors import NotPossible
from huxin.cases.signing import issued_file
from huxin.documents import media, store
from huxin.documents.faces import signed_face
from huxin.documents.models import Document, Paper
from huxin.typesetting.content import InvalidContent
from huxin.typesetting.content import Paper as Tree
from huxin.typesetting.render_pdf import render_pdf

NEVER_TYPED = (media.HTML, media.SVG)


def kept(document: Document, request: HttpRequest) -> FileResponse:
    """A kept file to save; a PDF may be looked at in the browser, markup never."""
    file = store.checked_file(document, by=request.actor, at=request.at)
    kind = media.OTHER if document.media_type in NEVER_TYPED else document.media_type
    as_attachment = document.media_type != media.PDF
    response = FileResponse(file, as_attachment=as_attachment, filename=document.name, content_type=kind)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def of_paper(paper: Paper, request: HttpRequest) -> HttpResponseBase:
    """A paper as PDF: the issued file; printed as it stands where it is not issued yet, or was signed since."""
    file = issued_file(paper)
    return as_it_stands(paper) if file is None else kept(file, request)


def as_it_stands(paper: Paper) -> HttpResponse:
    """A paper as PDF, printed now, with the signatures under it."""
    return printed(signed_face(paper), f"{paper.title}{'' if paper.pdf else '（预览）'}.pdf")


def made(data: bytes, name: str, kind: str, *, inline: bool) -> HttpResponse:
    """A file made for this answer alone."""
    response = HttpResponse(data, content_type=kind)
    response.headers["Content-Disposition"] = content_disposition_header(not inline, name) or "attachment"
    return response


def printed(tree: Tree, name: str) -> HttpResponse:
    """A paper as PDF, to look at and to print."""
    try:
        data = render_pdf(tree)
    except InvalidContent as error:
        raise NotPossible(f"文稿不能打印：{'；'.join(error.problems)}。") from error
    return made(data, name, media.PDF, inline=True)
