"""Which pages show how a plan stands?"""

from django.urls import path

from huxin.channels.parts.menu import Item
from huxin.channels.workbench.board import pages

urlpatterns = [
    path("board/", pages.boards, name="boards"),
    path("board/<int:pk>/", pages.plan_board, name="board"),
    path("board/<int:pk>.xlsx", pages.board_export, name="board_export"),
    path("board/<int:pk>/map/", pages.board_map, name="board_map"),
]
menu = (Item("任务进度", "workbench:boards", "plan.view", "layout-grid", 20),)
