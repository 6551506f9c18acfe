"""Files of members and groups: how one is added and taken away."""

from typing import Any

from django.db import transaction

from members.models import Document, Group, Member, Person


@transaction.atomic
def add(owner: Member | Group, *, file: Any, by: Person | None, **facts) -> Document:
    """Keep a file that UploadField has judged; without a title it is called as the file is."""
    document = Document(
        member=owner if isinstance(owner, Member) else None,
        group=owner if isinstance(owner, Group) else None,
        file=file,
        name=file.name,
        content_type=file.kind.content_type,
        added_by=by,
        **facts,
    )
    document.title = document.title or document.name.rpartition(".")[0]
    document.full_clean(exclude=["added_by"])
    document.save()
    return document


@transaction.atomic
def remove(document: Document) -> None:
    """Take a file away, the row at once and the file once that is certain."""
    found = Document.objects.select_for_update(no_key=True).filter(pk=document.pk).first()
    if found is None:
        return
    storage, name = found.file.storage, str(found.file.name)
    found.delete()
    transaction.on_commit(lambda: storage.delete(name))
