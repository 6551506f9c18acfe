from django.apps import AppConfig
from django.conf import settings
from django.core.checks import register

from sekom import checks, logs


class SekomConfig(AppConfig):
    """The kit: no models of its own, but database functions, checks and template words."""

    name = "sekom"

    def ready(self):
        logs.set_up(settings.LOG_LEVEL, settings.LOG_FORMAT)
        register(checks.pdf_can_be_made)
