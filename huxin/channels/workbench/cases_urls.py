"""Where do the pages of cases live?"""

from django.urls import path

from huxin.channels.parts.menu import Item
from huxin.channels.workbench import case_acts as acts
from huxin.channels.workbench import (
    case_collective,
    case_file,
    case_import,
    case_joint,
    case_open,
    case_page,
    case_papers,
    case_replies,
)
from huxin.channels.workbench import case_list as lists
from huxin.channels.workbench import case_office as office

_ONE = "cases/<str:number>/"
urlpatterns = [
    path("cases/", lists.cases, name="cases"),
    path("cases.xlsx", lists.cases_export, name="cases_export"),
    path("cases/new/", case_open.case_open, name="case_open"),
    path("cases/import/", case_import.case_import, name="case_import"),
    path("cases/import/sample.xlsx", case_import.case_import_sample, name="case_import_sample"),
    path("case-tables/<int:pk>/", case_import.case_import_check, name="case_import_check"),
    path("case-tables/<int:pk>/keep/", case_import.case_import_keep, name="case_import_keep"),
    path("cases/filters/", lists.filter_save, name="case_filter_save"),
    path("cases/filters/<int:pk>/drop/", lists.filter_drop, name="case_filter_drop"),
    path("replies/", case_replies.replies, name="replies"),
    path("replies/new/", case_replies.reply_new, name="reply_new"),
    path("replies/<str:code>/", case_replies.reply_edit, name="reply_edit"),
    path("replies/<str:code>/remove/", case_replies.reply_remove, name="reply_remove"),
    path("cases/load/", office.case_load, name="case_load"),
    path("cases/officers/<int:pk>/hand-over/", office.case_hand_over, name="case_hand_over"),
    path("jurisdiction/", office.jurisdiction, name="jurisdiction"),
    path("assistance/", lists.asked_of_us, name="asked_of_us"),
    path("assistance/<int:pk>/", case_joint.assistance, name="assistance"),
    path("assistance/<int:pk>/accept/", case_joint.joint_accept, name="joint_accept"),
    path("assistance/<int:pk>/decline/", case_joint.joint_decline, name="joint_decline"),
    path("assistance/<int:pk>/found/", case_joint.joint_found, name="joint_found"),
    path("assistance/<int:pk>/found/<int:index>/", case_joint.joint_own, name="joint_own"),
    path("assistance/<int:pk>/evidence/<int:index>/", case_joint.joint_evidence, name="joint_evidence"),
    path(_ONE, case_page.case, name="case"),
    path(f"{_ONE}do/<slug:code>/", acts.case_do, name="case_do"),
    path(f"{_ONE}moves/<int:pk>/drop/", acts.case_drop, name="case_drop"),
    path(f"{_ONE}notes/", acts.case_note, name="case_note"),
    path(f"{_ONE}messages/", acts.case_tell, name="case_tell"),
    path(f"{_ONE}evidence/", acts.case_evidence, name="case_evidence"),
    path(f"{_ONE}parties/<int:pk>/reveal/", acts.case_reveal, name="case_reveal"),
    path(f"{_ONE}parties/<int:pk>/agency/", acts.case_agency_end, name="case_agency_end"),
    path(f"{_ONE}consents/", acts.case_consent, name="case_consent"),
    path(f"{_ONE}assign/", acts.case_assign, name="case_assign"),
    path(f"{_ONE}transfer/", acts.case_transfer, name="case_transfer"),
    path(f"{_ONE}ask/", acts.case_ask, name="case_ask"),
    path(f"{_ONE}joint/", acts.case_joint, name="case_joint"),
    path(f"{_ONE}joint/<int:pk>/end/", acts.case_joint_end, name="case_joint_end"),
    path(f"{_ONE}answered/", acts.case_answered, name="case_answered"),
    path(f"{_ONE}file/", case_file.case_file, name="case_file"),
    path(f"{_ONE}collective/", case_collective.case_collective, name="case_collective"),
    path(f"{_ONE}part/<int:pk>/", case_collective.case_part, name="case_part"),
    path(f"{_ONE}merge/", acts.case_merge, name="case_merge"),
    path(f"{_ONE}papers/<int:pk>/", case_papers.case_paper_read, name="case_paper_read"),
    path(f"{_ONE}papers/<int:pk>/sign/", case_papers.case_paper_sign, name="case_paper_sign"),
    path(f"{_ONE}papers/<int:pk>/unsigned/", case_papers.case_paper_unsigned, name="case_paper_unsigned"),
    path(f"{_ONE}papers/<int:pk>/serve/", case_papers.case_paper_serve, name="case_paper_serve"),
    path(f"{_ONE}papers/<int:pk>/slip/<int:party>/", case_papers.case_paper_slip, name="case_paper_slip"),
    path(f"{_ONE}papers/<int:pk>/notice/<int:party>/", case_papers.case_paper_notice, name="case_paper_notice"),
]
menu = (
    Item("案件", "workbench:cases", "case.view", "scale", 35),
    Item("管辖", "workbench:jurisdiction", "jurisdiction.manage", "map-pin", 92),
    Item("答复用语", "workbench:replies", "case.wording", "message-2", 93),
    Item("协办抄告", "workbench:asked_of_us", "case.assist", "arrows-exchange", 36),
)
