"""Which pages and buttons are about duties?"""

from django.urls import path

from huxin.channels.parts.menu import Item
from huxin.channels.workbench.duties import moves, pages

urlpatterns = [
    path("duties/", pages.duties, name="duties"),
    path("duties.xlsx", pages.duties_export, name="duties_export"),
    path("duties/<int:pk>/", pages.duty, name="duty"),
    path("duties/<int:pk>/parts/", moves.add_part, name="part_add"),
    path("duties/<int:pk>/handling/", moves.hand_over, name="duty_handling"),
    path("duties/<int:pk>/not-ours/", moves.not_ours, name="duty_not_ours"),
    path("duties/<int:pk>/not-ours/rule/", moves.rule_not_ours, name="duty_rule_not_ours"),
    path("terms/<int:pk>/hand-in/", moves.hand_in, name="term_hand_in"),
    path("terms/<int:pk>/withdraw/", moves.withdraw, name="term_withdraw"),
    path("terms/<int:pk>/accept/", moves.accept, name="term_accept"),
    path("terms/<int:pk>/return/", moves.give_back, name="term_return"),
    path("terms/<int:pk>/reopen/", moves.reopen, name="term_reopen"),
    path("terms/<int:pk>/extension/", moves.ask_extension, name="extension_ask"),
    path("extensions/<int:pk>/", moves.amend_extension, name="extension_amend"),
    path("parts/<int:pk>/complete/", moves.complete_part, name="part_complete"),
    path("parts/<int:pk>/cancel/", moves.cancel_part, name="part_cancel"),
    path("progress/<int:pk>/withdraw/", moves.withdraw_progress, name="progress_withdraw"),
]
menu = (Item("责任清单", "workbench:duties", "duty.view", "target", 30),)
