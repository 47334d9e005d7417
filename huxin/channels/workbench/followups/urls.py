"""Which pages are about following up?"""

from django.urls import path

from huxin.channels.parts.menu import Item
from huxin.channels.workbench.followups import ladder, pages

urlpatterns = [
    path("follow-ups/", pages.follow_ups, name="follow_ups"),
    path("follow-ups.xlsx", pages.follow_ups_export, name="follow_ups_export"),
    path("follow-ups/<int:pk>/", pages.follow_up, name="follow_up"),
    path("follow-ups/<int:pk>/drop/", pages.drop, name="follow_up_drop"),
    path("follow-ups/<int:pk>/close/", pages.close, name="follow_up_close"),
    path("follow-ups/<int:pk>/chat/", pages.chat_sent, name="follow_up_chat"),
    path("plans/<int:plan_pk>/late/", pages.late, name="late"),
    path("plans/<int:plan_pk>/ladder/", ladder.ladder, name="ladder"),
    path("plans/<int:plan_pk>/ladder/<slug:code>/", ladder.rung, name="rung"),
]
menu = (Item("督办", "workbench:follow_ups", "follow_up.draft", "bell-ringing", 50),)
