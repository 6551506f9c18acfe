"""Leaving: the small interface by which an app hears that somebody signs off by mail.

Mail programs send it to the address in the header List-Unsubscribe, with the signed word that
`sekom.outbox.one_click` made for the letter. An app whose letters can be left has a module
`leaving` with a function `leave_by(signed)`; `speaking` finds it.
"""

from sekom import speaking


def leave_by(signed: str) -> None:
    """Let each app end what its letter with this word asked its reader to end."""
    for module in speaking.modules("leaving"):
        module.leave_by(signed)
