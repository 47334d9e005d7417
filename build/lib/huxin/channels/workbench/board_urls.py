"""Which pages show how a plan stands?"""

from django.urls import path

from huxin.channels.parts.menu import Item
from huxin.channels.workbench import board

urlpatterns = [
    path("board/", board.boards, name="boards"),
    path("board/<int:pk>/", board.plan_board, name="board"),
    path("board/<int:pk>.xlsx", board.board_export, name="board_export"),
    path("board/<int:pk>/map/", board.board_map, name="board_map"),
]
menu = (Item("任务进度", "workbench:boards", "plan.view", "layout-grid", 20),)
