"""Where does a worker log in, and where is his own page?"""

from django.urls import path

from huxin.channels.parts.menu import Item
from huxin.channels.portal import accounts, log_in, me, own_records, slips, vault

urlpatterns = [
    path("me/", me.me, name="me"),
    path("me/log-in/", log_in.log_in, name="log_in"),
    path("me/log-in/code/", log_in.log_in_code, name="log_in_code"),
    path("me/log-in/name/", log_in.log_in_name, name="log_in_name"),
    path("me/worker/", me.become_worker, name="become_worker"),
    path("me/receipts/", me.add_receipt, name="add_receipt"),
    path("me/receipts/<int:pk>/drop/", me.drop_receipt, name="drop_receipt"),
    path("me/slips/", slips.slips, name="slips"),
    path("me/slips/<slug:source>/<slug:period>/", slips.slip, name="slip"),
    path("me/slips/<slug:source>/<slug:period>/orders/", slips.slip_orders, name="slip_orders"),
    path("me/slips/<slug:source>/<slug:period>/steps/", slips.slip_steps, name="slip_steps"),
    path("me/slips/<slug:source>/<slug:period>/slip.pdf", slips.slip_file, name="slip_file"),
    path("me/slips/<slug:source>/<slug:period>/keep/", slips.slip_keep, name="slip_keep"),
    path("me/slips/<slug:source>/<slug:period>/dispute/", slips.slip_dispute, name="slip_dispute"),
    path("me/accounts/", accounts.accounts, name="accounts"),
    path("me/shifts/", own_records.shifts, name="shifts"),
    path("me/shifts/<int:pk>/strike/", own_records.strike_shift, name="strike_shift"),
    path("me/files/", own_records.own_files, name="own_files"),
    path("me/files/<int:pk>/", own_records.own_file, name="own_file"),
    path("me/drafts/<str:key>/", own_records.draft, name="draft"),
    path("me/vault/", vault.vault, name="vault"),
    path("me/vault/list.pdf", vault.vault_list, name="vault_list"),
    path("me/vault/<int:pk>/", vault.piece, name="piece"),
    path("me/vault/<int:pk>/drop/", vault.drop, name="drop_piece"),
]
menu = [
    Item("我的", "portal:me", "case.follow", "user-circle", 10),
    Item("真实时薪", "portal:slips", "case.follow", "clock-dollar", 15),
    Item("证据库", "portal:vault", "case.follow", "camera", 20),
    Item("我要反映", "portal:report", "case.follow", "message-plus", 30),
    Item("算一算", "portal:calculators", "case.follow", "calculator", 40),
]
