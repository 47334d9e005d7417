"""Where does a worker log in, and where is his own page?"""

from django.urls import path

from huxin.channels.parts.menu import Item
from huxin.channels.portal import log_in, me, slips, vault

urlpatterns = [
    path("me/", me.me, name="me"),
    path("me/log-in/", log_in.log_in, name="log_in"),
    path("me/log-in/code/", log_in.log_in_code, name="log_in_code"),
    path("me/log-in/name/", log_in.log_in_name, name="log_in_name"),
    path("me/receipts/", me.add_receipt, name="add_receipt"),
    path("me/receipts/<int:pk>/drop/", me.drop_receipt, name="drop_receipt"),
    path("me/slips/", slips.slips, name="slips"),
    path("me/slips/<str:month>/", slips.slip, name="slip"),
    path("me/slips/<str:month>/orders/", slips.slip_orders, name="slip_orders"),
    path("me/slips/<str:month>/slip.pdf", slips.slip_file, name="slip_file"),
    path("me/slips/<str:month>/dispute/", slips.slip_dispute, name="slip_dispute"),
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
