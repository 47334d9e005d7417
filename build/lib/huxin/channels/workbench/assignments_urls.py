"""Which pages are about documents handed down?"""

from django.urls import path

from huxin.channels.parts.menu import Item
from huxin.channels.workbench import assignments

urlpatterns = [
    path("assignments/", assignments.assignments, name="assignments"),
    path("assignments.xlsx", assignments.assignments_export, name="assignments_export"),
    path("assignments/new/", assignments.assignment_give, name="assignment_give"),
    path("assignments/<int:pk>/", assignments.assignment, name="assignment"),
]
menu = (Item("交办事项", "workbench:assignments", "duty.view", "mail-forward", 75),)
