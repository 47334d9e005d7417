"""Where is the record read?"""

from django.urls import path

from huxin.channels.parts.menu import Item
from huxin.channels.workbench import audit

urlpatterns = [
    path("audit/", audit.audit, name="audit"),
    path("audit.xlsx", audit.audit_export, name="audit_export"),
]
menu = (Item("审计", "workbench:audit", "journal.audit", "list-search", 95),)
