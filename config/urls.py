"""Every address. Paths are Swedish, in plain ASCII."""

from django.conf import settings
from django.urls import include, path

from config import sign_in, views

urlpatterns = [
    path("halsa/", views.health, name="health"),
    path("tillganglighet/", views.accessibility, name="accessibility"),
    path("personuppgifter/", views.privacy, name="privacy"),
    path("hjalp/", views.help_page, name="help"),
    path("konto/", include(sign_in.urlpatterns)),
    path("", include("accounts.urls")),
    path("", include("audit.urls")),
    path("", include("recommendations.urls")),
    path("", include("responses.urls")),
    path("", include("importer.urls")),
    path("", include("reports.urls")),
    path("", include("operations.urls")),
]

handler403 = views.denied
handler404 = views.missing
handler500 = views.broken

if settings.DEMO:
    urlpatterns += [path("", include("demo.urls"))]
