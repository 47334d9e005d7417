"""Which pages are about the calendar of working days?"""

from django.urls import path

from huxin.channels.parts.menu import Item
from huxin.channels.workbench.calendar_days import pages

urlpatterns = [
    path("calendar/", pages.calendar, name="calendar"),
    path("calendar/<int:year>/", pages.calendar, name="calendar_year"),
    path("calendar/<int:year>/calendar.xlsx", pages.calendar_export, name="calendar_export"),
    path("calendar/announce/", pages.announce, name="calendar_announce"),
    path("calendar/local/", pages.add_local, name="calendar_local"),
    path("calendar/local/<str:area>/<str:day>/remove/", pages.remove_local, name="calendar_local_remove"),
]
menu = (Item("节假日", "workbench:calendar", "calendar.announce", "calendar-event", 90),)
