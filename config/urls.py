"""Every address. Paths are Swedish, in plain ASCII."""

from allauth.account import views as account
from django.conf import settings
from django.urls import include, path, re_path

from config import views

urlpatterns = [
    path("halsa/", views.health, name="health"),
    path("tillganglighet/", views.accessibility, name="accessibility"),
    path("personuppgifter/", views.privacy, name="privacy"),
    path("hjalp/", views.help_page, name="help"),
    path("konto/logga-in/", account.login, name="account_login"),
    path("konto/logga-ut/", account.logout, name="account_logout"),
    path("konto/nytt-losenord/", account.password_reset, name="account_reset_password"),
    path(
        "konto/nytt-losenord/skickat/",
        account.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^konto/valj-losenord/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "konto/valj-losenord/klart/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("", include("accounts.urls")),
    path("", include("audit.urls")),
    path("", include("recommendations.urls")),
    path("", include("responses.urls")),
    path("", include("importer.urls")),
    path("", include("reports.urls")),
]

handler403 = views.denied
handler404 = views.missing

if settings.DEMO:
    urlpatterns += [path("", include("demo.urls"))]
