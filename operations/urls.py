from django.urls import path

from operations import views

app_name = "operations"

urlpatterns = [
    path("administration/driftlage/", views.status, name="status"),
    path("metrics", views.metrics, name="metrics"),
]
