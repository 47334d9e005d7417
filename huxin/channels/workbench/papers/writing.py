"""How is a draft changed: on screen, in WPS and back, its receivers, its openness, its way to the signature?"""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.channels.parts.drafts import with_draft
from huxin.channels.parts.forms import carried_out
from huxin.channels.workbench.papers.forms import Accept, File, Openness, Receivers, Route, Writing
from huxin.channels.workbench.papers.pages import fetched, shown
from huxin.documents import papers, store
from huxin.documents.choices import step_of
from huxin.documents.faces import face
from huxin.documents.models import Document, Paper
from huxin.orgs.access import needs, rights, visible
from huxin.typesetting.content import Paper as Tree
from huxin.typesetting.content_json import from_json
from huxin.typesetting.docx_package import UnreadableDocx
from huxin.typesetting.read_docx import Remark, read_docx
from huxin.typesetting.writing import with_body
from huxin.work.drafts import clear_draft


def form_page(
    request: HttpRequest,
    paper: Paper,
    form: Any,
    *,
    heading: str,
    button: str,
    intro: str = "",
    multipart: bool = False,
) -> HttpResponse:
    """A page with one form about one paper."""
    context = {"paper": paper, "form": form, "heading": heading, "button": button}
    return render(request, "workbench/papers/form.html", context | {"intro": intro, "multipart": multipart})


def back(request: HttpRequest, paper: Paper, done: str) -> HttpResponse:
    """To the paper, with a sentence about what was done."""
    messages.success(request, done)
    return redirect("workbench:paper", paper.pk)


def _to_write(request: HttpRequest, pk: int) -> Paper:
    """The paper, if this person may change its text now."""
    paper = fetched(request, pk)
    states = papers.may_write_in(paper, rights(request.actor, paper, *papers.WRITING))
    if not states:
        raise PermissionDenied("paper.draft")
    if paper.state not in states:
        raise NotPossible(f"这份文书现为“{paper.get_state_display()}”，不能修改文稿。")
    return paper


def _written(paper: Paper, given: dict[str, Any]) -> Tree:
    tree = with_body(from_json(paper.tree), given["body"])
    return replace(
        tree,
        title=given["title"],
        addressees=given["addressees"],
        attachments=tuple(line.strip() for line in given["attachments"].splitlines() if line.strip()),
        note=given["note"],
        imprint=replace(tree.imprint, copies_to=given["copies_to"]),
    )


@needs("paper.view")
def paper_write(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the text on screen."""
    paper, key = _to_write(request, pk), f"paper-{pk}"
    form = with_draft(request, key, Writing, initial=Writing.of(from_json(paper.tree), paper.version))

    def act(given: dict[str, Any]) -> Paper:
        tree = _written(paper, given)
        title = tree.title.replace("\n", "")
        return papers.revise(paper, tree=tree, title=title, version=given["version"], by=request.actor, at=request.at)

    if carried_out(form, act):
        clear_draft(key=key, by=request.actor)
        return back(request, paper, "文稿已保存为新的一稿。")
    return form_page(request, paper, form, heading="修改文稿", button="保存新稿")


@needs("paper.view")
def paper_upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in the DOCX as it was edited in WPS."""
    paper = _to_write(request, pk)
    form = File(request.POST or None, request.FILES or None)

    def act(given: dict[str, Any]) -> Document:
        file = given["file"]
        return store.keep(file, name=file.name, org_path=paper.org_path, subject=paper, by=request.actor, at=request.at)

    if carried_out(form, act):
        return redirect("workbench:paper_docx_check", paper.pk, form.result.pk)
    intro = "上传在WPS中修改后的DOCX文件。读回的内容先给您核对，确认后才成为新稿。"
    return form_page(request, paper, form, heading="上传修改稿", button="上传并核对", intro=intro, multipart=True)


def _read(request: HttpRequest, paper: Paper, document: Document) -> tuple[Tree, tuple[Remark, ...]]:
    data = store.read(document, by=request.actor, at=request.at)
    try:
        return read_docx(data, face(paper))
    except UnreadableDocx as error:
        raise NotPossible(f"{error.reason}。") from error


@needs("paper.view")
def paper_docx_check(request: HttpRequest, pk: int, document_pk: int) -> HttpResponse:
    """What was read from the DOCX and what could not be; taking it makes a new text."""
    paper = _to_write(request, pk)
    mine = visible(Document, request.actor).filter(subject_kind="paper", subject_id=paper.pk)
    document = get_object_or_404(mine, pk=document_pk)
    form = Accept(request.POST or None, initial={"version": paper.version})
    try:
        tree, remarks = _read(request, paper, document)
    except NotPossible as refusal:
        messages.error(request, refusal.reason)
        return redirect("workbench:paper_upload", paper.pk)

    def act(given: dict[str, Any]) -> Paper:
        title = tree.title.replace("\n", "")
        return papers.revise(
            paper, tree=tree, title=title, version=given["version"], document=document, by=request.actor, at=request.at
        )

    if carried_out(form, act):
        return back(request, paper, "修改稿已成为新的一稿。")
    context = {"paper": paper, "document": document, "form": form, "remarks": remarks, "shown": shown(tree)}
    return render(request, "workbench/papers/docx_check.html", context)


@needs("paper.draft")
def paper_receivers(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is to receive it."""
    paper = fetched(request, pk, "paper.draft")
    form = Receivers(request.POST or None, paper=paper)
    if carried_out(form, lambda given: papers.redirect(paper, **given, by=request.actor, at=request.at)):
        return back(request, paper, "主送、抄送单位已更新。")
    return form_page(request, paper, form, heading="主送、抄送单位", button="保存")


@needs("paper.draft")
def paper_openness(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether the public may see it."""
    paper = fetched(request, pk, "paper.draft")
    form = Openness(request.POST or None, initial={"openness": paper.openness, "reason": paper.openness_reason})
    if carried_out(form, lambda given: papers.disclose(paper, **given, by=request.actor, at=request.at)):
        return back(request, paper, "公开属性已确定。")
    return form_page(request, paper, form, heading="公开属性", button="保存")


@needs("paper.draft")
def paper_route(request: HttpRequest, pk: int) -> HttpResponse:
    """Its way to the signature."""
    paper = fetched(request, pk, "paper.draft")
    form = Route(request.POST or None, paper=paper)

    def act(given: dict[str, Any]) -> Paper:
        steps = tuple(step_of(kind, who, beside=beside) for kind, who, beside in form.chosen())
        return papers.set_steps(paper, steps=steps, by=request.actor, at=request.at)

    if carried_out(form, act):
        return back(request, paper, "审批流程已调整。")
    intro = "依次填写核稿、会签、签发；最后一步应为签发。"
    return form_page(request, paper, form, heading="审批流程", button="保存", intro=intro)
