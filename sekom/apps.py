import atexit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import register
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper

from sekom import checks, logs


class SekomConfig(AppConfig):
    """The kit: no models of its own, but database functions, checks and template words."""

    name = "sekom"

    def ready(self):
        logs.set_up(settings.LOG_LEVEL, settings.LOG_FORMAT)
        register(checks.pdf_can_be_made)
        register(checks.letters_can_be_signed)
        # A pool that is still open when Python ends holds it up for five seconds.
        atexit.register(close_pools)


def close_pools() -> None:
    """Close this process's connection pools."""
    for connection in connections.all():
        if isinstance(connection, DatabaseWrapper):
            connection.close_pool()
