"""Which pages are about legal figures?"""

from django.urls import path

from huxin.channels.parts.menu import Item
from huxin.channels.workbench import law

urlpatterns = [
    path("law/", law.figures, name="law"),
    path("law.xlsx", law.figures_export, name="law_export"),
    path("law/propose/", law.propose, name="law_propose"),
    path("law/<int:pk>/", law.figure, name="law_figure"),
    path("law/<int:pk>/correct/", law.correct, name="law_correct"),
    path("law/<int:pk>/remove/", law.remove, name="law_remove"),
    path("law/<int:pk>/withdraw/", law.withdraw, name="law_withdraw"),
    path("law/<int:pk>/approve/", law.approve, name="law_approve"),
    path("law/<int:pk>/refuse/", law.refuse, name="law_refuse"),
]
menu = (Item("法规参数", "workbench:law", "law.view", "scale", 88),)
