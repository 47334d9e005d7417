"""Where is the record read?"""

from django.urls import path

from huxin.channels.parts.menu import Item
from huxin.channels.workbench.audit import pages

urlpatterns = [
    path("audit/", pages.audit, name="audit"),
    path("audit.xlsx", pages.audit_export, name="audit_export"),
]
menu = (Item("审计", "workbench:audit", "journal.audit", "list-search", 95),)
