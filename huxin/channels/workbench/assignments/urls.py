"""Which pages are about documents handed down?"""

from django.urls import path

from huxin.channels.parts.menu import Item
from huxin.channels.workbench.assignments import pages

urlpatterns = [
    path("assignments/", pages.assignments, name="assignments"),
    path("assignments.xlsx", pages.assignments_export, name="assignments_export"),
    path("assignments/new/", pages.assignment_give, name="assignment_give"),
    path("assignments/<int:pk>/", pages.assignment, name="assignment"),
]
menu = (Item("交办事项", "workbench:assignments", "duty.report assignment.give", "mail-forward", 75),)
