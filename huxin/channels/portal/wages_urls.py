"""Where are the published tables of pay?"""

from django.urls import path

from huxin.channels.portal import wages

urlpatterns = [
    path("wages/", wages.wages, name="wages"),
    path("wages.xlsx", wages.wages_xlsx, name="wages_xlsx"),
]
