from django.urls import path

from responses import views

app_name = "responses"

urlpatterns = [
    path("granskningar/<int:pk>/besluta/", views.decide_audit, name="decide_audit"),
    path("granskningar/<int:pk>/overlamna/", views.hand_over, name="hand_over"),
    path("granskningar/redan-overlamnade/", views.enter_many, name="enter_many"),
    path("granskningar/<int:pk>/redan-overlamnad/", views.enter, name="enter"),
    path("granskningar/<int:pk>/overlamnad/", views.handed_over, name="handed_over"),
    path("granskningar/<int:pk>/rensa/", views.purge, name="purge"),
    path("granskningar/<int:pk>/rattelse/", views.correction, name="correction"),
    path("expediering/<int:pk>/mottagen/", views.receive, name="receive"),
    path("svar/", views.requests, name="requests"),
    path("svar/<int:pk>/", views.request, name="request"),
    path("svar/<int:pk>/bara-filer/", views.only_files, name="only_files"),
    path("svar/<int:pk>/svarsformular/", views.answer_form, name="answer_form"),
    path("svar/<int:pk>/las-in/", views.read_form, name="read_form"),
    path("svar/<int:pk>/granska/", views.review, name="review"),
    path("svar/<int:pk>/anstand/", views.extension, name="extension"),
    path("svar/<int:pk>/svarsdatum/", views.due_date, name="due_date"),
    path("anstand/<int:pk>/", views.extension_settle, name="extension_settle"),
    path("anstand/<int:pk>/ta-tillbaka/", views.extension_take_back, name="extension_take_back"),
    path("granskningar/<int:pk>/svarsdatum/", views.due_dates, name="due_dates"),
    path("svar/<int:pk>/fragor/", views.exchange, name="exchange"),
    path("svar/<int:pk>/anteckning/", views.contact_note, name="contact_note"),
    path("svar/<int:pk>/utskick/", views.mails, name="mails"),
    path("svar/<int:pk>/paminnelser/", views.request_ladder, name="request_ladder"),
    path("paminnelser/", views.ladder, name="ladder"),
    path("paminnelser/ny/", views.ladder_new, name="ladder_new"),
    path("paminnelser/<int:pk>/", views.ladder_settle, name="ladder_settle"),
    path("svar/<int:pk>/egen-paminnelse/", views.own_reminder, name="own_reminder"),
    path("svar/<int:pk>/kallelse/", views.summons, name="summons"),
    path("brev/<int:pk>/", views.letter, name="letter"),
    path("svar/<int:pk>/kvitto/", views.receipt, name="receipt"),
    path("svar/<int:pk>/bilagor/", views.attach, name="attach"),
    path("svar/<int:pk>/bilagor/<int:document_pk>/", views.document, name="document"),
    path(
        "svar/<int:pk>/bilagor/<int:document_pk>/ta-bort/",
        views.document_remove,
        name="document_remove",
    ),
    path("svar/<int:pk>/stallningstagande/", views.position, name="position"),
    path("stallningstaganden/<int:pk>/omprova/", views.reconsider, name="reconsider"),
    path("adressater/<int:pk>/bedomning/", views.judge, name="judge"),
    path("beslut/", views.decide, name="decide"),
]
