"""Mailings for the tests of the outbox."""

from types import SimpleNamespace

from django.utils import timezone

from sekom.outbox import posting
from sekom.outbox.models import Mailing

KIND = "outbox/letter"
LETTER = {"subject": "Enkäten är öppen", "text": "Svara tillsammans."}


def make_recipients(*names):
    """Recipients with an address made of each name."""
    return [
        posting.Recipient(SimpleNamespace(name=name, email=f"{name.lower()}@example.org"))
        for name in names
    ]


def make_draft(*names, **given):
    """A mailing to these names, not yet approved."""
    arguments = {"audience": "Några", "values": LETTER} | given
    return posting.prepare(KIND, recipients=make_recipients(*names), **arguments)


def make_leaving(*names, **given):
    """A mailing to these names whose time to undo is over."""
    mailing = posting.approve(make_draft(*names, **given), by=None)
    now = timezone.now()
    Mailing.objects.filter(pk=mailing.pk).update(send_after=now)
    return mailing


def states_of(mailing):
    """What became of whom: {address: state}."""
    return dict(mailing.deliveries.values_list("email", "state"))


def state_of(mailing):
    """The mailing's state as the database has it."""
    return Mailing.objects.values_list("state", flat=True).get(pk=mailing.pk)
