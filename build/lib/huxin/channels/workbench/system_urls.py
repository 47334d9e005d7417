"""Where does the administrator look after the installation?"""

from django.urls import path

from huxin.channels.parts.menu import Item
from huxin.channels.workbench import system

urlpatterns = [
    path("system/", system.system, name="system"),
    path("system/retry/", system.task_retry, name="task_retry"),
]
menu = (Item("系统", "workbench:system", "system.manage", "server", 96),)
