"""Where do workers tell, and follow, what happened?"""

from django.urls import path

from huxin.channels.portal import follow, follow_sign, report

urlpatterns = [
    path("report/", report.start, name="report"),
    path("report/send/", report.send, name="report_send"),
    path("report/receipt/", report.receipt, name="receipt"),
    path("report/<slug:step>/", report.step, name="report_step"),
    path("follow/", follow.enter, name="follow"),
    path("follow/<slug:number>/", follow.case, name="my_case"),
    path("follow/<slug:number>/write/", follow.write, name="my_write"),
    path("follow/<slug:number>/evidence/", follow.add_evidence, name="my_evidence"),
    path("follow/<slug:number>/use/", follow.use_pieces, name="use_pieces"),
    path("follow/<slug:number>/evidence.pdf", follow.evidence_list, name="my_evidence_list"),
    path("follow/<slug:number>/papers/<int:paper_pk>/", follow.paper, name="my_paper"),
    path("follow/<slug:number>/sign/<int:paper_pk>/", follow_sign.sign, name="my_sign"),
    path("follow/<slug:number>/authorise/", follow.authorise, name="my_authorisation"),
    path("follow/<slug:number>/authorisation.pdf", follow.authorisation_form, name="my_authorisation_form"),
    path("follow/<slug:number>/agents/<int:pk>/end/", follow.end_agency, name="my_agency_end"),
    path("follow/<slug:number>/rate/", follow.rate, name="my_rate"),
    path("follow/<slug:number>/identify/", follow.say_who, name="my_identify"),
    path("follow/<slug:number>/<slug:action>/", follow.act, name="my_act"),
]
