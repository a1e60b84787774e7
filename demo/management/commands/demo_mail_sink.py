"""`demo_mail_sink --port N`: takes the demo's mail on this machine until told to stop."""

import asyncio
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from demo import sink


class Command(BaseCommand):
    help = "Tar emot demons mejl på den här datorn tills det avbryts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, required=True, help="port att lyssna på")

    def handle(self, *, port: int, **options: Any) -> None:
        asyncio.run(sink.serve(port))
