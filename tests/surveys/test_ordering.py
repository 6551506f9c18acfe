from datetime import timedelta

import pytest
from django.utils import timezone, translation

from surveys import ordering, receipts, reporting
from surveys.models import Report
from tests.factories import make_secretary
from tests.survey_factories import make_response, make_round

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    """Files of its own for each test, and English words."""
    settings.MEDIA_ROOT = tmp_path
    with translation.override("en"):
        yield


@pytest.fixture
def round():
    """A closed round with one response."""
    round = make_round(closed=True)
    make_response(round, answers={"home": "kontor"}, signed="both")
    return round


def test_asking_twice_gives_the_one_that_is_being_built(round):
    by = make_secretary()

    first = ordering.request_report(round, by=by)
    second = ordering.request_report(round, by=by)

    assert first == second
    assert (first.state, first.step, first.steps) == (Report.State.BUILDING, 0, 5)


def test_asking_queues_one_build(round, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        report = ordering.request_report(round, by=make_secretary())

    report.refresh_from_db()
    assert report.state == Report.State.READY


def test_an_up_to_date_report_is_handed_back_and_another_answer_makes_a_new_one(round):
    report = ordering.request_report(round, by=make_secretary())
    reporting.build_report(report.pk)

    same = ordering.request_report(round, by=report.created_by)
    make_response(round, answers={"home": "bygg"}, accepted="Vakant")
    other = ordering.request_report(round, by=report.created_by)

    assert same == report
    assert (other == report, other.state) == (False, Report.State.BUILDING)


def test_a_build_that_was_stopped_may_be_asked_for_anew(round):
    by = make_secretary()
    stopped = ordering.request_report(round, by=by)
    Report.objects.update(created_at=timezone.now() - timedelta(minutes=16))

    fresh = ordering.request_report(round, by=by)

    stopped.refresh_from_db()
    assert (stopped.state, stopped.problem) == (
        Report.State.FAILED,
        "It was stopped before it was done.",
    )
    assert (fresh == stopped, fresh.state) == (False, Report.State.BUILDING)


def test_a_receipt_is_made_once_the_transaction_is_through(
    round, django_capture_on_commit_callbacks
):
    response = round.responses.get()

    with django_capture_on_commit_callbacks(execute=True):
        ordering.request_receipt(response)
        assert not receipts.is_made(response)

    assert receipts.is_made(response)
