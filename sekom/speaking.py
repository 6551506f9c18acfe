"""Hearing every app: modules of one name, each of which says its app's part of something.

The kit defines small interfaces (`desk`, `related`, `personal_data`, …); an app that has something
to say has a module of that name. So the kit shows what apps have to say and imports none of them.
"""

import sys
from functools import cache
from typing import Any

from django.apps import apps
from django.utils.module_loading import autodiscover_modules

# The interfaces themselves stand here, under the same names.
KIT = "sekom"


@cache
def modules(name: str) -> tuple[Any, ...]:
    """The modules of this name, the highest app's first, as the apps are installed."""
    autodiscover_modules(name)
    names = [f"{app.name}.{name}" for app in apps.get_app_configs() if app.name != KIT]
    return tuple(sys.modules[name] for name in names if name in sys.modules)
