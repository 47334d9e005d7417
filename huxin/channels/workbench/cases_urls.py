"""Where do the pages of cases live?"""

from django.urls import path

from huxin.channels.parts.menu import Item
from huxin.channels.workbench import case_acts as acts
from huxin.channels.workbench import case_file, case_open, case_page, case_papers
from huxin.channels.workbench import case_list as lists
from huxin.channels.workbench import case_office as office

_ONE = "cases/<str:number>/"
urlpatterns = [
    path("cases/", lists.cases, name="cases"),
    path("cases.xlsx", lists.cases_export, name="cases_export"),
    path("cases/new/", case_open.case_open, name="case_open"),
    path("cases/load/", office.case_load, name="case_load"),
    path("cases/officers/<int:pk>/hand-over/", office.case_hand_over, name="case_hand_over"),
    path("jurisdiction/", office.jurisdiction, name="jurisdiction"),
    path("assistance/", lists.asked_of_us, name="asked_of_us"),
    path("assistance/<int:pk>/", lists.assistance, name="assistance"),
    path(_ONE, case_page.case, name="case"),
    path(f"{_ONE}do/<slug:code>/", acts.case_do, name="case_do"),
    path(f"{_ONE}moves/<int:pk>/drop/", acts.case_drop, name="case_drop"),
    path(f"{_ONE}notes/", acts.case_note, name="case_note"),
    path(f"{_ONE}messages/", acts.case_tell, name="case_tell"),
    path(f"{_ONE}evidence/", acts.case_evidence, name="case_evidence"),
    path(f"{_ONE}parties/<int:pk>/reveal/", acts.case_reveal, name="case_reveal"),
    path(f"{_ONE}consents/", acts.case_consent, name="case_consent"),
    path(f"{_ONE}assign/", acts.case_assign, name="case_assign"),
    path(f"{_ONE}transfer/", acts.case_transfer, name="case_transfer"),
    path(f"{_ONE}ask/", acts.case_ask, name="case_ask"),
    path(f"{_ONE}file/", case_file.case_file, name="case_file"),
    path(f"{_ONE}merge/", acts.case_merge, name="case_merge"),
    path(f"{_ONE}papers/<int:pk>/sign/", case_papers.case_paper_sign, name="case_paper_sign"),
    path(f"{_ONE}papers/<int:pk>/serve/", case_papers.case_paper_serve, name="case_paper_serve"),
]
menu = (
    Item("案件", "workbench:cases", "case.view", "scale", 35),
    Item("管辖", "workbench:jurisdiction", "jurisdiction.manage", "map-pin", 92),
    Item("协办抄告", "workbench:asked_of_us", "case.assist", "arrows-exchange", 36),
)
