"""The pytest plugin that gives the tests servers of their own, before settings are read."""

import os
from pathlib import Path

from sekom import embedded, translations

# Beside, not in, the data of a portal that runs in the same checkout.
data = Path(os.environ.get("SEKOM_DATA") or embedded.BASE_DIR / "var") / "test"

os.environ["SEKOM_DEMO"] = "0"
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's loop runs in our thread
if worker := os.environ.get("PYTEST_XDIST_WORKER"):
    # The controller started the servers; pytest-django gives each worker a database of its own.
    embedded.claim_databases(int(worker.removeprefix("gw")))
else:
    for name in ("DATABASE_URL", "REDIS_URL", "CACHE_URL"):
        os.environ.pop(name, None)
    os.environ["SEKOM_DATA"] = str(data)
    embedded.ensure(data, is_lasting=False)
    translations.compile_stale()
