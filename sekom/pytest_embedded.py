"""The pytest plugin that gives the tests servers of their own, before settings are read."""

import os
from pathlib import Path

from sekom import embedded

# Beside, not in, the data of a portal that runs in the same checkout.
data = Path(os.environ.get("SEKOM_DATA", embedded.BASE_DIR / "var")) / "test"

os.environ["SEKOM_DEMO"] = "0"
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's loop runs in our thread
if "PYTEST_XDIST_WORKER" not in os.environ:
    for name in ("DATABASE_URL", "REDIS_URL", "CACHE_URL"):
        os.environ.pop(name, None)
    os.environ["SEKOM_DATA"] = str(data)
    embedded.ensure(data, is_lasting=False)
