from django.urls import path

from demo import views

app_name = "demo"

urlpatterns = [
    path("demo/komponenter/", views.components, name="components"),
    path("demo/post/", views.post, name="post"),
    path("demo/post/<int:pk>/", views.letter, name="letter"),
]
