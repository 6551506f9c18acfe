"""Documents that are made once and kept until what they show changes.

A document is named for a digest of what it shows, so that one is never that of an earlier day.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

from sekom import pdf

REMEMBER_PROBLEM = 60  # seconds


def digest_of(*told: Any) -> str:
    """A name for what a document shows: numbers, texts and what JSON can hold."""
    return hashlib.sha256(json.dumps(told, default=str).encode()).hexdigest()[:20]


@dataclass(frozen=True)
class Kept:
    """A document in its folder, under the digest of what it shows; earlier ones lie beside it."""

    folder: str
    digest: str

    @property
    def path(self) -> str:
        """Where it is kept."""
        return f"{self.folder}/{self.digest}.pdf"

    def find(self) -> File | None:
        """The document; None when it has not been made."""
        return default_storage.open(self.path) if default_storage.exists(self.path) else None

    def make(self, build: Callable[[], bytes]) -> None:
        """Make it, and let those of earlier days go; one that is there stays.

        Where PDF cannot be made, `problem` says so for a minute; trying again is safe.
        """
        if default_storage.exists(self.path):
            return
        try:
            made = build()
        except pdf.PdfUnavailable as unavailable:
            cache.set(self._problem_key, str(unavailable), timeout=REMEMBER_PROBLEM)
            return
        default_storage.save(self.path, ContentFile(made))
        _folders, names = default_storage.listdir(self.folder)
        for name in names:
            if f"{self.folder}/{name}" != self.path:
                default_storage.delete(f"{self.folder}/{name}")

    @property
    def problem(self) -> str:
        """Why it could not be made a moment ago, in words; empty when nothing is wrong."""
        return cache.get(self._problem_key, "")

    @property
    def _problem_key(self) -> str:
        return f"pdf-problem:{self.folder}"
