"""What a bench tells, and how it takes the time."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

Result = TypeVar("Result")


@dataclass
class Figures:
    """Of one bench, told as they come."""

    bench: str
    is_quiet: bool
    numbers: dict[str, float] = field(default_factory=dict)
    # Against the barest that does the same, by what they are of.
    ratios: dict[str, float] = field(default_factory=dict)

    def tell(self, name: str, number: float) -> None:
        self.numbers[name] = number
        if not self.is_quiet:
            print(f"{self.bench:<10} {name:<45} {number:>10g}", flush=True)

    def compare(self, name: str, ratio: float) -> None:
        self.ratios[name] = ratio
        self.tell(f"against the barest: {name}", ratio)


def timed(deed: Callable[[], Result]) -> tuple[float, float, Result]:
    """Seconds by the clock, seconds of this process's own work, and what the deed gives."""
    begun, worked = time.perf_counter(), time.process_time()
    told = deed()
    return time.perf_counter() - begun, time.process_time() - worked, told
