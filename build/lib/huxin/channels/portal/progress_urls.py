"""Where is the public progress of plans?"""

from django.urls import path

from huxin.channels.portal import progress

urlpatterns = [
    path("progress/", progress.plans, name="progress"),
    path("progress/<int:pk>/", progress.plan_progress, name="plan_progress"),
]
