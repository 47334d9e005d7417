"""How does a paper or a kept file leave the system: as PDF, as DOCX, as it was handed in?"""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header

from huxin.base.errors import NotPossible
from huxin.channels.workbench.papers import fetched
from huxin.documents import media, store
from huxin.documents.faces import approval_sheet, face
from huxin.documents.models import Document
from huxin.documents.subjects import inside
from huxin.orgs.access import needs, visible
from huxin.typesetting.content import InvalidContent
from huxin.typesetting.content import Paper as Tree
from huxin.typesetting.render_docx import render_docx
from huxin.typesetting.render_pdf import render_pdf

NEVER_TYPED = (media.HTML, media.SVG)


def _file(data: bytes, name: str, kind: str, *, inline: bool) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response.headers["Content-Disposition"] = content_disposition_header(not inline, name) or "attachment"
    return response


@needs("paper.view")
def paper_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The issued PDF; before issue a fresh one to read and print."""
    thing = fetched(request, pk)
    if thing.pdf_id is not None:
        return redirect("workbench:document", thing.pdf_id)
    return _file(_printed(face(thing)), f"{thing.title}（预览）.pdf", media.PDF, inline=True)


@needs("paper.view")
def paper_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The 发文稿纸 or 审批表, for the house and those who were asked."""
    thing = fetched(request, pk)
    if not inside(request.actor).filter(pk=thing.pk).exists():
        raise NotPossible("审批表只供本单位和参与审批的人员查看。")
    return _file(_printed(approval_sheet(thing)), f"{thing.title}（审批表）.pdf", media.PDF, inline=True)


@needs("paper.view")
def paper_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The issued DOCX; before issue one to edit and hand back in."""
    thing = fetched(request, pk)
    if thing.docx_id is not None:
        return redirect("workbench:document", thing.docx_id)
    return _file(render_docx(face(thing)), f"{thing.title}.docx", media.DOCX, inline=False)


def _printed(tree: Tree) -> bytes:
    try:
        return render_pdf(tree)
    except InvalidContent as error:
        raise NotPossible(f"文稿不能打印：{'；'.join(error.problems)}。") from error


@needs("home.view")
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """A kept file to save; a PDF may be looked at in the browser, markup never."""
    thing = get_object_or_404(visible(Document, request.actor), pk=pk)
    file = store.checked_file(thing, by=request.actor, at=request.at)
    kind = media.OTHER if thing.media_type in NEVER_TYPED else thing.media_type
    response = FileResponse(file, as_attachment=thing.media_type != media.PDF, filename=thing.name, content_type=kind)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
