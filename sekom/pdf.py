"""PDF from templates: tagged for assistive technology (PDF/UA), with no look outside our own files.

WeasyPrint takes seconds to load and needs libraries of the system, so it is loaded by the first
PDF that a process makes, not when the portal starts.
"""

import importlib
import logging
import mimetypes
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from PIL import ImageFile

from sekom.progress import Progress, silently

APT_LINE = (
    "apt-get install -y --no-install-recommends "
    "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core"
)

# An address that leads nowhere (RFC 2606): whatever a template points at becomes a static file.
STATIC_FILES = "https://static.invalid/"
SVG = "{http://www.w3.org/2000/svg}"


class PdfUnavailable(Exception):
    """The machine lacks what makes PDF; its system check says what to install."""


class PdfFault(Exception):
    """The PDF has a fault that somebody who cannot see it would notice, or that lacks a file."""


def build(
    template: str,
    context: Mapping[str, Any],
    *,
    title: str,
    language: str = "sv",
    tell: Progress = silently,
) -> bytes:
    """Make a PDF from a template that extends `pdf/base.html`; the same input gives the same text.

    `tell(done, of)` hears of three parts: written, laid out, printed. Raises PdfUnavailable when
    the machine lacks WeasyPrint's libraries; in tests and debug PdfFault for what is missing in it.
    """
    weasyprint = _weasyprint()
    with override(language):
        html = render_to_string(template, {**context, "title": title, "language": language})
    tell(1, 3)
    with _faults_heard() as faults:
        page = weasyprint.HTML(
            string=html, base_url=STATIC_FILES, url_fetcher=_OurFiles(weasyprint)
        )
        faults += _drawings_without_title(page)
        document = page.render(pdf_variant="pdf/ua-1")
        tell(2, 3)
        made = document.write_pdf(pdf_variant="pdf/ua-1")
    tell(3, 3)
    if faults and (settings.DEBUG or settings.TESTING):
        raise PdfFault("; ".join(faults))
    return made


@cache
def _weasyprint() -> ModuleType:
    try:
        weasyprint = importlib.import_module("weasyprint")
    except OSError as missing:
        raise PdfUnavailable(
            _("This machine cannot make PDF yet: libraries are missing.")
        ) from missing
    # Loading it makes half a picture pass for a whole one, wherever the process reads one.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    return weasyprint


@contextmanager
def _faults_heard() -> Iterator[list[str]]:
    """The errors that WeasyPrint only logs, such as a picture without words."""
    faults: list[str] = []
    listener = _Listener(faults)
    logger = logging.getLogger("weasyprint")
    logger.addHandler(listener)
    try:
        yield faults
    finally:
        logger.removeHandler(listener)


class _Listener(logging.Handler):
    def __init__(self, heard: list[str]):
        super().__init__(logging.ERROR)
        self.heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


def _drawings_without_title(page) -> list[str]:
    """Drawings in the page that have no words: those WeasyPrint says nothing of."""
    return [
        "A drawing has no title"
        for drawing in page.etree_element.iter(f"{SVG}svg")
        if not (drawing.findtext(f"{SVG}title") or "").strip()
    ]


class _OurFiles:
    """Fetches what a PDF points at: our static files and data in the page itself, nothing else."""

    _fail_on_errors = False

    def __init__(self, weasyprint: ModuleType):
        self.urls = weasyprint.urls

    def __call__(self, url: str):
        if url.startswith("data:"):
            return self.urls.URLFetcher(allowed_protocols={"data"}).fetch(url)
        if not url.startswith(STATIC_FILES):
            raise ValueError(f"A PDF may not fetch {url}")
        name = unquote(urlsplit(url).path).removeprefix(settings.STATIC_URL).lstrip("/")
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        body = _static_file(name).read_bytes()
        return self.urls.URLFetcherResponse(url, body, {"Content-Type": kind})


def _static_file(name: str) -> Path:
    """A static file by its own name or, where files are collected, by its name with a digest."""
    if found := finders.find(name):
        return Path(found)
    collected = Path(settings.STATIC_ROOT).resolve()
    path = (collected / name).resolve()
    if not path.is_relative_to(collected):
        raise ValueError(f"{name} is no static file")
    return path
