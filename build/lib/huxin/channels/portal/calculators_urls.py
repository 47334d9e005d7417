"""Where is reckoned?"""

from django.urls import path

from huxin.channels.portal import calculators

urlpatterns = [
    path("calculators/", calculators.calculators, name="calculators"),
    path("calculators/<slug:calculator>/", calculators.calculator, name="calculator"),
]
