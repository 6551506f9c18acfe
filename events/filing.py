"""Filing: slides, recordings and other material of an event, and who may have it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events.models import Event, Material, Speaker
from members.models import Person

# As many files as a speaker may hand in for one event.
MOST_OF_A_SPEAKER = 10


@transaction.atomic
def add(
    event: Event,
    *,
    title: str,
    file: Any = None,
    link: str = "",
    kind: str = Material.Kind.SLIDES,
    audience: str = Material.Audience.ATTENDED,
    by: Person | None = None,
    speaker: Speaker | None = None,
) -> Material:
    """Keep a file that UploadField has judged, or a link; a speaker's waits to be let out.

    Raises ValidationError when there is neither or both, or a speaker hands in too many.
    """
    event = Event.objects.hold(event)
    if speaker and speaker.material.count() >= MOST_OF_A_SPEAKER:
        raise ValidationError(
            _("You have handed in %(most)d files. Write to the secretariat to send more.")
            % {"most": MOST_OF_A_SPEAKER},
            code="many",
        )
    material = Material(
        event=event,
        kind=kind,
        title=" ".join(title.split()),
        audience=audience,
        link=link,
        is_out=speaker is None,
        speaker=speaker,
        added_by=by,
    )
    if file:
        material.file, material.name = file, file.name
        material.content_type = file.kind.content_type
    material.full_clean(exclude=["event", "speaker", "added_by"])
    material.save()
    return material


@transaction.atomic
def let_out(material: Material, *, audience: str, by: Person) -> Material:
    """Let these have it, what a speaker has handed in too."""
    material = Material.objects.select_for_update(no_key=True).get(pk=material.pk)
    material.audience, material.is_out = audience, True
    material.full_clean(exclude=["event", "speaker", "added_by"])
    material.save(update_fields=["audience", "is_out"])
    return material


@transaction.atomic
def remove(material: Material, *, by: Person | None = None) -> None:
    """Take it away, the row at once and the file once that is certain; twice is as once."""
    found = Material.objects.select_for_update(no_key=True).filter(pk=material.pk).first()
    if found is None:
        return
    storage, name = found.file.storage, str(found.file.name)
    found.delete()
    if name:
        transaction.on_commit(lambda: storage.delete(name))
