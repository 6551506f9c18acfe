"""Days, times, numbers and lists in plain words: `{{ round.closes_on|day }}`."""

from datetime import date

from django import template
from django.utils.safestring import SafeString

from sekom import text

register = template.Library()


def _said(say):
    """A filter that says a value, and nothing where there is none."""

    def say_or_nothing(value):
        return "" if value is None or value == "" else say(value)

    return say_or_nothing


def _say_day(value: date | str) -> str:
    """A day, also as the ISO text that the values of a letter hold."""
    return text.say_day(date.fromisoformat(value) if isinstance(value, str) else value)


register.filter("day", _said(_say_day))
register.filter("clock", _said(text.say_clock))
register.filter("moment", _said(text.say_moment))
register.filter("number", _said(text.say_number))
register.filter("percent", _said(text.say_percent))
register.filter("and_list", _said(text.say_list))
register.filter("genitive", _said(lambda name: text.genitive(str(name))))


@register.simple_block_tag
def words(content: str) -> SafeString:
    """What stands between, on one line, to be said more than once: `{% words as head_title %}`."""
    return SafeString(" ".join(content.split()))  # a template's own, escaped already
