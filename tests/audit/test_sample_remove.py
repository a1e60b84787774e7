from django.urls import reverse

from audit.grid import Grid
from audit.models import Sample
from audit.services import keep_sample


def test_it_is_removed_and_historik_has_it(client, auditor, draft):
    sample = keep_sample(Sample(audit=draft, title="Akter"), Grid.pasted("\tA\nFråga?\tJa"))
    client.force_login(auditor)
    url = reverse("audit:sample_remove", args=[sample.pk])
    client.get(url)
    assert Sample.objects.exists()

    client.post(url)

    assert not Sample.objects.exists()
    history = client.get(reverse("reports:history", args=[draft.pk])).content.decode()
    assert "tog bort stickprovet Akter" in history
