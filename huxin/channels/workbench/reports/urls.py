"""Which pages are about the half-yearly reports?"""

from django.urls import path, re_path

from huxin.channels.parts.menu import Item
from huxin.channels.workbench.reports import compiling, matrix, pages, sections

_REPORT, _SECTION, _CYCLE = "reports/<int:pk>/", "reports/<int:pk>/sections/<int:order>/", "reports/cycles/<int:pk>"

urlpatterns = [
    path("reports/", pages.reports, name="reports"),
    path("reports.xlsx", pages.reports_export, name="reports_export"),
    path(_REPORT, pages.report, name="report"),
    path(f"{_REPORT}preview/", pages.preview, name="report_preview"),
    re_path(r"^reports/(?P<pk>\d+)/report\.(?P<kind>pdf|docx)$", pages.report_file, name="report_file"),
    path(f"{_REPORT}hand-in/", pages.hand_in, name="report_hand_in"),
    path(f"{_REPORT}withdraw/", pages.withdraw, name="report_withdraw"),
    path(f"{_REPORT}prefill/", pages.prefill, name="report_prefill"),
    path(f"{_REPORT}review/", pages.review, name="report_review"),
    path(f"{_REPORT}review/back/", pages.take_back, name="report_take_back"),
    path(f"{_REPORT}scan/", pages.scan, name="report_scan"),
    path(f"{_REPORT}accept/", pages.accept, name="report_accept"),
    path(_SECTION, sections.section, name="report_section"),
    path(f"{_SECTION}correct/", sections.correct, name="report_correct"),
    path(f"{_SECTION}files/", sections.add_file, name="report_add_file"),
    path(f"{_SECTION}files/<int:file_pk>/remove/", sections.remove_file, name="report_remove_file"),
    path(f"{_SECTION}accept/", sections.accept, name="report_section_accept"),
    path(f"{_SECTION}return/", sections.give_back, name="report_section_return"),
    path(f"{_SECTION}choose/", sections.choose, name="report_section_choose"),
    path(f"{_CYCLE}/", matrix.report_cycle, name="report_cycle"),
    path(f"{_CYCLE}.xlsx", matrix.report_cycle_export, name="report_cycle_export"),
    path(f"{_CYCLE}/remind/", matrix.remind, name="report_remind"),
    path(f"{_CYCLE}/close/", matrix.close, name="report_close"),
    path(f"{_CYCLE}/more/", matrix.ask_more, name="report_ask_more"),
    path(f"{_CYCLE}/notice/", matrix.draft_notice, name="report_notice"),
    path(f"{_CYCLE}/compile/", compiling.compile_page, name="report_compile"),
    path("reports/plans/<int:plan_pk>/rules/<int:rule_pk>/", matrix.schedule, name="report_schedule"),
    path("reports/plans/<int:plan_pk>/history/", matrix.history, name="report_history"),
]
menu = (Item("报告", "workbench:reports", "report.view", "file-text", 40),)
