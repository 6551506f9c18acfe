"""Defining a survey: a workbook comes in as a draft, and is published or thrown away."""

from dataclasses import asdict
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models import Person
from surveys import tasks, workbooks
from surveys.models import Question, Survey, Version


@transaction.atomic
def import_workbook(file: BinaryIO, *, name: str, by: Person | None) -> Version:
    """Keep a workbook as a draft: the next version of the survey with its form id, or a new one.

    Raises WorkbookRefused, which says sheet and cell of all that must be mended first.
    """
    workbook = workbooks.read_workbook(file, name=name)
    survey, _is_new = Survey.objects.select_for_update(no_key=True).get_or_create(
        form_id=workbook.form_id, defaults={"title": workbook.title}
    )
    latest = survey.versions.aggregate(latest=Max("number"))["latest"] or 0
    version = Version.objects.create(
        survey=survey,
        number=latest + 1,
        title=workbook.title,
        default_language=workbook.default_language,
        languages=list(workbook.languages),
        notices=[asdict(notice) for notice in workbook.notices],
        file_name=name[-200:],
        created_by=by,
    )
    Question.objects.bulk_create(
        Question.of_item(item, version=version, position=position)
        for position, item in enumerate(workbook.items, start=1)
    )
    return version


@transaction.atomic
def publish(version: Version, *, by: Person | None) -> Version:
    """Make a draft final: it can be sent out from now on, and never changed again.

    Publishing it twice changes nothing. Raises ValidationError if it asks nothing.
    """
    version = Version.objects.select_for_update().select_related("survey").get(pk=version.pk)
    if version.is_published:
        return version
    if not version.questionnaire().questions:
        raise ValidationError(_("The workbook asks no questions yet."), code="empty")
    survey = version.survey
    survey.title = version.title
    survey.save(update_fields=["title"])
    version.published_at = timezone.now()
    version.save(update_fields=["published_at"])
    tasks.make_blank.delay_on_commit(version.pk)
    return version


@transaction.atomic
def discard(version: Version) -> None:
    """Throw a draft away, and its survey with it when nothing else is left of that.

    Throwing it away twice changes nothing. Raises ValidationError if it has been published.
    """
    draft = Version.objects.select_for_update().filter(pk=version.pk).first()
    if draft is None:
        return
    if draft.is_published:
        raise ValidationError(_("A published version is kept for good."), code="published")
    draft.delete()
    survey = Survey.objects.select_for_update().get(pk=draft.survey_id)
    if not survey.versions.exists():
        survey.delete()
