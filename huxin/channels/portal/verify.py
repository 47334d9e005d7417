"""How does anybody check an official paper against the record?"""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huxin.documents.verifying import find_issued, same_file
from huxin.orgs.access import public

FILES = {"pdf": "PDF定稿", "docx": "DOCX定稿", "scan": "盖章扫描件"}


class Check(forms.Form):
    """What stands on the paper, and the file if there is one."""

    number = forms.CharField(label="发文字号", max_length=60)
    code = forms.CharField(label="查验码", max_length=20, help_text="8位字母和数字，向发文机关索取。")
    file = forms.FileField(label="文件（可不选）", required=False, help_text="只用于比对，不会保存。")


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
