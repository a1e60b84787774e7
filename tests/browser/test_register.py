"""A register of earlier years, from the faults in its cells to the granskning, with scripts and without."""

import pytest

from audit.models import Audit
from tests.importer.sheets import row, xlsx

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_register_is_corrected_and_entered(settled, start, scripts, tmp_path):
    auditor = start("revisor@demo.example", java_script_enabled=scripts)
    judged = row(status="Ej åtgärdad", decided_on="2021-03-04", answered_on="2020-02-05")

    send(auditor, tmp_path / "fel.xlsx", row(body="Okänd nämnd"))
    assert "Organet finns inte här" in auditor.text
    assert not Audit.objects.exists()

    send(auditor, tmp_path / "rätt.xlsx", judged)
    assert "Granska registret" in auditor.text
    auditor.page.get_by_label("Jag har läst igenom").check()
    auditor.press("Läs in registret")
    assert "Inläst i efterhand" in auditor.text

    auditor.go(Audit.objects.get().get_absolute_url())
    assert "Svarade" in auditor.text
    auditor.go("/oversikt/")
    assert "en inläst i efterhand" in auditor.text


def send(auditor, path, values):
    path.write_bytes(xlsx(values))
    auditor.go("/las-in/register/")
    auditor.page.locator("input[type=file]").set_input_files(path)
    auditor.press("Kontrollera filen")
