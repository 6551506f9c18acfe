"""Bouncing: the small interface by which an app hears at once that addresses are dead.

An app that shows it has a module `bouncing` with a function `notice()`, which looks at what has
come back (`sekom.outbox.models.Return`) and may be called again and again; `speaking` finds it.
"""

from sekom import speaking


def notice() -> None:
    """Let each app notice what has come back."""
    for module in speaking.modules("bouncing"):
        module.notice()
