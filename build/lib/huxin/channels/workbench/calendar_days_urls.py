"""Which pages are about the calendar of working days?"""

from django.urls import path

from huxin.channels.parts.menu import Item
from huxin.channels.workbench import calendar_days

urlpatterns = [
    path("calendar/", calendar_days.calendar, name="calendar"),
    path("calendar/<int:year>/", calendar_days.calendar, name="calendar_year"),
    path("calendar/<int:year>/calendar.xlsx", calendar_days.calendar_export, name="calendar_export"),
    path("calendar/announce/", calendar_days.announce, name="calendar_announce"),
    path("calendar/local/", calendar_days.add_local, name="calendar_local"),
    path("calendar/local/<str:area>/<str:day>/remove/", calendar_days.remove_local, name="calendar_local_remove"),
]
menu = (Item("节假日", "workbench:calendar", "calendar.announce", "calendar-event", 90),)
