from django.apps import AppConfig


class SekomConfig(AppConfig):
    """The kit: no models of its own, but database functions, checks and template words."""

    name = "sekom"
