from django.urls import path

from accounts import log_views, meeting_views, settings_views, views

app_name = "accounts"

urlpatterns = [
    path("administration/personer/", views.people, name="people"),
    path("administration/personer/ny/", views.person_new, name="person_new"),
    path("administration/personer/<int:pk>/", views.person, name="person"),
    path("administration/personer/<int:pk>/uppdrag/", views.membership_new, name="membership_new"),
    path("administration/personer/<int:pk>/inbjudan/", views.invite_again, name="invite_again"),
    path("administration/personer/<int:pk>/inloggning/", views.sign_in_reset, name="sign_in_reset"),
    path("administration/uppdrag/<int:pk>/avsluta/", views.membership_end, name="membership_end"),
    path("administration/organ/", views.bodies, name="bodies"),
    path("administration/organ/nytt/", views.body_new, name="body_new"),
    path("administration/organ/<int:pk>/", views.body, name="body"),
    path("administration/organ/<int:pk>/avsluta/", views.body_end, name="body_end"),
    path("administration/organ/<int:pk>/oppna/", views.body_reopen, name="body_reopen"),
    path("administration/epost/", views.mail_log, name="mail_log"),
    path("administration/epost/<int:pk>/igen/", views.mail_again, name="mail_again"),
    path("administration/epost/alla-igen/", views.mail_again_all, name="mail_again_all"),
    path("administration/epost/slapp/", views.outbox_release, name="outbox_release"),
    path("administration/epost/test/", settings_views.mail_trial, name="mail_trial"),
    path("administration/logg/", log_views.log, name="log"),
    path("administration/logg/inloggningar/", log_views.sign_ins, name="sign_ins"),
    path("administration/installningar/", settings_views.settings, name="settings"),
    path("emblem/", settings_views.emblem, name="emblem"),
    path("organ/<int:pk>/sammantraden/", meeting_views.meetings, name="meetings"),
    path("organ/<int:pk>/sammantraden/las-in/", meeting_views.meetings_read, name="meetings_read"),
    path("konto/slang-text/", views.discard_text, name="discard_text"),
]
