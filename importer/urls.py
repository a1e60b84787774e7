from django.urls import path

from importer import roster_views, views

app_name = "importer"

urlpatterns = [
    path("las-in/", views.read_in, name="read_in"),
    path("las-in/<int:pk>/", views.check, name="check"),
    path("las-in/<int:pk>/laser/", views.reading, name="reading"),
    path("las-in/<int:pk>/kasta/", views.discard, name="discard"),
    path("las-in/register/", views.register, name="register"),
    path("las-in/register/mall/", views.register_template, name="register_template"),
    path("las-in/register/<int:pk>/", views.register_check, name="register_check"),
    path("administration/las-in/", roster_views.roster, name="roster"),
    path("administration/las-in/fil/", roster_views.roster_file, name="roster_file"),
    path("administration/las-in/granska/", roster_views.roster_check, name="roster_check"),
    path("las-in/register/<int:pk>/kasta/", views.register_discard, name="register_discard"),
]
