"""What the pages that one reads share: words explained, and the question whether it helped."""

from django import template
from django.utils.html import linebreaks
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sekom.text import say_number
from toolbox import listening
from toolbox.explaining import Explainer

register = template.Library()


@register.simple_tag(takes_context=True)
def explained(context, html: str) -> SafeString:
    """Clean rich text, its words explained at their first use on the page."""
    return _explainer(context).explain(html)


@register.simple_tag(takes_context=True)
def explained_lines(context, text: str) -> SafeString:
    """Plain text as paragraphs, its words explained at their first use on the page."""
    return _explainer(context).explain(linebreaks(text, autoescape=True)) if text else SafeString()


def _explainer(context) -> Explainer:
    """One for each page, however many texts it is put together from."""
    request = context["request"]
    if not hasattr(request, "explainer"):
        request.explainer = Explainer()
    return request.explainer


@register.simple_tag(takes_context=True)
def opinion_token(context, about) -> str:
    """What the form of “Was this page of help?” says that it is about."""
    return listening.ask_about(about, context["request"].path)


@register.filter
def minutes(number: int) -> str:
    """How long something takes: 45 minutes, 2 hours, 2.5 hours."""
    if number < 90 or number % 30:
        return ngettext("%(number)d minute", "%(number)d minutes", number) % {"number": number}
    hours = number / 60
    return _("%(hours)s hours") % {"hours": say_number(hours)}
