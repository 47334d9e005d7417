"""Where do the pages of enterprises live? A page named as one of the workbench is where a firm's people are led."""

from django.urls import path

<<<<<<< HEAD
from huxin.channels.desk import admission, cases, claims, deliveries, findings, firm, home, notices, papers, people
=======
from huxin.channels.desk import (
    admission,
    claims,
    deliveries,
    findings,
    firm,
    home,
    keys,
    notices,
    papers,
    people,
    uploads,
)
>>>>>>> 6979926 (Platforms hand in by program and in pieces; wage statistics, cross-checks and charts as pages; reminders of missing deliveries; orders behind a finding are paged; a demo of 3,000 workers)
from huxin.channels.parts.menu import MENUS, Item

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("drafts/<str:key>/", home.draft, name="draft"),
    path("documents/<int:pk>/", home.document, name="document"),
    path("firm/", firm.enterprise, name="enterprises"),
    path("firm/<int:pk>/", firm.enterprise, name="enterprise"),
    path("firm/<int:pk>/edit/", firm.edit, name="enterprise_edit"),
    path("workers/", firm.workers, name="workers"),
    path("workers/<int:pk>/", firm.worker, name="worker"),
    path("claims/", claims.claims, name="claims"),
    path("claims/<int:pk>/", claims.claim, name="claim"),
    path("papers/", papers.received, name="papers"),
    path("papers/<int:pk>/", papers.paper, name="paper"),
    path("receipts/<int:pk>/acknowledge/", papers.acknowledge, name="receipt_acknowledge"),
    path("receipts/<int:pk>/reply/", papers.reply, name="receipt_reply"),
    path("deliveries/", deliveries.deliveries, name="deliveries"),
    path("deliveries/new/", deliveries.delivery_new, name="delivery_new"),
    path("deliveries/<int:pk>/", deliveries.delivery, name="delivery"),
    path("uploads/", uploads.uploads, name="uploads"),
    path("uploads/<str:token>/", uploads.upload, name="upload"),
    path("keys/", keys.keys, name="keys"),
    path("keys/<int:pk>/revoke/", keys.key_revoke, name="key_revoke"),
    path("findings/", findings.findings, name="findings"),
    path("findings/<int:pk>/", findings.finding, name="finding"),
    path("cases/", cases.cases, name="cases"),
    path("cases/<slug:number>/", cases.case, name="case"),
    path("cases/<slug:number>/answer/", cases.case_answer, name="case_answer"),
    path("cases/<slug:number>/receive/<int:pk>/", cases.case_receive, name="case_receive"),
    path("cases/<slug:number>/papers/<int:paper_pk>/", cases.case_paper, name="case_paper"),
    path("cases/<slug:number>/sign/<int:paper_pk>/", cases.case_sign, name="case_sign"),
    path("cases/<slug:number>/<slug:code>/", cases.case_act, name="case_act"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("memberships/<int:pk>/end/", people.end, name="membership_end"),
    path("invitations/<int:pk>/withdraw/", people.withdraw, name="invitation_withdraw"),
    path("notices/", notices.notices, name="notices"),
    path("notices/<int:pk>/", notices.notice, name="notice"),
    path("notices/read/", notices.all_read, name="notices_read"),
    path("admission/", admission.ask, name="admission"),
    path("admission/state/", admission.state, name="admission_state"),
]
MENUS[app_name] = [
    Item("首页", "desk:home", "desk.view", "home", 10),
    Item("企业资料", "desk:enterprises", "desk.view", "building-store", 20),
    Item("劳动者", "desk:workers", "worker.view", "helmet", 30),
    Item("订单数据", "desk:deliveries", "delivery.view", "database", 35, ("desk:keys",)),
    Item("检查发现", "desk:findings", "finding.answer", "alert-triangle", 37),
    Item("案件", "desk:cases", "case.answer", "gavel", 38),
    Item("账号认领", "desk:claims", "claim.decide", "id", 39),
    Item("文书", "desk:papers", "paper.acknowledge", "mail", 40),
    Item("人员", "desk:people", "people.view", "users", 50),
]
