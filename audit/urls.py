from django.urls import path

from audit import views

app_name = "audit"

urlpatterns = [
    path("granskningar/ny/", views.new, name="new"),
    path("granskningar/<int:pk>/andra/", views.edit, name="edit"),
    path("granskningar/<int:pk>/sakkunniga/", views.experts, name="experts"),
    path("granskningar/<int:pk>/medverkande/", views.members, name="members"),
    path("granskningar/<int:pk>/mottagare/", views.parties, name="parties"),
    path("granskningar/<int:pk>/fragor/ny/", views.question_new, name="question_new"),
    path("fragor/<int:pk>/andra/", views.question, name="question"),
    path("fragor/<int:pk>/ta-bort/", views.question_remove, name="question_remove"),
    path("fragor/<int:pk>/bedomning/", views.assess, name="assess"),
    path("granskningar/<int:pk>/handlingar/<int:document_pk>/", views.document, name="document"),
    path("granskningar/<int:pk>/lage/", views.step, name="step"),
    path("granskningar/<int:pk>/faktakontroll/", views.fact_checks, name="fact_checks"),
    path("granskningar/<int:pk>/faktakontroll/ny/", views.fact_check_new, name="fact_check_new"),
    path("faktakontroll/<int:pk>/", views.fact_check, name="fact_check"),
    path("faktakontroll/<int:pk>/avsluta/", views.fact_check_close, name="fact_check_close"),
    path("synpunkter/<int:pk>/svar/", views.comment_answer, name="comment_answer"),
    path("granskningar/<int:pk>/arbetsmaterial/", views.notes, name="notes"),
    path("granskningar/<int:pk>/anteckningar/ny/", views.note_new, name="note_new"),
    path("granskningar/<int:pk>/underlag/nytt/", views.evidence_new, name="evidence_new"),
    path("anteckningar/<int:pk>/", views.note, name="note"),
    path("underlag/<int:pk>/", views.evidence_file, name="evidence_file"),
    path("granskningar/<int:pk>/material/", views.material, name="material"),
    path("granskningar/<int:pk>/stickprov/nytt/", views.sample_new, name="sample_new"),
    path("stickprov/<int:pk>/", views.sample, name="sample"),
    path("stickprov/<int:pk>/ta-bort/", views.sample_remove, name="sample_remove"),
    path("fragor/<int:pk>/bedomning/<int:body_pk>/", views.assess_body, name="assess_body"),
    path("granskningar/<int:pk>/leverans/", views.delivery, name="delivery"),
    path("granskningar/<int:pk>/stallningstagande/", views.stances, name="stances"),
    path("granskningar/<int:pk>/avvikande-mening/", views.dissent_new, name="dissent_new"),
    path("avvikande-mening/<int:pk>/", views.dissent, name="dissent"),
    path("skalor/", views.scales, name="scales"),
    path("granskningar/<int:pk>/fragor/klistra-in/", views.questions_paste, name="questions_paste"),
    path("fragor/<int:pk>/flytta/", views.question_move, name="question_move"),
    path("revisionsar/", views.years, name="years"),
    path("revisionsar/<int:number>/", views.year, name="year"),
    path("mottagare/<int:pk>/diarienummer/", views.reference, name="reference"),
]
