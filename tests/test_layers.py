"""The apps stand in one line; each knows those below it and none above."""

import subprocess
import sys
from pathlib import Path

from django.apps import apps
from django.conf import settings

# From the lowest to the highest. The kit points at people only as the user model.
LINE = ["outbox", "search", "members", "toolbox", "surveys", "interviews", "events", "newsletter"]


def test_foreign_keys_point_down_the_line():
    pointing_up = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in LINE
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model
        if field.related_model._meta.app_label in LINE
        if LINE.index(field.related_model._meta.app_label) > LINE.index(model._meta.app_label)
        if field.related_model._meta.label != settings.AUTH_USER_MODEL
    ]

    assert pointing_up == []


def test_every_app_of_ours_has_its_place_in_the_line():
    ours = {
        config.label
        for config in apps.get_app_configs()
        if Path(config.path).is_relative_to(settings.BASE_DIR)
        and not Path(config.path).is_relative_to(sys.prefix)
    }

    assert ours - {"sekom", "demo"} <= set(LINE)


def test_surveys_know_nothing_of_the_interviews_above_them():
    surveys = Path(settings.BASE_DIR, "surveys")

    above = [
        path.name
        for path in [*surveys.glob("*.py"), *surveys.glob("models/*.py")]
        if "surveys.interviews" in path.read_text(encoding="utf-8")
    ]

    assert above == []


def test_imports_keep_the_contracts():
    program = Path(sys.executable).with_name("lint-imports")

    done = subprocess.run(
        [program, "--no-cache"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert done.returncode == 0, done.stdout
