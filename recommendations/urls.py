from django.urls import path

from recommendations import views

app_name = "recommendations"

urlpatterns = [
    path("granskningar/<int:pk>/rekommendationer/ny/", views.new, name="new"),
    path("rekommendationer/<int:pk>/andra/", views.edit, name="edit"),
    path("rekommendationer/<int:pk>/ta-bort/", views.remove, name="remove"),
    path("granskningar/<int:pk>/rekommendationer/klistra-in/", views.paste, name="paste"),
    path("adressater/<int:pk>/flytta/", views.move, name="move"),
]
