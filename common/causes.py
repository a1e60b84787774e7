"""Why a job failed: a code for machines, and a sentence that says nothing of what the job was about.

Plain Python, for the process that opens files has no Django.
"""

from enum import StrEnum, auto


class JobCause(StrEnum):
    # Of a file.
    KIND = auto()
    BROKEN = auto()
    ACTIVE = auto()
    NO_TEXT = auto()
    NOT_AN_AUDIT = auto()
    TOO_HEAVY = auto()
    TOO_LARGE = auto()
    # Of a paper.
    GLYPH = auto()
    OFF_PAGE = auto()
    STANDARD = auto()
    RULE = auto()
    TOO_LONG = auto()
    MEMORY = auto()
    # Of either.
    INTERRUPTED = auto()
    UNEXPECTED = auto()


LABELS: dict[str, str] = {
    JobCause.KIND: "Filen är av ett slag som inte kan läsas in.",
    JobCause.BROKEN: "Filen är skadad, låst eller av ett annat slag än namnet säger.",
    JobCause.ACTIVE: "Filen innehåller makron, skript eller en inbäddad fil.",
    JobCause.NO_TEXT: "Filen är tom eller har ingen text; den är troligen inskannad.",
    JobCause.NOT_AN_AUDIT: "Filen ser inte ut som en revisionsrapport eller ett missiv.",
    JobCause.TOO_HEAVY: "Filen tog för lång tid eller för mycket minne att öppna.",
    JobCause.TOO_LARGE: "Filen är för stor, eller har mer text än vad som läses in åt gången.",
    JobCause.GLYPH: "Texten innehåller tecken som inte går att skriva ut.",
    JobCause.OFF_PAGE: "Text hamnar utanför papperet.",
    JobCause.STANDARD: "Papperet följer inte reglerna för arkivering eller tillgänglighet.",
    JobCause.RULE: "Granskningens läge medgav inte papperet.",
    JobCause.TOO_LONG: "Papperet tog för lång tid att göra.",
    JobCause.MEMORY: "Papperet krävde för mycket minne.",
    JobCause.INTERRUPTED: "Arbetet avbröts flera gånger.",
    JobCause.UNEXPECTED: "Ett oväntat fel. Vad som hände står i processens logg.",
}
CHOICES = [(cause.value, LABELS[cause]) for cause in JobCause]
