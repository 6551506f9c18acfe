"""Plain words: the Swedish alphabet, days, times, numbers and lists."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import override

from sekom import text

NAMES = ["Österåker", "Zinkgruvan", "Åre", "Ängelholm", "Wilhelmina", "Vilhelmina", "Älvkarleby"]
NAMES += [
    "Arboga",
    "Upplands Väsby",
    "Upplands-Bro",
    "Ystad",
    "Übersee",
    "Idéby",
    "Ideby B",
    "åmål",
]


def test_swedish_order_ends_with_å_ä_ö():
    ordered = sorted(NAMES, key=text.sv_sort_key)

    assert ordered == [
        "Arboga",
        "Idéby",
        "Ideby B",
        "Upplands Väsby",
        "Upplands-Bro",
        "Vilhelmina",
        "Wilhelmina",
        "Übersee",
        "Ystad",
        "Zinkgruvan",
        "åmål",
        "Åre",
        "Älvkarleby",
        "Ängelholm",
        "Österåker",
    ]


@pytest.mark.django_db
def test_python_and_the_database_sort_alike():
    with connection.cursor() as cursor:
        cursor.execute("create schema sort_test")
        cursor.execute(text.SV_SORT_SQL.replace("sv_sort(", "sort_test.sv_sort("))
        cursor.execute(
            "select n from unnest(%s::text[]) n"
            ' order by sort_test.sv_sort(n) collate "C", n collate "C"',
            [NAMES],
        )
        from_database = [row[0] for row in cursor.fetchall()]

    assert from_database == sorted(NAMES, key=lambda name: (text.sv_sort_key(name), name))


@pytest.mark.parametrize(
    "written",
    [
        "2026-06-05",
        "20260605",
        "5 juni 2026",
        "5 jun 2026",
        "5 jun. 2026",
        "den 5 Juni 2026",
        "5 June 2026",
        "5/6 2026",
        "5/6/2026",
        "05/06/2026",
        "5.6.2026",
        "5. 6. 2026",
        "  5\u00a0juni   2026 ",
    ],
)
def test_parse_day_understands_what_people_write(written):
    assert text.parse_day(written) == date(2026, 6, 5)


@pytest.mark.parametrize(
    "written",
    [
        "2026-02-30",
        "5 jan",
        "juni 2026",
        "13/13 2026",
        "31/4 2026",
        "5 foo 2026",
        "20261301",
        "x" * 99,
    ],
)
def test_parse_day_says_how_to_write_one(written):
    with override("sv"), pytest.raises(ValidationError) as refusal:
        text.parse_day(written)

    assert refusal.value.messages == ["Skriv datumet som 2026-06-05 eller 5 juni 2026."]


def test_day_field_takes_words_and_shows_the_browsers_day_picker():
    class Form(forms.Form):
        day = text.DayField(required=False)

    form = Form({"day": "5 maj 2026"}, initial={"day": date(2026, 5, 5)})

    assert form.is_valid()
    assert form.cleaned_data == {"day": date(2026, 5, 5)}
    assert form.has_changed() is False
    assert str(Form(initial={"day": date(2026, 5, 5)})["day"]) == (
        '<input type="date" name="day" value="2026-05-05" id="id_day">'
    )


def test_days_and_clocks_are_said_in_swedish_time():
    late = datetime(2026, 6, 5, 22, 30, tzinfo=UTC)

    with override("sv"):
        assert text.say_day(date(2026, 6, 5)) == "5 juni 2026"
        assert text.say_day(late) == "6 juni 2026"
        assert text.say_clock(late) == "kl. 0.30"
        assert text.say_clock(datetime(2026, 1, 5, 8, 0, tzinfo=UTC)) == "kl. 9.00"
    with override("en"):
        assert text.say_clock(late) == "at 0:30"


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 10, 9, 12, 32, tzinfo=UTC), "i dag 14.32"),
        (datetime(2026, 10, 8, 14, 5, tzinfo=UTC), "i går 16.05"),
        (datetime(2026, 10, 9, 22, 5, tzinfo=UTC), "i morgon 0.05"),
        (datetime(2026, 10, 1, 8, 0, tzinfo=UTC), "1 oktober kl. 10.00"),
        (datetime(2025, 12, 31, 23, 30, tzinfo=UTC), "1 januari kl. 0.30"),
        (datetime(2025, 10, 8, 8, 0, tzinfo=UTC), "8 oktober 2025 kl. 10.00"),
    ],
)
def test_say_moment_is_as_short_as_it_can_be(moment, said):
    now = datetime(2026, 10, 9, 13, 0, tzinfo=UTC)

    with override("sv"):
        assert text.say_moment(moment, now) == said


def test_say_moment_in_english():
    now = datetime(2026, 10, 9, 13, 0, tzinfo=UTC)

    with override("en"):
        assert text.say_moment(now, now) == "today 15:00"
        assert text.say_moment(datetime(2026, 10, 1, 8, tzinfo=UTC), now) == "1 October at 10:00"


@pytest.mark.parametrize(
    ("number", "decimals", "said"),
    [
        (0, None, "0"),
        (1284, None, "1\u00a0284"),
        (1234567, None, "1\u00a0234\u00a0567"),
        (3.1, None, "3,1"),
        (Decimal("3.10"), None, "3,1"),
        (Decimal("1E+3"), None, "1\u00a0000"),
        (2.0, None, "2"),
        (2.25, 1, "2,3"),
        (12, 1, "12,0"),
        (-1500.5, None, "−1\u00a0500,5"),
    ],
)
def test_say_number_in_swedish(number, decimals, said):
    with override("sv"):
        assert text.say_number(number, decimals) == said


def test_say_percent_has_a_hard_space_in_swedish_and_none_in_english():
    with override("sv"):
        assert text.say_percent(67.5) == "68\u00a0%"
    with override("en"):
        assert [text.say_percent(68), text.say_number(1284)] == ["68%", "1,284"]


def test_say_list_joins_with_and():
    with override("sv"):
        said = [text.say_list(words) for words in ([], ["a"], ["a", "b"], ("a", "b", "c"))]

    assert said == ["", "a", "a och b", "a, b och c"]


def test_slugify_sv_keeps_the_letters_readable():
    slugs = [text.slugify_sv(name) for name in ("Örebro län", "Åre kommun", "Mål & mått: æø", "é!")]

    assert slugs == ["orebro-lan", "are-kommun", "mal-matt-ao", "e"]


def test_genitive_adds_no_second_hissing_sound():
    with override("sv"):
        said = [text.genitive(name) for name in ("Granfors kommun", "Kalix", "Borås", "Västerås")]
    with override("en"):
        said += [text.genitive("Kalix"), text.genitive("Borås")]

    assert said == ["Granfors kommuns", "Kalix", "Borås", "Västerås", "Kalix’s", "Borås’"]
