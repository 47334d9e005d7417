"""Which pages are about legal figures?"""

from django.urls import path

from huxin.channels.parts.menu import Item
from huxin.channels.workbench.law import pages

urlpatterns = [
    path("law/", pages.figures, name="law"),
    path("law.xlsx", pages.figures_export, name="law_export"),
    path("law/propose/", pages.propose, name="law_propose"),
    path("law/<int:pk>/", pages.figure, name="law_figure"),
    path("law/<int:pk>/correct/", pages.correct, name="law_correct"),
    path("law/<int:pk>/remove/", pages.remove, name="law_remove"),
    path("law/<int:pk>/withdraw/", pages.withdraw, name="law_withdraw"),
    path("law/<int:pk>/approve/", pages.approve, name="law_approve"),
    path("law/<int:pk>/refuse/", pages.refuse, name="law_refuse"),
]
menu = (Item("法规参数", "workbench:law", "law.view", "scale", 88),)
