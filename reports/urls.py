from django.urls import path

from reports import views

app_name = "reports"

urlpatterns = [
    path("granskningar/<int:pk>/missiv/", views.missive, name="missive"),
    path("", views.todo, name="todo"),
    path("granskningar/", views.audits, name="audits"),
    path("granskningar/<int:pk>/", views.audit, name="audit"),
    path("granskningar/<int:pk>/historik/", views.history, name="history"),
    path("oversikt/", views.overview, name="overview"),
    path("oversikt/pdf/", views.overview_paper_new, name="overview_paper_new"),
    path("oversikt/pdf/<int:pk>/", views.overview_paper, name="overview_paper"),
    path("oversikt/pdf/<int:pk>/fil/", views.overview_paper_file, name="overview_paper_file"),
    path("rekommendationer/", views.register, name="register"),
    path("rekommendationer/csv/", views.register_csv, name="register_csv"),
    path("rekommendationer/excel/", views.register_excel, name="register_excel"),
    path("rekommendationer/vyer/", views.view_save, name="view_save"),
    path("rekommendationer/vyer/<int:pk>/ta-bort/", views.view_remove, name="view_remove"),
    path("organ/<int:pk>/", views.body, name="body"),
    path("adressater/<int:pk>/", views.unit, name="unit"),
    path("svar/<int:pk>/utkast-pdf/", views.draft_paper, name="draft_paper"),
    path("svar/<int:pk>/kvitto/pdf/", views.receipt_paper, name="receipt_paper"),
    path("svarspapper/<int:pk>/", views.answer_paper, name="answer_paper"),
    path("svarspapper/<int:pk>/fil/", views.answer_paper_file, name="answer_paper_file"),
    path("sammantraden/", views.meetings, name="meetings"),
    path("sammantraden/nytt/", views.meeting_new, name="meeting_new"),
    path("sammantraden/<int:pk>/", views.meeting, name="meeting"),
    path("sammantraden/<int:pk>/andra/", views.meeting_edit, name="meeting_edit"),
    path("sammantraden/<int:pk>/avsluta/", views.meeting_end, name="meeting_end"),
    path("sammantraden/<int:pk>/kallelse/", views.meeting_notice, name="meeting_notice"),
    path("sammantraden/<int:pk>/nytt-arende/", views.agenda_add, name="agenda_add"),
    path("sammantraden/<int:pk>/arenden/<slug:key>/", views.agenda_item, name="agenda_item"),
    path("sammantraden/<int:pk>/papper/", views.sitting_paper_new, name="sitting_paper_new"),
    path("sammantradespapper/<int:pk>/", views.sitting_paper, name="sitting_paper"),
    path("sammantradespapper/<int:pk>/fil/", views.sitting_paper_file, name="sitting_paper_file"),
    path("rapporter/", views.reports, name="reports"),
    path("granskningar/<int:pk>/rapporter/ny/", views.report_new, name="report_new"),
    path("rapporter/<int:pk>/", views.report, name="report"),
    path("rapporter/<int:pk>/fil/", views.report_file, name="report_file"),
    path("rapporter/<int:pk>/lamna-ut/", views.report_release, name="report_release"),
]
