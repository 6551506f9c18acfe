"""The newsletter for other systems: the archive for anybody, and sending for who has a key."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from newsletter import api_views, entrusting, parts
from newsletter.models import ApiDeed, ApiKey, Issue
from sekom.outbox import telling
from sekom.outbox.models import Delivery, Mailing
from tests.event_factories import make_event
from tests.factories import make_former_contact, make_secretary
from tests.newsletter_factories import (
    make_article,
    make_block,
    make_issue,
    make_letter,
    make_picture,
    make_sent_issue,
    make_subscriber,
)

pytestmark = pytest.mark.django_db

ALL = "/api/nyhetsbrev/"
SITE = "http://127.0.0.1:8000"


@pytest.fixture(autouse=True)
def quiet():
    """Nobody has been here before, and the language that is asked for is forgotten."""
    cache.clear()
    with override(None):
        yield


@pytest.fixture
def secretary():
    return make_secretary()


@pytest.fixture
def secret(secretary):
    return entrusting.make_key(name="Intranätet", by=secretary)[1]


@pytest.fixture
def issue():
    make_subscriber("anna@example.org")
    make_subscriber("bo@example.org")
    return make_issue(title="Oktober", audience={"subscribers": "all"})


def get(path=ALL, secret=""):
    return Client(headers=_shown(secret)).get(path)


def post(path, secret="", body='{"recipients": 2}', kind="application/json"):
    return Client(headers=_shown(secret), enforce_csrf_checks=True).post(path, body, kind)


def _shown(secret):
    shown = {"Authorization": f"Bearer {secret}"} if secret else {}
    return shown | {"Accept-Language": "en"}


def titles(answer):
    return [told["title"] for told in answer.json()["issues"]]


def problem(answer):
    """(status, sentence) of a problem; what every problem has is there."""
    told = answer.json()
    assert answer["Content-Type"] == "application/problem+json"
    assert told["status"] == answer.status_code
    return told["status"], told["detail"]


# --- Reading ------------------------------------------------------------------------------------


def test_anybody_reads_the_archive_with_nothing_of_a_reader_in_it():
    sent = make_sent_issue(title="Oktober", slug="oktober")
    letter = make_letter(make_subscriber("anna@example.org", name="Anna"), sent)
    make_sent_issue(title="Bara för styrelsen", is_in_archive=False)
    make_issue(title="Utkast")

    answer = get()

    told = answer.json()
    assert (told["count"], told["page"], told["pages"], told["next"]) == (1, 1, 1, None)
    [one] = told["issues"]
    html = one.pop("html")
    assert one == {
        "id": sent.pk,
        "title": "Oktober",
        "subject": "Svara tillsammans",
        "preview": "Fem korta nyheter.",
        "topic": "news",
        "published_at": f"{sent.sent_at:%Y-%m-%dT%H:%M:%S.}{sent.sent_at.microsecond // 1000:03}Z",
        "address": f"{SITE}/nyhetsbrev/oktober/",
        "text": "Oktober\n\nRubrik\n------\n\nText.",
    }
    assert "<h2>Rubrik</h2><p>Text.</p>" in html
    assert str(letter.token) not in answer.text
    assert get(f"{ALL}{sent.pk}/").json() == one | {"html": html}
    assert (answer.cookies, answer.has_header("Access-Control-Allow-Origin")) == ({}, False)


def test_an_issue_is_not_in_the_archive_while_it_can_be_undone(issue, secretary):
    entrusting.send(issue, key=entrusting.make_key(name="Intranätet", by=secretary)[0], expected=2)

    assert titles(get()) == []
    assert problem(get(f"{ALL}{issue.pk}/")) == (404, "There is no such issue.")


def test_a_log_in_opens_no_more_than_nothing_does(client, issue, secretary, settings):
    settings.REQUIRE_TWO_FACTOR = False
    client.force_login(secretary)

    assert titles(client.get(ALL)) == []
    assert client.post(f"{ALL}{issue.pk}/skicka/").status_code == 401


def test_a_key_reads_drafts_and_how_every_issue_stands(issue, secret):
    sent = make_sent_issue(title="September")
    later = timezone.now() + timedelta(days=1)
    make_issue(title="Jul", state=Issue.State.SCHEDULED, scheduled_at=later)

    answer = get(secret=secret)

    found = {
        told["title"]: (told["state"], bool(told["address"]), len(told["sendings"]))
        for told in answer.json()["issues"]
    }
    assert found == {
        "Oktober": ("draft", False, 0),
        "September": ("sent", True, 1),
        "Jul": ("scheduled", False, 0),
    }
    assert get(f"{ALL}{issue.pk}/", secret).json()["recipients"] == 2
    assert "recipients" not in get(f"{ALL}{sent.pk}/", secret).json()
    assert answer["Cache-Control"] == "no-store"
    assert "Authorization" in answer["Vary"]


def test_the_numbers_are_those_of_the_page_of_the_mailing(issue, secret, secretary):
    key = entrusting.key_for(secret)
    mailing = entrusting.send(issue, key=key, expected=2).mailing
    mailing.batches.update(sent=1)
    Mailing.objects.update(state=Mailing.State.SENDING)

    [told] = get(f"{ALL}{issue.pk}/", secret).json()["sendings"]

    progress = telling.progress(mailing)
    names = ("addressed", "sent", "failed", "waiting", "left_out")
    wanted = [getattr(progress, name) for name in names]
    assert wanted == [2, 1, 0, 1, 0]
    assert [told[name] for name in ("recipients", *names[1:])] == wanted
    assert (told["state"], told["undo_until"]) == ("sending", None)


@pytest.mark.parametrize("with_key", [False, True])
def test_the_list_asks_as_much_for_one_issue_as_for_three(with_key, secret):
    picture = make_picture()

    def add():
        full = make_sent_issue()
        draft = make_issue()
        for one in (full, draft):
            make_block(one, "article", article=make_article(picture_id=picture.pk))
            make_block(one, "event", event=make_event())
        for block in full.blocks.all():
            parts.freeze(block)
        full.mailing.batches.create(number=1, total=3, sent=3)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert get(secret=secret if with_key else "").status_code == 200
        return len(queries)

    add()
    get(secret=secret)
    for_one = asked()
    add()
    add()

    assert asked() == for_one


def test_the_archive_comes_in_pages():
    for number in range(3):
        make_sent_issue(title=f"Brev {number}")

    first = get(f"{ALL}?antal=2").json()
    second = get(first["next"].removeprefix(SITE)).json()

    assert [len(page["issues"]) for page in (first, second)] == [2, 1]
    assert (first["count"], first["pages"], second["next"]) == (3, 2, None)
    assert problem(get(f"{ALL}?sida=3&antal=2")) == (
        404,
        "There is no such page; the last one is 2.",
    )


@pytest.mark.parametrize(
    ("query", "name"),
    [("sida=0", "sida"), ("sida=a", "sida"), ("sida=²", "sida"), ("antal=51", "antal")],
)
def test_a_number_that_is_none_is_refused(query, name):
    most = {"sida": 1_000_000, "antal": 50}[name]

    assert problem(get(f"{ALL}?{query}")) == (
        422,
        f"Give “{name}” as a number from 1 to {most}.",
    )


# --- Keys ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("shown", ["Bearer sekom_gissad", "Bearer", "Basic YTpi", "Bearer å"])
@pytest.mark.parametrize("send", [False, True])
def test_a_key_that_opens_nothing_is_refused(issue, shown, send):
    client = Client(headers={"Authorization": shown, "Accept-Language": "en"})

    answer = client.post(f"{ALL}{issue.pk}/skicka/") if send else client.get(ALL)

    assert problem(answer)[0] == 401
    assert answer["WWW-Authenticate"] == 'Bearer realm="sekom"'
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("what", ["skicka", "angra"])
def test_nothing_is_sent_or_undone_without_a_key(issue, what):
    answer = post(f"{ALL}{issue.pk}/{what}/")

    assert problem(answer)[0] == 401
    assert Mailing.objects.count() == 0


def test_a_key_that_was_revoked_or_whose_maker_has_left_opens_nothing(secretary, issue):
    revoked, secret_of_revoked = entrusting.make_key(name="Gammal", by=secretary)
    entrusting.revoke(revoked, by=secretary)
    _key, secret_of_former = entrusting.make_key(name="Före detta", by=make_former_contact())

    answers = [
        post(f"{ALL}{issue.pk}/skicka/", secret) for secret in (secret_of_revoked, secret_of_former)
    ]

    assert [problem(answer)[0] for answer in answers] == [401, 401]


def test_a_key_that_is_revoked_between_being_shown_and_sending_sends_nothing(issue, secret):
    def revoke_once_noted(execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        if 'SET "used_at"' in sql:
            ApiKey.objects.update(revoked_at=timezone.now())
        return answer

    with connection.execute_wrapper(revoke_once_noted):
        answer = post(f"{ALL}{issue.pk}/skicka/", secret)

    assert problem(answer)[0] == 401
    assert (ApiKey.objects.get().used_at is None, Mailing.objects.count()) == (False, 0)


def test_who_guesses_keys_has_to_wait_and_others_have_not(secret, monkeypatch):
    monkeypatch.setattr(api_views, "MOST_WRONG_A_MINUTE", 2)

    answers = [get(secret="sekom_gissad") for _try in range(3)]

    assert [answer.status_code for answer in answers] == [401, 401, 429]
    assert answers[-1]["Retry-After"] == "60"
    assert problem(answers[-1])[1] == "That was too often. Wait a minute and try again."
    assert get(secret=secret).status_code == 200


def test_a_key_that_asks_without_end_has_to_wait(secret, secretary, monkeypatch):
    monkeypatch.setattr(api_views, "MOST_A_MINUTE", 2)
    other = entrusting.make_key(name="Ett annat", by=secretary)[1]

    answers = [get(secret=secret).status_code for _request in range(3)]

    assert answers == [200, 200, 429]
    assert get(secret=other).status_code == 200


# --- Sending ------------------------------------------------------------------------------------


def test_a_key_sends_a_draft_and_again_answers_the_same(issue, secret, secretary):
    first = post(f"{ALL}{issue.pk}/skicka/", secret)
    again = post(f"{ALL}{issue.pk}/skicka/", secret)

    [told] = first.json()["sendings"]
    mailing = Mailing.objects.get()
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json() == first.json()
    assert (told["state"], told["recipients"], told["waiting"]) == ("approved", 2, 2)
    assert (first.json()["state"], bool(told["undo_until"])) == ("sent", True)
    assert (mailing.sender, Delivery.objects.count()) == (secretary, 2)
    assert ApiDeed.objects.filter(what="sent").count() == 1
    assert (first["Cache-Control"], first.cookies) == ("no-store", {})


def test_a_key_takes_back_within_the_minute_and_not_later(issue, secret):
    post(f"{ALL}{issue.pk}/skicka/", secret)
    undone = [post(f"{ALL}{issue.pk}/angra/", secret, "").json()["state"] for _time in range(2)]
    post(f"{ALL}{issue.pk}/skicka/", secret)
    Mailing.objects.update(send_after=timezone.now())

    late = post(f"{ALL}{issue.pk}/angra/", secret, "")

    assert undone == ["draft", "draft"]
    assert problem(late) == (
        409,
        "It is too late to undo: the first letters have left. You can pause it.",
    )


def test_another_number_is_refused_with_the_true_one(issue, secret):
    answer = post(f"{ALL}{issue.pk}/skicka/", secret, '{"recipients": 3}')

    assert answer.json() == {
        "title": "Conflict",
        "status": 409,
        "detail": "It would be 2 letters now. Nothing has been sent.",
        "recipients": 2,
    }
    assert (Issue.objects.get().state, Mailing.objects.count()) == (Issue.State.DRAFT, 0)


def test_what_stops_the_button_stops_a_key(secret):
    make_subscriber()
    issue = make_issue(subject="", audience={"subscribers": "all"})

    answer = post(f"{ALL}{issue.pk}/skicka/", secret, '{"recipients": 1}')

    assert problem(answer) == (409, "Write a subject line.")
    assert Issue.objects.get().is_draft


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ('{"recipients": 2}', "text/plain", 415),
        ("recipients=2", "application/x-www-form-urlencoded", 415),
        (" " * 10_001, "application/json", 413),
        ("null", "application/json", 422),
        ("[" * 9_000, "application/json", 422),
        ('{"recipients": "2"}', "application/json", 422),
        ('{"recipients": true}', "application/json", 422),
        ('{"recipients": 2.0}', "application/json", 422),
        ('{"recipients": 0}', "application/json", 422),
        ('{"recipients": 99999999999}', "application/json", 422),
        ('{"recipients": ' + "9" * 5_000 + "}", "application/json", 422),
        ("[2]", "application/json", 422),
        ("2", "application/json", 422),
        (b"\xff\xfe\x00", "application/json", 422),
    ],
)
def test_what_does_not_say_to_how_many_sends_nothing(issue, secret, body, kind, status):
    answer = post(f"{ALL}{issue.pk}/skicka/", secret, body, kind)

    assert problem(answer)[0] == status
    assert Mailing.objects.count() == 0


def test_what_is_not_there_and_what_an_address_does_not_take(issue, secret):
    missing = [post(f"{ALL}{pk}/skicka/", secret) for pk in (issue.pk + 1, 10**30)]
    wrong = [post(ALL), get(f"{ALL}{issue.pk}/skicka/", secret), Client().options(ALL)]

    assert [problem(answer)[0] for answer in missing] == [404, 404]
    assert [(problem(answer)[0], answer["Allow"]) for answer in wrong] == [
        (405, "GET, HEAD"),
        (405, "POST"),
        (405, "GET, HEAD"),
    ]


def test_the_head_of_an_answer_has_no_body(secret):
    answer = Client(headers=_shown(secret)).head(ALL)

    assert (answer.status_code, answer.content) == (200, b"")
