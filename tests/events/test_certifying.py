import re
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from events import certifying, tasks
from events.models import Certificate
from tests.event_factories import make_event, make_signup

pytestmark = pytest.mark.django_db


def make_attended(**columns):
    """Somebody who came yesterday."""
    event = make_event("Verktygslådan", starts_at=timezone.now() - timedelta(days=1))
    given = {"attended": True, "name": "Åsa Öberg", "email": "asa@example.org"}
    return make_signup(event, **(given | columns))


@pytest.mark.parametrize("attended", [None, False])
def test_issue_refuses_who_is_not_noted_as_there(attended):
    with pytest.raises(ValidationError) as refusal:
        certifying.issue(make_attended(attended=attended))

    assert refusal.value.code == "absent"
    assert not Certificate.objects.exists()


def test_issue_refuses_before_the_event_is_over():
    with pytest.raises(ValidationError):
        certifying.issue(make_signup(attended=True))


def test_issue_twice_is_one_certificate():
    signup = make_attended()

    assert certifying.issue(signup) == certifying.issue(signup)


def test_a_code_is_found_however_it_is_typed():
    certificate = certifying.issue(make_attended())

    assert certifying.find(certificate.shown_code.lower().replace("-", " ")) == certificate
    assert certifying.find("") is None
    assert certifying.find("ABCD-EFGH-JKLM") is None


def test_a_certificate_is_none_when_it_turns_out_that_nobody_came():
    certificate = certifying.issue(make_attended())
    certificate.signup.attended = False
    certificate.signup.save(update_fields=["attended"])

    assert certifying.find(certificate.code) is None


def test_the_link_of_the_letter_leads_to_the_pdf(client, django_capture_on_commit_callbacks):
    page = certifying.path_of(make_attended())

    looked = client.get(page)
    assert not Certificate.objects.exists()
    sent = client.post(page)
    with django_capture_on_commit_callbacks(execute=True):
        waits = client.get(sent.url)
    made = client.get(sent.url)

    assert "Åsa Öberg deltog" in looked.text
    assert re.search(r"(Mån|Tis|Ons|Tors|Fre|Lör|Sön)dag \d", looked.text)
    assert [waits.status_code, made.status_code] == [202, 200]
    assert made["Content-Type"] == "application/pdf"
    with pikepdf.open(BytesIO(made.content)) as pdf:
        assert pdf.docinfo["/Title"] == "Intyg för Åsa Öberg"
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "sv"
        assert len(pdf.pages) == 1


def test_make_twice_keeps_the_same_file():
    certificate = certifying.issue(make_attended())

    tasks.make_certificate(certificate.pk)
    first = certifying.file_of(certificate)
    tasks.make_certificate(certificate.pk)

    assert certifying.file_of(certificate) == first
    assert first.startswith(b"%PDF")


def test_who_was_not_there_is_told_so(client):
    response = client.post(certifying.path_of(make_attended(attended=None)))

    assert response.status_code == 422
    assert "Det är inte noterat att du deltog." in response.text
    assert client.get(reverse("events:get_certificate", args=["1:abc"])).status_code == 404


def test_the_page_of_a_code_tells_name_event_and_date_alone(client):
    certificate = certifying.issue(make_attended())

    asked = client.post(
        reverse("events:look_up_certificate"), {"code": certificate.shown_code}, follow=True
    )

    assert "Åsa Öberg" in asked.text
    assert "Verktygslådan" in asked.text
    assert "asa@example.org" not in asked.text


def test_a_wrong_code_says_so_and_many_have_to_wait(client, settings):
    page = reverse("events:check_certificate", args=["ABCD-EFGH-JKLM"])

    answers = [client.get(page, REMOTE_ADDR="192.0.2.77") for _try in range(21)]

    assert [answer.status_code for answer in answers] == [404] * 20 + [429]
    assert "Vi har inget intyg med den koden." in answers[0].text
    assert "Vänta en timme" in answers[-1].text
    empty = client.post(reverse("events:look_up_certificate"), {"code": ""})
    assert empty.status_code == 422
