"""Which pages are about the platforms' order data?"""

from django.urls import path

from huxin.channels.parts.menu import Item
from huxin.channels.workbench.oversight import cross_checks, deliveries, findings, pages, trials, wages

urlpatterns = [
    path("deliveries/", deliveries.deliveries, name="deliveries"),
    path("deliveries/reporters/", deliveries.reporter_new, name="reporter_new"),
    path("deliveries/<int:pk>/", deliveries.delivery, name="delivery"),
    path("deliveries/<int:pk>/accept/", deliveries.delivery_accept, name="delivery_accept"),
    path("deliveries/<int:pk>/refuse/", deliveries.delivery_refuse, name="delivery_refuse"),
    path("oversight/", pages.oversight, name="oversight"),
    path("oversight/scan/", pages.scan_start, name="scan_start"),
    path("cross-checks/", cross_checks.cross_checks, name="cross_checks"),
    path("cross-checks/figures/", cross_checks.figures, name="reported_figures"),
    path("cross-checks/figures/table/", cross_checks.figures_table, name="figures_table"),
    path("cross-checks/figures.xlsx", cross_checks.figures_sample, name="figures_sample"),
    path("wages/", wages.wages, name="wages"),
    path("wages.xlsx", wages.wages_xlsx, name="wages_xlsx"),
    path("wages/preview/", wages.wages_preview, name="wages_preview"),
    path("wages/releases/<int:pk>/take-back/", wages.wages_take_back, name="wages_take_back"),
    path("scans/<int:pk>/", pages.scan, name="scan"),
    path("trials/", trials.trials, name="trials"),
    path("trials/<int:pk>/", trials.trial, name="trial"),
    path("findings/", findings.findings, name="findings"),
    path("findings/act/", findings.findings_act, name="findings_act"),
    path("findings/<int:pk>/", findings.finding, name="finding"),
]
menu = (
    Item(
        "订单数据",
        "workbench:oversight",
        "finding.view",
        "database",
        79,
        ("workbench:deliveries", "workbench:findings", "workbench:trials", "workbench:cross_checks", "workbench:wages"),
    ),
)
