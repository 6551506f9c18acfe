"""Files of issues as readers fetch them: a look counts nothing, the button counts one."""

import pytest
from django.core.cache import cache
from django.test import Client

from newsletter.models import File
from sekom.outbox.models import Mailing
from tests.factories import make_person, make_secretary
from tests.newsletter_factories import make_file, make_issue, make_sent_issue

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\nDagordning\n"


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    settings.REQUIRE_TWO_FACTOR = False
    cache.clear()


@pytest.fixture
def file():
    return make_file(make_sent_issue(), "Dagordning årsmöte.pdf", PDF)


def count():
    return File.objects.get().fetched_count


def test_the_page_says_what_one_gets_and_to_look_counts_nothing(client, file):
    answer = client.get(file.get_absolute_url())
    client.head(file.get_absolute_url())

    assert ("Dagordning årsmöte.pdf" in answer.text, "PDF, " in answer.text) == (True, True)
    assert (answer.cookies, "no-store" in answer["Cache-Control"]) == ({}, True)
    assert count() == 0


def test_the_button_counts_one_and_gives_the_file_without_cookie_or_token(file):
    reader = Client(enforce_csrf_checks=True)

    answers = [reader.post(file.get_absolute_url()) for _time in "12"]

    assert [(answer.status_code, answer.cookies) for answer in answers] == [(303, {})] * 2
    assert len({answer.url for answer in answers}) == 1
    assert count() == 2
    given = reader.get(answers[0].url)
    assert b"".join(given.streaming_content) == PDF
    assert given["Content-Type"] == "application/pdf"
    assert given["Content-Disposition"].startswith("attachment; filename*=utf-8''Dagordning%20")
    assert (given["X-Content-Type-Options"], given.cookies) == ("nosniff", {})
    assert count() == 2


def test_a_machine_that_presses_again_and_again_counts_no_more_than_a_town_hall(
    client, file, monkeypatch
):
    monkeypatch.setattr("newsletter.file_views.MOST_PER_HOUR", 2)

    answers = [client.post(file.get_absolute_url()).status_code for _time in "1234"]

    assert (answers, count()) == ([303] * 4, 2)


def test_the_file_has_one_name(client, file):
    address = client.post(file.get_absolute_url()).url

    assert b"".join(client.get(address).streaming_content) == PDF
    assert client.get(f"{file.get_absolute_url()}annat.exe").status_code == 404
    assert client.get("/nyhetsbrev/fil/finns-inte/").status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_file_of_a_draft_is_there_for_the_secretariat_alone(client, method):
    file = make_file(make_issue())
    answers = []
    for person in (None, make_person(), make_secretary()):
        if person:
            client.force_login(person)
        answers.append(getattr(client, method)(file.get_absolute_url()).status_code)

    assert answers == [404, 404, 200 if method == "get" else 303]
    assert count() == 0


def test_a_file_is_there_once_the_letters_leave_and_only_while_it_stands_in_one(client, file):
    Mailing.objects.update(state=Mailing.State.APPROVED)
    waiting = client.get(file.get_absolute_url()).status_code
    Mailing.objects.update(state=Mailing.State.SENDING)
    leaving = client.get(file.get_absolute_url()).status_code
    file.blocks.all().delete()
    taken_away = client.get(file.get_absolute_url()).status_code

    assert (waiting, leaving, taken_away) == (404, 200, 404)


def test_the_secretariat_sees_how_often_a_file_was_fetched(client, file):
    File.objects.update(fetched_count=12)
    client.force_login(make_secretary())

    text = client.get(f"/kansli/nyhetsbrev/{file.issue_id}/utskick/").text

    assert ("Dagordning årsmöte.pdf" in text, "12" in text) == (True, True)


def test_the_archive_leads_to_the_file(client, file):
    text = client.get(file.issue.get_absolute_url()).text

    assert f'href="{file.get_absolute_url()}"' in text
