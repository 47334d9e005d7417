"""How does a paper or a kept file leave the system: as PDF, as DOCX, as it was handed in?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from huxin.base.errors import NotPossible
from huxin.cases.signing import issued_file
from huxin.channels.parts import files
from huxin.channels.workbench.papers.pages import fetched
from huxin.documents import media
from huxin.documents.faces import approval_sheet, face, signed_face
from huxin.documents.models import Document
from huxin.documents.papers import WITH_DRAFTER
from huxin.documents.subjects import inside
from huxin.orgs.access import needs, visible
from huxin.typesetting.render_docx import render_docx


@needs("paper.view")
def paper_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The issued PDF; before issue a fresh one to read and print."""
    thing = fetched(request, pk)
    file = issued_file(thing)
    return files.as_it_stands(thing) if file is None else redirect("workbench:document", file.pk)


@needs("paper.view")
def paper_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The 发文稿纸 or 审批表, for the house and those who were asked."""
    thing = fetched(request, pk)
    if not inside(request.actor).filter(pk=thing.pk).exists():
        raise NotPossible("审批表只供本单位和参与审批的人员查看。")
    return files.printed(approval_sheet(thing), f"{thing.title}（审批表）.pdf")


@needs("paper.view")
def paper_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The issued DOCX; with the drafter one to edit and hand back in; else one with the signatures in their boxes."""
    thing = fetched(request, pk)
    if thing.docx_id is not None and (thing.pdf_id is None or issued_file(thing) is not None):
        return redirect("workbench:document", thing.docx_id)
    shown = face(thing) if thing.state in WITH_DRAFTER else signed_face(thing)
    return files.made(render_docx(shown), f"{thing.title}.docx", media.DOCX, inline=False)


@needs("document.view")
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """A file that was handed in, or issued."""
    return files.kept(get_object_or_404(visible(Document, request.actor), pk=pk), request)
