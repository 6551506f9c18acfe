from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone

from events import checking_in
from events.checking_in import Checked, Outcome
from events.models import Signup
from tests.event_factories import make_event, make_signup
from tests.factories import make_secretary

pytestmark = pytest.mark.django_db


def test_a_code_has_only_signs_that_look_like_no_other():
    assert checking_in.code_of(UUID(int=2**128 - 1)) == "ZZZZZZZZ"
    assert checking_in.code_of(UUID(int=0)) == "22222222"


@pytest.mark.parametrize(
    "text", ["{}", " {} ", "https://example.org/kansli/evenemang/x/incheckning/?kod={}"]
)
def test_check_in_takes_the_code_however_it_comes(text):
    signup = make_signup()
    code = text.format(checking_in.shown_code_of(signup).lower())

    checked = checking_in.check_in(signup.event, code, by=make_secretary())

    signup.refresh_from_db()
    assert checked == Checked(Outcome.NEW, signup, signup.attended_at)
    assert signup.attended is True


def test_a_second_scan_says_since_when_they_are_here():
    by, signup = make_secretary(), make_signup()
    code = checking_in.code_of(signup.uid)

    first = checking_in.check_in(signup.event, code, by=by)
    second = checking_in.check_in(signup.event, code, by=by)

    assert second == Checked(Outcome.ALREADY, signup, first.at)


@pytest.mark.parametrize("state", [s for s in Signup.State if s != Signup.State.CONFIRMED])
def test_who_has_no_place_is_not_checked_in(state):
    signup = make_signup(state=state)

    checked = checking_in.check_in(
        signup.event, checking_in.code_of(signup.uid), by=make_secretary()
    )

    assert checked == Checked(Outcome.NO_PLACE, signup)
    signup.refresh_from_db()
    assert signup.attended is None


@pytest.mark.parametrize("code", ["", "2222-2222", "https://example.org/", "ÅÄÖ" * 100])
def test_a_code_of_nobody_is_unknown(code):
    make_signup(event := make_event())

    assert checking_in.check_in(event, code, by=make_secretary()) == Checked(Outcome.UNKNOWN)


def test_the_code_of_another_event_is_unknown_here():
    elsewhere = make_signup()

    checked = checking_in.check_in(
        make_event(), checking_in.code_of(elsewhere.uid), by=make_secretary()
    )

    assert checked == Checked(Outcome.UNKNOWN)


@pytest.mark.parametrize(
    ("ago", "counts"),
    [(timedelta(hours=2), True), (timedelta(hours=25), False), (-timedelta(hours=1), False)],
)
def test_a_mark_that_was_kept_without_a_network_counts_from_when_it_was_made(ago, counts):
    signup = make_signup()
    at = timezone.now() - ago

    code = checking_in.code_of(signup.uid)
    checked = checking_in.check_in(signup.event, code, by=make_secretary(), at=at)

    assert (checked.at == at) is counts


def test_only_who_comes_to_a_place_has_a_ticket():
    on_site = make_event(form="on_site", place="Karlskrona")
    ticket = checking_in.ticket_of(make_signup(on_site))

    assert ticket.picture.startswith("data:image/svg+xml;base64,")
    assert checking_in.ticket_of(make_signup(on_site, state=Signup.State.WAITING)) is None
    assert checking_in.ticket_of(make_signup()) is None


def test_the_page_checks_in_with_and_without_a_script(client):
    client.force_login(make_secretary())
    one, other = (make_signup(make_event(), name=name) for name in ("Åsa Öberg", "Bo Ek"))
    pages = [reverse("events:check_in", args=[row.event.slug]) for row in (one, other)]
    codes = [checking_in.code_of(row.uid) for row in (one, other)]

    typed = client.post(pages[0], {"code": codes[0]})
    again = client.post(pages[0], {"code": codes[0]}, headers={"Accept": "application/json"})
    kept = client.post(
        pages[1],
        {"code": codes[1], "at": "not a moment"},
        headers={"Accept": "application/json"},
    )

    assert "Åsa Öberg är incheckad." in typed.text
    assert again.json()["outcome"] == "already"
    assert kept.json() == {"outcome": "new", "said": "Bo Ek är incheckad."}


def test_a_camera_s_own_link_only_fills_the_code_in(client):
    client.force_login(make_secretary())
    signup = make_signup()
    code = checking_in.code_of(signup.uid)

    response = client.get(reverse("events:check_in", args=[signup.event.slug]), {"kod": code})

    assert f'value="{code}"' in response.text
    signup.refresh_from_db()
    assert signup.attended is None


def test_a_wrong_code_says_so(client):
    client.force_login(make_secretary())
    page = reverse("events:check_in", args=[make_event().slug])

    wrong = client.post(page, {"code": "2222-2222"})
    empty = client.post(page, {"code": ""})

    assert [wrong.status_code, empty.status_code] == [422, 422]
    assert "Ingen på det här evenemanget har den koden." in wrong.text
    assert "Skriv koden först." in empty.text
