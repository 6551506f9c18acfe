"""Attaching: files of an issue, fetched by a link that counts, or sent along with the letter."""

from collections.abc import Iterable
from functools import partial

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F

from members.models import Person
from newsletter import editing
from newsletter.models import Block, File, Issue
from sekom import uploads
from sekom.outbox.letters import Attached
from toolbox import filing

# Of everything that goes along with one letter: what is larger, many mail servers do not take.
MOST_ATTACHED = 3 * 2**20
# In mail, 57 bytes of a file are a line of 78.
MAIL_LINE, MAIL_BYTES = 78, 57


@transaction.atomic
def add_file(issue: Issue, upload, *, by: Person | None = None) -> File:
    """Keep a file that was handed in for an issue, a picture without what the camera noted.

    Handed in twice it is kept once. Raises ValidationError when it is too large or not of a kind
    that we hand out, and once the issue is on its way.
    """
    kind, content = filing.taken_in(upload)
    issue, name = editing.hold(issue), uploads.clean_name(upload.name, kind)
    for file in issue.files.filter(name=name, size=len(content)):
        if _content(file) == content:
            return file
    file = File(issue=issue, name=name, content_type=kind.content_type, added_by=by)
    return _keep(file, content)


def copy_files(issue: Issue, *, by: Person | None) -> None:
    """Give an issue that is a copy files of its own, counted by themselves."""
    for block in issue.blocks.select_related("file"):
        if file := block.file:
            own = File(issue=issue, name=file.name, content_type=file.content_type, added_by=by)
            block.file = _keep(own, _content(file))
            block.save(update_fields=["file"])


def _keep(file: File, content: bytes) -> File:
    file.size = len(content)
    file.full_clean(exclude=["file", "added_by"])
    file.file.save(file.name, ContentFile(content), save=False)
    file.save()
    return file


def throw_away(issue: Issue) -> None:
    """Let the stored files of an issue go with it, as soon as it is certain that it goes."""
    for file in issue.files.all():
        stored, name = file.file.storage, str(file.file.name)
        transaction.on_commit(partial(stored.delete, name))


def count_fetched(file: File) -> None:
    """Note that somebody fetched the file, not who; the secretariat's looks at a draft are none."""
    File.objects.filter(pk=file.pk, issue__in=Issue.objects.begun()).update(
        fetched_count=F("fetched_count") + 1
    )


# --- With the letter ----------------------------------------------------------------------------


def files_along(blocks: Iterable[Block]) -> list[File]:
    """The files that go along with the letter itself, each once, in their order."""
    found = [block.file for block in blocks if block.file and block.goes_along]
    return list(dict.fromkeys(found))


def attached(issue: Issue) -> list[Attached]:
    """What goes along with the letter, as the outbox takes it."""
    return [
        Attached(file.name, file.content_type, _content(file))
        for file in files_along(issue.blocks.all())
    ]


def bytes_in_mail(files: Iterable[File]) -> int:
    """How much a letter grows by these files."""
    return sum(file.size for file in files) * MAIL_LINE // MAIL_BYTES


def _content(file: File) -> bytes:
    with file.file.open("rb") as kept:
        return kept.read()
