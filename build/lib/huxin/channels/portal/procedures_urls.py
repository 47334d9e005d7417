"""Where is told how matters are handled?"""

from django.urls import path

from huxin.channels.portal import procedures

urlpatterns = [
    path("procedures/", procedures.all_procedures, name="procedures"),
    path("procedures/<slug:name>/", procedures.procedure, name="procedure"),
]
