"""What waits for revisorerna in March: two reports, of which one has their stances, a verdict and a paper."""

from datetime import date

from audit.models import (
    Assessment,
    Audit,
    AuditMember,
    AuditParty,
    AuditQuestion,
    Grade,
    MemberPart,
    PartyPart,
    StanceValue,
)
from audit.services import ChosenStance, deliver_report, propose_stances
from demo.people import named
from demo.telling import bodies, told
from recommendations.models import Addressee, Recommendation
from recommendations.services import Ground, propose_verdict, put_to
from recommendations.values import EvidenceKind, VerdictValue
from reports.services import order_report

PURCHASES = "Granskning av inköp utan upphandling"
GRANTS = "Granskning av bidrag till föreningar"
ROADS = "Tekniska nämnden"
CULTURE = "Kultur- och fritidsnämnden"
SUMMARY = {
    PURCHASES: "Vår sammanfattande bedömning är att inköp över gränsen inte alltid har upphandlats, och att "
    "kontrollen i efterhand är svag.",
    GRANTS: "Vår sammanfattande bedömning är att reglerna för bidrag är tydliga men inte följs upp.",
}
QUESTIONS = {
    PURCHASES: (
        ("Upphandlas inköp över gränsen?", Grade.PARTLY, "Fyra av tjugo inköp saknar upphandling."),
        ("Kontrolleras inköpen i efterhand?", Grade.NO, "Ingen kontroll har gjorts under året."),
    ),
    GRANTS: (
        ("Är reglerna för bidrag tydliga?", Grade.YES, "Reglerna är beslutade och kända."),
        ("Följs bidragen upp?", Grade.NO, "Föreningarnas redovisningar läses inte."),
    ),
}


def bring_what_waits(premises: Audit) -> None:
    purchases = _delivered(PURCHASES, ROADS, "Kontrollera inköpen i efterhand varje kvartal")
    _delivered(GRANTS, CULTURE, "Följa upp hur bidragen används")
    first, second = purchases.questions.order_by("number")
    with told(date(2023, 2, 13), 15, 5, by="vice") as (at, person):
        propose_stances(
            purchases,
            [
                ChosenStance(first, StanceValue.BACKS),
                ChosenStance(
                    second,
                    StanceValue.DEVIATES,
                    Grade.PARTLY,
                    "Ekonomikontoret stickprovar fakturor, även om nämnden inte gör det.",
                ),
            ],
            at=at,
            by=person,
        )
        halls = Addressee.objects.get(recommendation__audit=premises, body__name=CULTURE, number=1)
        propose_verdict(
            halls,
            value=VerdictValue.PARTLY,
            note="Listorna för hallarna finns. De för biblioteken är inte klara.",
            at=at,
            by=person,
            ground=Ground(
                evidence=EvidenceKind.DOCUMENT,
                seen="Underhållslistorna för tre hallar.",
                early_reason="Hallarnas del skulle vara klar vid årsskiftet.",
            ),
        )
    with told(date(2023, 2, 13), 16, by="sakkunnig") as (at, expert):
        order_report(premises, on=date(2023, 2, 13), at=at, by=expert)


def _delivered(title: str, body: str, recommended: str) -> Audit:
    with told(date(2023, 1, 11), 9, 15, by="vice"):
        audit = Audit.objects.create(
            title=title,
            audit_year=2022,
            municipality="Lindvika kommun",
            overall_assessment=SUMMARY[title],
            response_due_on=date(2023, 6, 30),
        )
        AuditParty.objects.create(audit=audit, body=bodies(body)[0], part=PartyPart.ASKED)
        expert = named("sakkunnig")
        AuditMember.objects.create(
            audit=audit, part=MemberPart.EXPERT, user=expert, name=expert.name
        )
    with told(date(2023, 2, 9), 14, 30, by="sakkunnig") as (at, expert):
        for number, (text, grade, reasons) in enumerate(QUESTIONS[title], start=1):
            question = AuditQuestion.objects.create(audit=audit, number=number, text=text)
            Assessment.objects.create(
                question=question, printed_answer=grade.label, grade=grade, reasons=reasons
            )
        recommendation = Recommendation.objects.create(audit=audit, number=1, text=recommended)
        put_to(recommendation, bodies(body))
        deliver_report(audit, at=at, by=expert)
    return audit
