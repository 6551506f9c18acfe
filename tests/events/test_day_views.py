from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from events import following_up
from events.models import Evaluation, Signup
from sekom.outbox import posting
from sekom.outbox.models import Delivery, Mailing
from tests.event_factories import make_event, make_signup
from tests.factories import make_member, make_secretary

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    client.force_login(make_secretary())
    return client


def make_held(**columns):
    return make_event(starts_at=timezone.now() - timedelta(days=1), **columns)


def at(name, event):
    return reverse(f"events:{name}", args=[event.slug])


def noted(event):
    return list(event.signups.order_by("pk").values_list("attended", flat=True))


def test_reminders_are_chosen_for_each_event(office):
    event = make_event()

    shown = office.get(at("reminders", event))
    saved = office.post(at("reminders", event), {"minutes_before": ["60", "4320"]}, follow=True)
    wrong = office.post(at("reminders", event), {"minutes_before": ["61"]})

    assert shown.text.count(" checked") == 3
    assert "Påminnelserna är sparade." in saved.text
    assert wrong.status_code == 422
    event.refresh_from_db()
    assert event.reminders.minutes_before == [4320, 60]


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"do": "present:{0}"}, [True, None]),
        ({"do": "present", "signup": ["{0}", "{1}"]}, [True, True]),
        ({"do": "absent", "signup": ["{1}"]}, [None, False]),
        ({"do": "rest_present"}, [True, True]),
        ({"do": "rest_absent"}, [False, False]),
        ({"do": "present", "signup": ["x", "9" * 40]}, [None, None]),
        ({"do": "whatever", "signup": ["{0}"]}, [None, None]),
    ],
)
def test_attendance_is_ticked_one_by_one_or_all_at_once(office, sent, expected):
    event = make_held()
    pks = [make_signup(event).pk, make_signup(event).pk]
    given = {
        name: value.format(*pks) if isinstance(value, str) else [v.format(*pks) for v in value]
        for name, value in sent.items()
    }

    office.post(at("attendance", event), given)

    assert noted(event) == expected


def test_attendance_can_be_taken_back(office):
    signup = make_signup(make_held(), attended=True)

    office.post(at("attendance", signup.event), {"do": f"clear:{signup.pk}"})

    assert noted(signup.event) == [None]


def test_a_report_is_looked_through_before_it_is_noted(office):
    event = make_held()
    asa = make_signup(event, name="Åsa Öberg", email="asa@example.org")
    bo = make_signup(event, name="Bo Ek")
    make_signup(event, name="Cia Borta")
    text = "Namn\tE-post\nÅsa Öberg\tasa@example.org\nBosse\t\n"
    report = SimpleUploadedFile("narvaro.csv", text.encode("utf-16"))

    looked = office.post(at("read_report", event), {"report": report})
    assert noted(event) == [None, None, None]
    office.post(at("note_report", event), {"signup": [asa.pk], "is": ["", str(bo.pk)], "rest": "1"})

    assert "1 person hittades" in looked.text
    assert "1 person i rapporten är okänd" in looked.text
    assert "Bosse" in looked.text
    assert noted(event) == [True, True, False]


def test_a_file_that_is_no_report_is_refused_in_words(office):
    event = make_held()
    report = SimpleUploadedFile("bild.png", b"\x89PNG\r\n\x1a\n")

    response = office.post(at("read_report", event), {"report": report})
    none = office.post(at("read_report", event))

    assert [response.status_code, none.status_code] == [422, 422]
    assert "ingen närvarorapport från Teams" in response.text
    assert "Välj filen först." in none.text


def test_the_year_is_shown_and_handed_out(office):
    signup = make_signup(make_held(), member=make_member("Aby"), attended=True)
    page = reverse("events:attendance_of_members")
    year = signup.event.starts_at.year

    shown = office.get(page, {"ar": "9999"})
    sheet = office.get(page, {"ar": year, "format": "xlsx"})
    list_of_event = office.get(at("attendance_sheet", signup.event))

    assert "Aby kommun" in shown.text
    assert f'filename="narvaro-{year}.xlsx"' in sheet["Content-Disposition"]
    assert b"".join(list_of_event.streaming_content)[:2] == b"PK"
    assert b"".join(sheet.streaming_content)[:2] == b"PK"


@pytest.mark.parametrize("path", ["attendance", "check_in", "after"])
def test_the_pages_cost_the_same_for_one_and_for_three(office, path, django_assert_num_queries):
    event = make_held()
    make_signup(event, member=make_member(), attended=True)
    with CaptureQueriesContext(connection) as one:
        office.get(at(path, event))
    for _number in range(2):
        make_signup(event, member=make_member(), attended=True)

    with django_assert_num_queries(len(one)):
        office.get(at(path, event))


# --- After --------------------------------------------------------------------------------------


def told(kind):
    letters = Delivery.objects.filter(mailing__kind=kind).order_by("pk")
    return [(letter.email, letter.mailing.state) for letter in letters.select_related("mailing")]


def test_letters_after_go_to_those_concerned_once_and_can_be_undone(office):
    event = make_held()
    came, away = make_signup(event, attended=True), make_signup(event, attended=False)
    make_signup(event)

    first = office.post(at("send_missed", event), {"missed-text": "Hej!\n\nVälkommen åter."})
    again = office.post(at("send_missed", event), {})
    office.post(at("send_thanks", event), {})

    assert told("events/missed") == [(away.email, "approved")]
    assert told("events/thanks") == [(came.email, "approved")]
    mailing = Mailing.objects.get(kind="events/missed")
    assert first.url == mailing.get_absolute_url()
    assert mailing.values == {"paragraphs": ["Hej!", "Välkommen åter."]}
    assert again.status_code == 422
    assert "Det finns ingen kvar att skriva till." in again.text
    posting.undo(mailing, by=None)
    assert told("events/missed") == [(away.email, "draft")]


def test_a_cancelled_letter_may_be_sent_again():
    by = make_secretary()
    away = make_signup(make_held(), attended=False)

    posting.cancel(following_up.send_missed(away.event, by=by), by=by)
    following_up.send_missed(away.event, by=by)

    assert told("events/missed") == [(away.email, "cancelled"), (away.email, "approved")]


@pytest.mark.parametrize("what", ["send_missed", "send_thanks", "open_evaluation"])
def test_nothing_is_sent_before_the_event_is_over(office, what):
    event = make_event()
    make_signup(event, attended=True)
    make_signup(event, attended=False)

    response = office.post(at(what, event), {"is_anonymous": "yes"})

    assert response.status_code == 422
    assert "Evenemanget är inte slut än." in response.text
    assert Mailing.objects.count() == 0


def test_the_evaluation_is_opened_and_closed_from_the_page(office):
    event = make_held()
    make_signup(event, attended=True)

    office.post(at("open_evaluation", event), {"is_anonymous": "no"})
    shown = office.get(at("after", event))
    office.post(at("close_evaluation", event))
    closed = office.get(at("after", event))

    evaluation = Evaluation.objects.get()
    assert evaluation.is_anonymous is False
    assert evaluation.closed_at is not None
    assert "0 av 1 har svarat" in shown.text
    assert "Läs svaren" in closed.text


def test_the_desk_asks_who_came_until_it_is_noted(office):
    signup = make_signup(make_held(title="Verktygslådan"))

    asked = office.get(reverse("desk"))
    office.post(at("attendance", signup.event), {"do": "rest_present"})
    noted = office.get(reverse("desk"))

    assert "Notera vilka som kom till ”Verktygslådan”" in asked.text
    assert "Notera vilka som kom" not in noted.text


def test_a_meeting_without_sign_up_has_no_attendance(office):
    event = make_held(has_signup=False)

    assert office.get(at("attendance", event)).status_code == 404


def test_the_pages_around_the_day_are_the_secretariat_s_alone(client):
    signup = make_signup(make_held(), state=Signup.State.CONFIRMED)

    response = client.get(at("attendance", signup.event))

    assert response.url.startswith("/konto/login/")
