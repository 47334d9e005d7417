"""Which pages are about the half-yearly reports?"""

from django.urls import path, re_path

from huxin.channels.parts.menu import Item
from huxin.channels.workbench import compile, report_matrix, report_sections, reports

_REPORT, _SECTION, _CYCLE = "reports/<int:pk>/", "reports/<int:pk>/sections/<int:order>/", "reports/cycles/<int:pk>"

urlpatterns = [
    path("reports/", reports.reports, name="reports"),
    path("reports.xlsx", reports.reports_export, name="reports_export"),
    path(_REPORT, reports.report, name="report"),
    path(f"{_REPORT}preview/", reports.preview, name="report_preview"),
    re_path(r"^reports/(?P<pk>\d+)/report\.(?P<kind>pdf|docx)$", reports.report_file, name="report_file"),
    path(f"{_REPORT}hand-in/", reports.hand_in, name="report_hand_in"),
    path(f"{_REPORT}withdraw/", reports.withdraw, name="report_withdraw"),
    path(f"{_REPORT}prefill/", reports.prefill, name="report_prefill"),
    path(f"{_REPORT}review/", reports.review, name="report_review"),
    path(f"{_REPORT}review/back/", reports.take_back, name="report_take_back"),
    path(f"{_REPORT}scan/", reports.scan, name="report_scan"),
    path(f"{_REPORT}accept/", reports.accept, name="report_accept"),
    path(_SECTION, report_sections.section, name="report_section"),
    path(f"{_SECTION}correct/", report_sections.correct, name="report_correct"),
    path(f"{_SECTION}files/", report_sections.add_file, name="report_add_file"),
    path(f"{_SECTION}files/<int:file_pk>/remove/", report_sections.remove_file, name="report_remove_file"),
    path(f"{_SECTION}accept/", report_sections.accept, name="report_section_accept"),
    path(f"{_SECTION}return/", report_sections.give_back, name="report_section_return"),
    path(f"{_SECTION}choose/", report_sections.choose, name="report_section_choose"),
    path(f"{_CYCLE}/", report_matrix.report_cycle, name="report_cycle"),
    path(f"{_CYCLE}.xlsx", report_matrix.report_cycle_export, name="report_cycle_export"),
    path(f"{_CYCLE}/remind/", report_matrix.remind, name="report_remind"),
    path(f"{_CYCLE}/close/", report_matrix.close, name="report_close"),
    path(f"{_CYCLE}/more/", report_matrix.ask_more, name="report_ask_more"),
    path(f"{_CYCLE}/notice/", report_matrix.draft_notice, name="report_notice"),
    path(f"{_CYCLE}/compile/", compile.compile_page, name="report_compile"),
    path("reports/plans/<int:plan_pk>/rules/<int:rule_pk>/", report_matrix.schedule, name="report_schedule"),
    path("reports/plans/<int:plan_pk>/history/", report_matrix.history, name="report_history"),
]
menu = (Item("报告", "workbench:reports", "report.view", "file-text", 40),)
