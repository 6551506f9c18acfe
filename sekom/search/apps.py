from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "sekom.search"
    label = "search"
    verbose_name = _("search")

    def ready(self):
        # The triggers stand on tables of other apps, which are there once all have migrated.
        marking = import_module("sekom.search.marking")
        post_migrate.connect(marking.install, sender=self)
