"""Loading the frameworks and the words that we begin with, from the files in data/."""

import csv
import json
from pathlib import Path

from django.db import transaction

from toolbox import importing
from toolbox.models import Framework, GlossaryTerm
from toolbox.models.frameworks import PRINCIPLES

DATA = Path(__file__).parent / "data"


@transaction.atomic
def load_frameworks(*slugs: str) -> list[Framework]:
    """Load the frameworks of these addresses, or all; loading them again mends what differs."""
    told = json.loads((DATA / "frameworks.json").read_text(encoding="utf-8"))
    return [
        _load(facts, position)
        for position, facts in enumerate(told, start=1)
        if not slugs or facts["slug"] in slugs
    ]


def load_principles() -> Framework:
    """Load the sustainability principles alone."""
    return load_frameworks(PRINCIPLES)[0]


def _load(facts: dict, position: int) -> Framework:
    replaces = Framework.objects.filter(slug=facts.get("replaces", "")).first()
    given = facts | {"position": position, "replaces": replaces}
    framework, _is_new = Framework.objects.update_or_create(slug=given.pop("slug"), defaults=given)
    sheet = DATA / f"{framework.slug}.csv"
    if sheet.exists():
        importing.take_in(framework, sheet.read_bytes())
    return framework


@transaction.atomic
def load_glossary() -> int:
    """Load the words that are not there yet, and say how many; those there stay as they are."""
    with (DATA / "glossary.csv").open(encoding="utf-8", newline="") as sheet:
        terms = [GlossaryTerm(**row) for row in csv.DictReader(sheet)]
    known = set(GlossaryTerm.objects.values_list("term", flat=True))
    return len(GlossaryTerm.objects.bulk_create(one for one in terms if one.term not in known))
