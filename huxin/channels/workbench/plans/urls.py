"""Which pages are about plans: handing in, correcting, adopting, reading, their history and their children?"""

from django.urls import path

from huxin.channels.parts.menu import Item
from huxin.channels.workbench.plans import adopt, pages, scorecards, seats

urlpatterns = [
    path("plans/", pages.plans, name="plans"),
    path("plans/upload/", adopt.upload, name="plan_upload"),
    path("plans/<int:pk>/", pages.plan, name="plan"),
    path("plans/<int:pk>/summary/", pages.plan_summary, name="plan_summary"),
    path("plans/<int:pk>/publicity/", pages.publicity, name="plan_publicity"),
    path("plans/<int:pk>/history/", pages.plan_history, name="plan_history"),
    path("plans/<int:pk>/counties/", pages.coverage_page, name="coverage"),
    path("plans/<int:pk>/mapping/", pages.mapping, name="mapping"),
    path("plans/<int:pk>/seats/", seats.seats, name="seats"),
    path("plans/<int:pk>/seats.xlsx", seats.seats_export, name="seats_export"),
    path("plans/<int:pk>/seats/new/", seats.open_seat, name="seat_open"),
    path("plans/<int:pk>/seats/letters/", seats.letters, name="liaison_letters"),
    path("seats/<int:pk>/successor/", seats.successor, name="seat_successor"),
    path("seats/<int:pk>/close/", seats.close, name="seat_close"),
    path("plans/<int:pk>/scorecards/", scorecards.scorecards, name="scorecards"),
    path("plans/<int:pk>/scorecards.xlsx", scorecards.scorecards_export, name="scorecards_export"),
    path("plans/<int:pk>/terms/", scorecards.terms, name="terms"),
    path("plans/<int:pk>/terms.xlsx", scorecards.terms_export, name="terms_export"),
    path("plans/<int:pk>/scored-reports/", scorecards.reports_scored, name="scored_reports"),
    path("plans/<int:pk>/scored-reports.xlsx", scorecards.reports_scored_export, name="scored_reports_export"),
    path("goals/<int:pk>/", pages.goal, name="goal"),
    path("plan-drafts/<int:pk>/", adopt.draft, name="plan_draft"),
    path("plan-drafts/<int:pk>/edit/<str:key>/", adopt.edit, name="plan_draft_edit"),
    path("plan-drafts/<int:pk>/remove/<str:key>/", adopt.remove, name="plan_draft_remove"),
    path("plan-drafts/<int:pk>/warnings/<int:index>/", adopt.settle, name="plan_draft_settle"),
    path("plan-drafts/<int:pk>/adopt/", adopt.adopt, name="plan_draft_adopt"),
    path("plan-drafts/<int:pk>/differences/", adopt.differences, name="plan_differences"),
    path("plan-drafts/<int:pk>/amends/", adopt.amends, name="plan_draft_amends"),
    path("plan-drafts/<int:pk>/separate/", adopt.separate, name="plan_draft_separate"),
    path("plan-drafts/<int:pk>/discard/", adopt.discard, name="plan_draft_discard"),
]
menu = (Item("方案", "workbench:plans", "plan.view", "clipboard-list", 15),)
