"""Hearing every app: modules of one name, each of which says its app's part of something.

The kit defines small interfaces (`desk`, `related`, `personal_data`, …); an app that has something
to say has a module of that name. So the kit shows what apps have to say and imports none of them.
"""

import sys
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.utils.module_loading import autodiscover_modules

# The interfaces themselves stand here, under the same names.
KIT = "sekom"


def modules(name: str) -> Iterator[Any]:
    """The modules of this name, the highest app's first, as the apps are installed."""
    autodiscover_modules(name)
    for app in apps.get_app_configs():
        module = sys.modules.get(f"{app.name}.{name}")
        if module and app.name != KIT:
            yield module
