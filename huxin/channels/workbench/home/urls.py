"""Which pages belong to the start of the day?"""

from django.urls import path

from huxin.channels.parts.menu import Item
from huxin.channels.workbench.home import pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("todo.xlsx", pages.home_export, name="home_export"),
    path("drafts/<str:key>/", pages.draft, name="draft"),
]
menu = (Item("我的待办", "workbench:home", "home.view", "checklist", 10),)
