from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from events import evaluating, tasks
from events.models import Asked, Evaluation, Reply
from sekom.outbox.models import Delivery
from surveys.models import Version
from tests.event_factories import make_event, make_signup
from tests.factories import make_pair, make_person, make_secretary

pytestmark = pytest.mark.django_db

ANSWERS = {"nytta": "stor", "takt": "lagom", "battre": "Mer tid."}


def make_held(people=3, **columns):
    """An event that was held yesterday, to which these came."""
    event = make_event(starts_at=timezone.now() - timedelta(days=1), **columns)
    for _number in range(people):
        make_signup(event, attended=True)
    return event


def make_evaluation(replies=0, people=6, **given):
    """An open evaluation with so many replies."""
    event = make_held(people)
    evaluation = evaluating.open_evaluation(event, by=make_secretary(), **given)
    for asked in evaluation.asked.all()[:replies]:
        evaluating.reply(asked, ANSWERS)
    return evaluation


def path_of(asked):
    return evaluating.link_to(asked).removeprefix("http://127.0.0.1:8000")


def test_open_evaluation_asks_those_who_came_once_each():
    by, event = make_secretary(), make_held(people=2)
    make_signup(event, attended=False)
    make_signup(event)

    evaluating.open_evaluation(event, by=by)
    with pytest.raises(ValidationError):  # nobody is left
        evaluating.open_evaluation(event, by=by)
    late = make_signup(event, attended=True)
    evaluating.open_evaluation(event, by=by)

    asked = set(Asked.objects.values_list("signup__email", flat=True))
    told = Delivery.objects.filter(mailing__kind="events/evaluation").values_list(
        "email", flat=True
    )
    assert sorted(told) == sorted(asked)
    assert late.email in asked
    assert len(asked) == 3


def test_open_evaluation_refuses_before_the_event_is_over_and_asks_nobody():
    event = make_event()
    make_signup(event, attended=True)

    with pytest.raises(ValidationError) as refusal:
        evaluating.open_evaluation(event, by=make_secretary())

    assert refusal.value.code == "early"
    assert not Evaluation.objects.exists()


def test_open_evaluation_refuses_when_nobody_came():
    with pytest.raises(ValidationError) as refusal:
        evaluating.open_evaluation(make_held(people=0), by=make_secretary())

    assert refusal.value.code == "nobody"
    assert not Evaluation.objects.exists()


def test_the_newest_published_form_is_asked_and_ours_where_there_is_none():
    first = evaluating.form()
    again = evaluating.form()
    draft = Version.objects.create(survey=first.survey, number=2, title="Utkast", file_name="")

    assert first == again == evaluating.form()
    assert [item.key for item in first.questionnaire().items][:2] == ["nytta", "mest_nytta"]
    assert draft.is_published is False


def test_a_form_that_asks_for_numbers_is_not_taken():
    survey = evaluating.form().survey
    version = Version.objects.create(survey=survey, number=2, title="Ny", file_name="")
    version.questions.create(position=1, key="ar", kind="integer", sheet_row=2, labels={"sv": "År"})
    Version.objects.filter(pk=version.pk).update(published_at=timezone.now())

    with pytest.raises(ValidationError) as refusal:
        evaluating.open_evaluation(make_held(), by=make_secretary())

    assert refusal.value.code == "kinds"


def test_an_anonymous_reply_cannot_be_matched_with_who_was_asked():
    evaluation = make_evaluation(replies=1)

    reply = Reply.objects.get()

    assert reply.signup is None
    assert reply.answers == ANSWERS
    assert evaluation.asked.filter(has_answered=True).count() == 1
    moments = [f.name for f in (*Asked._meta.fields, *Reply._meta.fields) if "_at" in f.name]
    assert moments == []


def test_a_reply_with_names_says_whose_it_is():
    evaluation = make_evaluation(replies=1, is_anonymous=False)

    assert Reply.objects.get().signup == evaluation.asked.get(has_answered=True).signup


def test_a_second_reply_and_one_after_the_close_are_refused():
    evaluation = make_evaluation(replies=1)
    answered, other = evaluation.asked.order_by("-has_answered")[:2]

    with pytest.raises(ValidationError) as twice:
        evaluating.reply(answered, ANSWERS)
    evaluating.close(evaluation)
    evaluating.close(evaluation)
    with pytest.raises(ValidationError) as late:
        evaluating.reply(other, ANSWERS)

    assert [twice.value.code, late.value.code] == ["twice", "closed"]
    assert Reply.objects.count() == 1


def test_an_evaluation_closes_by_itself_after_its_last_day():
    evaluation = make_evaluation()
    tasks.close_evaluations()
    evaluation.refresh_from_db()
    assert evaluation.closed_at is None

    Evaluation.objects.update(closes_at=timezone.now())
    tasks.close_evaluations()
    evaluation.refresh_from_db()
    closed_at = evaluation.closed_at
    tasks.close_evaluations()
    evaluation.refresh_from_db()

    assert closed_at is not None
    assert evaluation.closed_at == closed_at


def titles_and_counts(findings):
    """{question: what its table says}, of the questions that are drawn."""
    return {
        result.key: {bar.label: bar.value for bar in result.figure.chart.bars}
        for section in findings.sections
        for result in section.results
        if result.figure
    }


def test_nothing_is_shown_while_it_is_open_or_when_too_few_have_replied():
    still_open = make_evaluation(replies=6)
    few = evaluating.close(make_evaluation(replies=4))

    for evaluation in (still_open, few):
        assert evaluating.findings(evaluation, sees_words=True).sections == ()


def test_figures_are_for_all_and_words_for_the_secretariat():
    evaluation = evaluating.close(make_evaluation(replies=6))

    shown = evaluating.findings(evaluation, sees_words=False)
    read = evaluating.findings(evaluation, sees_words=True)

    assert titles_and_counts(shown)["nytta"] == titles_and_counts(read)["nytta"]
    assert titles_and_counts(shown)["nytta"]["Stor nytta"] == 6
    words = {
        result.key: result.texts for one in (shown, read) for result in one.sections[0].results
    }
    assert [text.text for text in words["battre"]] == ["Mer tid."] * 6
    assert {text.member for text in words["battre"]} == {""}
    assert all(not result.texts for result in shown.sections[0].results)


def test_the_secretariat_reads_all_of_an_evaluation_with_names():
    evaluation = evaluating.close(make_evaluation(replies=1, is_anonymous=False))

    read = evaluating.findings(evaluation, sees_words=True)
    shown = evaluating.findings(evaluation, sees_words=False)

    [words] = [result.texts for result in read.sections[0].results if result.key == "battre"]
    assert [text.member for text in words] == [Reply.objects.get().signup.name]
    assert shown.sections == ()


def test_the_page_of_the_letter_takes_one_reply_and_looking_changes_nothing(client):
    asked = make_evaluation().asked.first()
    page = path_of(asked)

    looked = client.get(page)
    wrong = client.post(page, {"q_takt": "lagom"})
    assert Reply.objects.count() == 0
    sent = client.post(page, {"q_nytta": "stor", "q_mest_nytta": ["samtal"]}, follow=True)
    again = client.post(page, {"q_nytta": "stor"})

    assert "Ditt svar är anonymt" in looked.text
    assert wrong.status_code == 422
    assert "Vi har fått ditt svar." in sent.text
    assert again.status_code == 422
    assert Reply.objects.get().answers == {"nytta": "stor", "mest_nytta": ["samtal"]}


def test_a_forged_link_leads_nowhere(client):
    assert client.get(reverse("events:evaluate", args=["1:abc"])).status_code == 404


def test_the_answers_are_read_by_the_network_alone(client):
    evaluation = evaluating.close(make_evaluation(replies=6))
    page = reverse("events:evaluation", args=[evaluation.event.slug])

    politician, _officer = make_pair()
    seen = {}
    for who, person in (("seated", politician), ("nobody", make_person())):
        client.force_login(person)
        seen[who] = client.get(page)

    assert seen["nobody"].status_code == 404
    assert "Stor nytta" in seen["seated"].text
    assert "Mer tid." not in seen["seated"].text
