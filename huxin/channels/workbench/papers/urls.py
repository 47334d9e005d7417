"""Where do the pages of papers and files live?"""

from django.urls import path

from huxin.channels.parts.menu import Item
from huxin.channels.workbench.papers import approval, files, new, pages, receipts, registry, writing

urlpatterns = [
    path("papers/", pages.papers, name="papers"),
    path("papers/new/", new.paper_kinds, name="paper_kinds"),
    path("papers/new/<slug:occasion>/", new.paper_new, name="paper_new"),
    path("papers/received/", pages.received, name="papers_received"),
    path("papers/received.xlsx", pages.received_export, name="papers_received_export"),
    path("papers/series/", registry.number_series, name="number_series"),
    path("papers/box/<slug:box>/", pages.papers, name="papers_box"),
    path("papers/box/<slug:box>.xlsx", pages.papers_export, name="papers_export"),
    path("papers/<int:pk>/", pages.paper, name="paper"),
    path("papers/<int:pk>/paper.pdf", files.paper_pdf, name="paper_pdf"),
    path("papers/<int:pk>/paper.docx", files.paper_docx, name="paper_docx"),
    path("papers/<int:pk>/sheet.pdf", files.paper_sheet, name="paper_sheet"),
    path("papers/<int:pk>/text/", writing.paper_write, name="paper_write"),
    path("papers/<int:pk>/upload/", writing.paper_upload, name="paper_upload"),
    path("papers/<int:pk>/upload/<int:document_pk>/", writing.paper_docx_check, name="paper_docx_check"),
    path("papers/<int:pk>/receivers/", writing.paper_receivers, name="paper_receivers"),
    path("papers/<int:pk>/openness/", writing.paper_openness, name="paper_openness"),
    path("papers/<int:pk>/route/", writing.paper_route, name="paper_route"),
    path("papers/<int:pk>/submit/", approval.paper_submit, name="paper_submit"),
    path("papers/<int:pk>/recall/", approval.paper_recall, name="paper_recall"),
    path("papers/<int:pk>/decide/", approval.paper_decide, name="paper_decide"),
    path("papers/<int:pk>/delegate/", approval.paper_delegate, name="paper_delegate"),
    path("papers/<int:pk>/number/", registry.paper_number, name="paper_number"),
    path("papers/<int:pk>/number/void/", registry.paper_number_void, name="paper_number_void"),
    path("papers/<int:pk>/scan/", registry.paper_scan, name="paper_scan"),
    path("papers/<int:pk>/issue/", registry.paper_issue, name="paper_issue"),
    path("papers/<int:pk>/archive/", registry.paper_archive, name="paper_archive"),
    path("papers/<int:pk>/void/", registry.paper_void, name="paper_void"),
    path("receipts/<int:pk>/acknowledge/", receipts.receipt_acknowledge, name="receipt_acknowledge"),
    path("receipts/<int:pk>/reply/", receipts.receipt_reply, name="receipt_reply"),
    path("documents/<int:pk>/", files.document, name="document"),
]
menu = (Item("文书", "workbench:papers", "paper.view", "files", 70, ("workbench:papers_received",)),)
