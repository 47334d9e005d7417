"""How does anybody check an official paper against the record, or the electronic signature of a file from here?"""

from typing import Any

from allauth.core import ratelimit
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huxin.documents.sign import check_pdf
from huxin.documents.verifying import find_issued, same_file
from huxin.orgs.access import public

FILES = {"pdf": "PDF定稿", "docx": "DOCX定稿", "scan": "盖章扫描件"}
MOST_BYTES = 20 * 1024 * 1024  # an evidence list has some ten kilobytes
HEAD = 1024  # within which a PDF says that it is one


class Check(forms.Form):
    """What stands on the paper, and the file if there is one."""

    number = forms.CharField(label="发文字号", max_length=60)
    code = forms.CharField(label="查验码", max_length=20, help_text="8位字母和数字，向发文机关索取。")
    file = forms.FileField(label="文件（可不选）", required=False, help_text="只用于比对，不会保存。")


class SignedFile(forms.Form):
    """The file whose signature is in question."""

    file = forms.FileField(
        label="PDF文件", allow_empty_file=True, help_text="只用于核对，不会保存。最大20MB。",
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )  # fmt: skip

    def clean_file(self) -> UploadedFile:
        """A PDF of a size that can be read here and now."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError("文件超过20MB，不是本系统出具的清单，没有核对。")
        if b"%PDF-" not in file.read(HEAD):
            raise forms.ValidationError("这不是PDF文件。请上传下载到的原始PDF，不要上传截图、照片或打印后的扫描件。")
        file.seek(0)
        return file


@public
def verify(request: HttpRequest) -> HttpResponse:
    """Number and code lead to title, organ and date; a file is compared byte for byte."""
    form = Check(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        paper = find_issued(number=given["number"], code=given["code"])
        context |= {"asked": True, "paper": paper}
        if paper is not None and given["file"]:
            context |= {"compared": True, "same": FILES.get(same_file(paper, given["file"]), "")}
    return render(request, "portal/verify/verify.html", context)


@public
def verify_signed(request: HttpRequest) -> HttpResponse:
    """Who signed the file, when, and is it still what was signed?"""
    form = SignedFile(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        if ratelimit.consume(request, action="verify"):
            file = form.cleaned_data["file"]
            context |= {"checked": check_pdf(file.read()), "name": file.name}
        else:
            form.add_error("file", "这个网络上核验得太频繁了，请过几分钟再试。")
    return render(request, "portal/verify/signed.html", context)
