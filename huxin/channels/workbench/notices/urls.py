"""Which pages are about being told?"""

from django.urls import path

from huxin.channels.workbench.notices import pages

urlpatterns = [
    path("notices/", pages.notices, name="notices"),
    path("notices/<int:pk>/", pages.notice, name="notice"),
    path("notices/read/", pages.all_read, name="notices_read"),
    path("notices/choices/", pages.choices, name="notice_choices"),
    path("notices/hooks/", pages.hooks, name="hooks"),
    path("notices/hooks/<int:pk>/switch/", pages.hook_switch, name="hook_switch"),
]
