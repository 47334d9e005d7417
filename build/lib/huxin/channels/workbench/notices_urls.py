"""Which pages are about being told?"""

from django.urls import path

from huxin.channels.workbench import notices

urlpatterns = [
    path("notices/", notices.notices, name="notices"),
    path("notices/<int:pk>/", notices.notice, name="notice"),
    path("notices/read/", notices.all_read, name="notices_read"),
    path("notices/choices/", notices.choices, name="notice_choices"),
    path("notices/hooks/", notices.hooks, name="hooks"),
    path("notices/hooks/<int:pk>/switch/", notices.hook_switch, name="hook_switch"),
]
