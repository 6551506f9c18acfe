"""The mail server that letters are handed to: how to reach it, and how much it takes."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.core.mail import mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

from sekom.outbox.throttling import Limit

RELAY = "relay"  # what limits every letter; a domain limits those to it
TIMEOUT = 60.0
# What needs no second look: most addresses.
PLAIN_ADDRESS = re.compile(
    r"(?!\.)(?:\.?[\w!#$%&'*+/=?^`{|}~-]+)+@[a-z0-9-]+(?:\.[a-z0-9-]+)*", re.A
)


@dataclass(frozen=True)
class Relay:
    """Whom to hand letters to, over how many connections, and how many in what time."""

    backend: BaseEmailBackend
    connections: int
    per_connection: int
    limits: Mapping[str, Collection[Limit]] = field(default_factory=dict)

    @property
    def speaks_smtp(self) -> bool:
        """Whether we talk to it ourselves; others get each message through Django."""
        return isinstance(self.backend, EmailBackend)

    @property
    def timeout(self) -> float:
        return getattr(self.backend, "timeout", None) or TIMEOUT

    def mailbox_of(self, address: str) -> str:
        """An address as the server knows it; raises ValueError for what is none."""
        if PLAIN_ADDRESS.fullmatch(address) or not isinstance(self.backend, EmailBackend):
            return address
        return self.backend.prep_address(address)


def domain_of(address: str) -> str:
    """What an address is at."""
    return address.rpartition("@")[2]


def relay() -> Relay:
    """The mail server of the settings."""
    limits = {
        domain: [Limit.parse(one) for one in found]
        for domain, found in settings.MAIL_DOMAIN_LIMITS.items()
    }
    if settings.MAIL_LIMITS:
        limits[RELAY] = [Limit.parse(one) for one in settings.MAIL_LIMITS]
    return Relay(mailers.default, settings.MAIL_CONNECTIONS, settings.MAIL_PER_CONNECTION, limits)
