"""Where does the administrator look after the installation?"""

from django.urls import path

from huxin.channels.parts.menu import Item
from huxin.channels.workbench.system import pages

urlpatterns = [
    path("system/", pages.system, name="system"),
    path("system/retry/", pages.task_retry, name="task_retry"),
]
menu = (Item("系统", "workbench:system", "system.manage", "server", 96),)
