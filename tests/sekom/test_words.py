"""The template filters that say things in plain words."""

from datetime import UTC, date, datetime

from django.template import Context, Template
from django.utils.translation import override


def rendered(source, **context):
    """What a template gives in Swedish."""
    with override("sv"):
        return Template("{% load words %}" + source).render(Context(context))


def test_each_filter_says_its_kind_of_thing():
    moment = datetime(2020, 10, 8, 8, 0, tzinfo=UTC)

    said = rendered(
        "{{ day|day }}; {{ at|clock }}; {{ at|moment }}; {{ n|number }}; {{ share|percent }};"
        " {{ names|and_list }}; {{ name|genitive }}",
        day=date(2026, 6, 5),
        at=moment,
        n=1284,
        share=68,
        names=["Aneby", "Kalix", "<b>"],
        name="Granfors kommun",
    )

    assert said == (
        "5 juni 2026; kl. 10.00; 8 oktober 2020 kl. 10.00; 1\u00a0284; 68\u00a0%;"
        " Aneby, Kalix och &lt;b&gt;; Granfors kommuns"
    )


def test_a_filter_says_nothing_of_nothing_but_zero_is_a_number():
    assert rendered("[{{ a|day }}{{ b|moment }}{{ c|number }}]{{ zero|number }}", zero=0) == "[]0"
