"""Thanking those who spread the newsletter most, in the next issue."""

from django.db import transaction
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import override

from members.models import Person
from newsletter import editing, reaching
from newsletter.models import Block, Issue
from sekom.text import say_list, sv_sort_key

THANKED = 5


def thanks(issue: Issue) -> str:
    """Words of thanks to those who spread an issue most, as rich text in Swedish; "" for nobody."""
    most = reaching.spread_of(issue).spreading[:THANKED]
    if not most:
        return ""
    names = sorted((row.member.name for row in most), key=sv_sort_key)
    with override("sv"):
        said = _("Thank you %(members)s, where the last issue reached farthest.")
        why = _("Everybody can help: pass the letter on in your organisation.")
        return format_html_join("", "<p>{}</p>", [(said % {"members": say_list(names)},), (why,)])


@transaction.atomic
def thank_in(draft: Issue, *, issue: Issue, by: Person) -> Block | None:
    """Put the thanks last in a draft; once, however often it is asked. None for nobody to thank.

    Raises ValidationError where the draft has been sent or has no room.
    """
    words = thanks(issue)
    if not words:
        return None
    draft = Issue.objects.hold(draft)
    blocks = list(draft.blocks.all())
    if said := next((block for block in blocks if block.values.get("text") == words), None):
        return said
    last = blocks[-1].pk if blocks else None
    block = editing.add(draft, Block.Kind.TEXT, after=last, by=by)
    with override("sv"):
        given = {"heading": _("Thank you for spreading the letter"), "text": words}
    return editing.save_block(block, given, number=block.number, by=by)
