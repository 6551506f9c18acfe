"""Loading frameworks from CSV files."""

import csv
from pathlib import Path

from django.db import transaction

from toolbox.models import Framework, FrameworkItem

DATA = Path(__file__).parent / "data"


@transaction.atomic
def load_principles() -> Framework:
    """Load the sustainability principles; loading them again mends what differs."""
    framework, _is_new = Framework.objects.get_or_create(
        slug="hallbarhetsprinciper", defaults={"name": "Hållbarhetsprinciper"}
    )
    path = DATA / "sustainability_principles.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for position, row in enumerate(csv.DictReader(file), start=1):
            FrameworkItem.objects.update_or_create(
                framework=framework,
                code=row["code"],
                defaults={
                    "position": position,
                    "group": row["group"],
                    "title": row["name_sv"],
                    "text": row["text_sv"],
                },
            )
    return framework
