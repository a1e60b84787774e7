from django.urls import path

from importer import views

app_name = "importer"

urlpatterns = [
    path("las-in/", views.read_in, name="read_in"),
    path("las-in/<int:pk>/", views.check, name="check"),
    path("las-in/<int:pk>/laser/", views.reading, name="reading"),
    path("las-in/<int:pk>/kasta/", views.discard, name="discard"),
]
