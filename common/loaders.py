"""Templates without the indentation that is there for whoever writes them: a fifth of what a page would weigh."""

import re

from django.template.base import Origin
from django.template.loaders.app_directories import Loader as AppDirectories
from django.template.loaders.filesystem import Loader as Filesystem

INDENTATION = re.compile(r"\n[ \t]+")


class Flat(Filesystem):
    """Of HTML alone: in a mail the spaces show. No line is taken away, so that an error is told at its line."""

    def get_contents(self, origin: Origin) -> str:
        contents = super().get_contents(origin)
        return INDENTATION.sub("\n", contents) if origin.name.endswith(".html") else contents


class FlatOfApps(Flat, AppDirectories):
    """Of the packages."""
