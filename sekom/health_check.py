"""Ask a portal, from outside, which of its parts answer.

Used by `manage.py portal` while it waits, and as a program by the container's health check: it
stands alone, so that the check need not load the whole portal twice a minute.
"""

import http.client
import json
import os
import sys

PARTS = ("database", "broker", "worker")


def missing_parts(port: int, *, host: str = "127.0.0.1") -> list[str]:
    """What does not answer, in the words of /halsa/; empty when everything does."""
    # Not urllib: it would send even this through a proxy that the environment names.
    ask = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        ask.request("GET", "/halsa/", headers={"Host": host})
        answer = ask.getresponse()
        body = answer.read()
    except (OSError, http.client.HTTPException):
        return ["web"]
    finally:
        ask.close()
    if answer.status == http.HTTPStatus.OK:
        return []
    try:
        parts = json.loads(body)
    except ValueError:
        return ["web"]
    return [name for name in PARTS if parts.get(name) is not True] or ["web"]


if __name__ == "__main__":
    # The web container is well without a worker: restarting it would help nobody.
    ours = {"web", "database"}
    missing = missing_parts(8000, host=os.environ["ALLOWED_HOSTS"].partition(",")[0])
    sys.exit(", ".join(sorted(ours.intersection(missing))) or 0)
