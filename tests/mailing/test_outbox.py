import threading

import pytest
from django.db import connection
from django.utils import timezone

from accounts.emails import PASSWORD
from mailing import services
from mailing.models import Outbox, OutgoingMail
from mailing.sending import send_outgoing
from responses.answer_emails import RECEIPT
from responses.emails import REMINDER


def enqueue(key="a", recipient="sn@test.example", kind=RECEIPT, **more):
    return services.enqueue(
        key=key,
        kind=kind,  # a receipt goes at any hour, also in a process of the machine's own clock
        recipient=recipient,
        subject="Påminnelse",
        text="Åtta dagar.",
        **more,
    )


def test_a_mail_goes_once(db, sink):
    enqueue()

    send_outgoing()
    send_outgoing()

    assert sink.recipients == ["sn@test.example"]
    assert sink.received[0].get_payload(decode=True).decode().strip() == "Åtta dagar."


def test_the_same_key_is_the_same_mail(db):
    assert enqueue().pk == enqueue().pk


def test_a_line_break_in_a_subject_adds_no_header(db, sink):
    services.enqueue(
        key="x",
        kind=REMINDER,
        recipient="a@test.example",
        subject="Hej\r\nBcc: b@test.example",
        text="",
    )

    send_outgoing()

    assert sink.received[0]["Bcc"] is None


def test_a_refused_address_is_final_and_the_others_go(db, sink):
    sink.answer = lambda e: "550 No such user" if "borta" in e.rcpt_tos[0] else "250 OK"
    enqueue("a", "borta@test.example")
    enqueue("b", "sn@test.example")

    send_outgoing()

    assert OutgoingMail.objects.get(key="a").state == "failed"
    assert sink.recipients == ["sn@test.example"]


def test_a_passing_trouble_is_tried_again_later(db, sink):
    sink.answer = lambda e: "451 Try later"
    mail = enqueue()
    send_outgoing()
    sink.answer = lambda e: "250 OK"
    OutgoingMail.objects.update(next_try_at=timezone.now())

    send_outgoing()

    assert sink.ids() == [mail.message_id]


def test_no_server_loses_nothing(db, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    mail = enqueue()

    assert send_outgoing() == 0

    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == ("queued", 0)
    assert Outbox.objects.get().trouble == "unreachable"


def test_a_cancelled_mail_does_not_go(db, sink):
    enqueue()
    services.cancel(OutgoingMail.objects.all())

    send_outgoing()

    assert sink.received == []


def test_a_secret_text_is_erased_once_sent(db, sink):
    mail = enqueue(kind=PASSWORD)

    send_outgoing()

    mail.refresh_from_db()
    assert mail.text == ""
    assert "Åtta" in sink.received[0].get_payload(decode=True).decode()


@pytest.mark.django_db(transaction=True)
def test_many_senders_send_each_mail_once(sink):
    for number in range(20):
        enqueue(f"k{number}", f"p{number}@test.example")

    def send():
        send_outgoing()
        connection.close()

    senders = [threading.Thread(target=send) for _ in range(5)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()

    assert len(sink.ids()) == len(set(sink.ids())) == 20
