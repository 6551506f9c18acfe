"""When and where an event is, in words: `{{ event|when }}`."""

from django import template

from events import wording

register = template.Library()

register.filter("when", wording.say_when)
register.filter("where", wording.say_where)
