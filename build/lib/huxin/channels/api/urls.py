"""Which addresses do machines speak to? Told to platforms' engineers in docs/hand-in-api.*.md."""

from django.urls import path

from huxin.channels.api import deliveries, uploads

app_name = "api"
urlpatterns = [
    path("uploads/", uploads.uploads, name="uploads"),
    path("uploads/<str:token>/", uploads.upload, name="upload"),
    path("deliveries/", deliveries.deliveries, name="deliveries"),
    path("deliveries/<str:receipt>/", deliveries.delivery, name="delivery"),
    path("deliveries/<str:receipt>/rejected/<int:nth>/", deliveries.rejected, name="rejected"),
]
