"""Which pages are about the platforms' order data?"""

from django.urls import path

from huxin.channels.parts.menu import Item
from huxin.channels.workbench import deliveries

urlpatterns = [
    path("deliveries/", deliveries.deliveries, name="deliveries"),
    path("deliveries/reporters/", deliveries.reporter_new, name="reporter_new"),
    path("deliveries/<int:pk>/", deliveries.delivery, name="delivery"),
    path("deliveries/<int:pk>/accept/", deliveries.delivery_accept, name="delivery_accept"),
    path("deliveries/<int:pk>/refuse/", deliveries.delivery_refuse, name="delivery_refuse"),
]
menu = (Item("订单数据", "workbench:deliveries", "delivery.view", "database", 79),)
