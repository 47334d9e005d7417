"""Which pages are about workers?"""

from django.urls import path

from huxin.channels.parts.menu import Item
from huxin.channels.workbench.workers import moves, pages

urlpatterns = [
    path("workers/", pages.workers, name="workers"),
    path("workers/workers.xlsx", pages.workers_export, name="workers_export"),
    path("workers/find/", pages.workers_find, name="workers_find"),
    path("workers/new/", moves.worker_new, name="worker_new"),
    path("workers/<int:pk>/", pages.worker, name="worker"),
    path("workers/<int:pk>/reveal/", pages.worker_reveal, name="worker_reveal"),
    path("workers/<int:pk>/edit/", moves.worker_edit, name="worker_edit"),
    path("workers/<int:pk>/engagements/", moves.worker_engage, name="worker_engage"),
    path("workers/<int:pk>/merge/", moves.worker_merge, name="worker_merge"),
    path("workers/<int:pk>/assess/", moves.worker_assess, name="worker_assess"),
    path("workers/<int:pk>/assessments/<int:assessment_pk>/", moves.worker_assessment, name="worker_assessment"),
    path("engagements/<int:pk>/relation/", moves.engagement_relation, name="engagement_relation"),
    path("engagements/<int:pk>/end/", moves.engagement_end, name="engagement_end"),
]
menu = (Item("劳动者", "workbench:workers", "worker.view", "helmet", 78),)
