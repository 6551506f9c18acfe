"""The foot's word: what the links in the foot of a letter know its reader by.

It is forwarded with the letter, so it opens nothing by itself. Nobody can make it of the
Message-ID, which every answer carries along, nor of it the word for one click.
"""

import uuid

from sekom.outbox import one_click

SALT = "sekom.outbox.foot"


def sign(token: uuid.UUID) -> str:
    """The word for the delivery with this token: the value `token` of its letter."""
    return one_click.sign(token, salt=SALT)


def read(word: str) -> uuid.UUID | None:
    """The token of the delivery that the word was made for; None if we did not make it."""
    return one_click.read(word, salt=SALT)
