"""Which pages are about following up?"""

from django.urls import path

from huxin.channels.parts.menu import Item
from huxin.channels.workbench import followups, ladder

urlpatterns = [
    path("follow-ups/", followups.follow_ups, name="follow_ups"),
    path("follow-ups.xlsx", followups.follow_ups_export, name="follow_ups_export"),
    path("follow-ups/<int:pk>/", followups.follow_up, name="follow_up"),
    path("follow-ups/<int:pk>/drop/", followups.drop, name="follow_up_drop"),
    path("follow-ups/<int:pk>/close/", followups.close, name="follow_up_close"),
    path("follow-ups/<int:pk>/chat/", followups.chat_sent, name="follow_up_chat"),
    path("plans/<int:plan_pk>/late/", followups.late, name="late"),
    path("plans/<int:plan_pk>/ladder/", ladder.ladder, name="ladder"),
    path("plans/<int:plan_pk>/ladder/<slug:code>/", ladder.rung, name="rung"),
]
menu = (Item("督办", "workbench:follow_ups", "follow_up.draft", "bell-ringing", 50),)
