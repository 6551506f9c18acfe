"""The one form that texts are kept in, so that positions in them hold for ever.

Composed letters (NFC), lines that end with a line feed, no signs that nobody can see or type.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sekom.excel import UNWRITABLE
from sekom.text import say_number

LONGEST = 100_000

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_MANY_EMPTY = re.compile("\n{3,}")


def normalised(text: str) -> str:
    """The text as it is kept; doing it twice changes nothing."""
    lines = _LINE_ENDS.sub("\n", text).split("\n")
    plain = "\n".join(UNWRITABLE.sub("", line).rstrip() for line in lines)
    return unicodedata.normalize("NFC", _MANY_EMPTY.sub("\n\n", plain).strip())


def kept(text: str) -> str:
    """The text as it is kept. Raises ValidationError for one that is too long."""
    plain = normalised(text)
    if len(plain) > LONGEST:
        raise ValidationError(
            _("The text is longer than %(most)s signs. Divide it between the questions.")
            % {"most": say_number(LONGEST)},
            code="long",
        )
    return plain
