"""Which pages and buttons are about duties?"""

from django.urls import path

from huxin.channels.parts.menu import Item
from huxin.channels.workbench import duties, duty_moves

urlpatterns = [
    path("duties/", duties.duties, name="duties"),
    path("duties.xlsx", duties.duties_export, name="duties_export"),
    path("duties/<int:pk>/", duties.duty, name="duty"),
    path("duties/<int:pk>/parts/", duty_moves.add_part, name="part_add"),
    path("duties/<int:pk>/handling/", duty_moves.hand_over, name="duty_handling"),
    path("duties/<int:pk>/not-ours/", duty_moves.not_ours, name="duty_not_ours"),
    path("duties/<int:pk>/not-ours/rule/", duty_moves.rule_not_ours, name="duty_rule_not_ours"),
    path("terms/<int:pk>/hand-in/", duty_moves.hand_in, name="term_hand_in"),
    path("terms/<int:pk>/withdraw/", duty_moves.withdraw, name="term_withdraw"),
    path("terms/<int:pk>/accept/", duty_moves.accept, name="term_accept"),
    path("terms/<int:pk>/return/", duty_moves.give_back, name="term_return"),
    path("terms/<int:pk>/reopen/", duty_moves.reopen, name="term_reopen"),
    path("terms/<int:pk>/extension/", duty_moves.ask_extension, name="extension_ask"),
    path("extensions/<int:pk>/", duty_moves.amend_extension, name="extension_amend"),
    path("parts/<int:pk>/complete/", duty_moves.complete_part, name="part_complete"),
    path("parts/<int:pk>/cancel/", duty_moves.cancel_part, name="part_cancel"),
    path("progress/<int:pk>/withdraw/", duty_moves.withdraw_progress, name="progress_withdraw"),
]
menu = (Item("责任清单", "workbench:duties", "duty.view", "target", 30),)
