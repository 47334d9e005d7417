"""Which pages are about meetings, minutes and decisions?"""

from django.urls import path

from huxin.channels.parts.menu import Item
from huxin.channels.workbench.meetings import decisions, minutes, moves, pages

urlpatterns = [
    path("meetings/", pages.meetings, name="meetings"),
    path("meetings.xlsx", pages.meetings_export, name="meetings_export"),
    path("meetings/calendar/", pages.calendar, name="meeting_calendar"),
    path("meetings/propose/", pages.meeting_propose, name="meeting_propose"),
    path("meetings/<int:pk>/", pages.meeting, name="meeting"),
    path("meetings/<int:pk>/convene/", moves.convene, name="meeting_convene"),
    path("meetings/<int:pk>/decline/", moves.decline, name="meeting_decline"),
    path("meetings/<int:pk>/move/", moves.move, name="meeting_move"),
    path("meetings/<int:pk>/cancel/", moves.cancel, name="meeting_cancel"),
    path("meetings/<int:pk>/agenda/", moves.topic, name="meeting_topic"),
    path("meetings/<int:pk>/agenda/<int:item_pk>/", moves.topic_change, name="topic_change"),
    path("meetings/<int:pk>/agenda/<int:item_pk>/drop/", moves.topic_drop, name="topic_drop"),
    path("meetings/<int:pk>/agenda/<int:item_pk>/material/", moves.material, name="topic_material"),
    path("meetings/<int:pk>/invite/", moves.invite, name="meeting_invite"),
    path("meetings/<int:pk>/attendance/", moves.attendance, name="meeting_attendance"),
    path("meetings/<int:pk>/notice/", moves.notice, name="meeting_notice"),
    path("meetings/<int:pk>/sign-in.pdf", moves.sign_in_sheet, name="sign_in_sheet"),
    path("meetings/<int:pk>/cards.pdf", moves.name_cards, name="name_cards"),
    path("meetings/invited/<int:pk>/reply/", moves.reply, name="meeting_reply"),
    path("meetings/invited/<int:pk>/withdraw/", moves.uninvite, name="meeting_uninvite"),
    path("meetings/<int:pk>/minutes/", minutes.page, name="minutes"),
    path("meetings/<int:pk>/minutes/start/", moves.start, name="minutes_start"),
    path("meetings/<int:pk>/minutes/frame/", minutes.frame, name="minutes_frame"),
    path("meetings/<int:pk>/minutes/items/", minutes.item, name="minutes_item_new"),
    path("meetings/<int:pk>/minutes/items/<int:item_pk>/", minutes.item, name="minutes_item"),
    path("meetings/<int:pk>/minutes/items/<int:item_pk>/decisions/", minutes.decision, name="decision_new"),
    path(
        "meetings/<int:pk>/minutes/items/<int:item_pk>/decisions/<int:decision_pk>/", minutes.decision, name="decision"
    ),
    path("meetings/<int:pk>/minutes/round/", minutes.open_round, name="minutes_round"),
    path("meetings/<int:pk>/minutes/letter/", minutes.letter, name="minutes_letter"),
    path("meetings/<int:pk>/minutes/reopen/", minutes.reopen, name="minutes_reopen"),
    path("meetings/<int:pk>/minutes/send/", minutes.send, name="minutes_send"),
    path("meetings/<int:pk>/minutes/send-again/", minutes.send_again, name="minutes_send_again"),
    path("meetings/<int:pk>/minutes/major/", minutes.major, name="minutes_major"),
    path("meetings/<int:pk>/minutes/close/", minutes.close, name="meeting_close"),
    path("meetings/opinions/<int:pk>/", minutes.answer, name="opinion_answer"),
    path("meetings/opinions/<int:pk>/written/", minutes.written, name="opinion_written"),
    path("meetings/opinions/<int:pk>/handle/", minutes.handle, name="opinion_handle"),
    path("decisions/", decisions.all_decisions, name="all_decisions"),
    path("plans/<int:plan_pk>/decisions/", decisions.decisions, name="decisions"),
    path("plans/<int:plan_pk>/decisions.xlsx", decisions.decisions_export, name="decisions_export"),
]
menu = (Item("会议", "workbench:meetings", "meeting.view", "users-group", 60, ("workbench:all_decisions",)),)
