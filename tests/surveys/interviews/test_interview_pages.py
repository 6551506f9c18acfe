"""The pages of an interview, and the ones that a group reaches by its link."""

import io

import pytest
from django.urls import reverse

from members.models import today
from sekom.outbox.models import Delivery
from surveys.interviews import approving, interviewing
from surveys.interviews.models import AnswerText, Interview
from tests.factories import make_pair
from tests.interview_factories import make_department, make_guest, make_interview, make_study

pytestmark = pytest.mark.django_db

State = Interview.State


@pytest.fixture
def officer():
    return make_pair()[1]


@pytest.fixture
def interview(officer):
    study = make_study("Vad har gjorts?", "Vad hindrar er?", officer=officer)
    return make_interview(study, approved=False)


@pytest.fixture
def page(client, officer):
    client.force_login(officer)
    return client


def path(name, *args):
    return reverse(f"interviews:{name}", args=args)


def texts():
    return list(AnswerText.objects.order_by("pk").values_list("text", flat=True))


def save(page, interview, text, *, base="0", htmx=False, **given):
    question = given.pop("question", None) or interview.study.questions.first().pk
    headers = {"HX-Request": "true"} if htmx else {}
    return page.post(
        path("save_answer", interview.pk),
        {"question": question, "text": text, "base": base} | given,
        headers=headers,
    )


def test_add_notes_an_interview_and_warns_of_names(page, interview):
    study = interview.study
    department = make_department(study)
    address = path("add", study.pk)
    given = {"department": department.pk, "held_on": today().isoformat()}

    chosen = page.get(f"{address}?verksamhet={department.pk}").context["form"]
    done = page.post(address, given | {"roles": "Anna Svensson, chef"}, follow=True)

    added = Interview.objects.get(department=department)
    assert str(chosen["department"].value()) == str(department.pk)
    assert (added.roles, len(list(done.context["messages"]))) == ("Anna Svensson, chef", 1)
    assert page.post(address, {}).status_code == 422


def test_edit_and_remove_an_interview(page, interview):
    given = {"department": interview.department.pk, "held_on": "2026-10-01", "roles": "Rektorer"}
    page.post(path("edit", interview.pk), given)
    changed = Interview.objects.get()
    wrong = page.post(path("edit", interview.pk), given | {"held_on": "i går"})
    page.post(path("remove", interview.pk))

    assert (changed.roles, str(changed.held_on), wrong.status_code) == (
        "Rektorer",
        "2026-10-01",
        422,
    )
    assert list(Interview.objects.all()) == []


def test_an_answer_is_saved_with_and_without_javascript(page, interview):
    plain = save(page, interview, "Mycket.")
    live = save(page, interview, "Mycket mer.", base="1", htmx=True)

    question = interview.study.questions.first()
    assert plain.url == f"{interview.get_absolute_url()}#svar-{question.pk}"
    assert (live.status_code, live.context["answer"].base, texts()) == (200, 2, ["Mycket mer."])


def test_a_stale_answer_shows_both_and_is_saved_only_by_a_press(page, interview):
    guest = make_guest(interview.study)
    question = interview.study.questions.first()
    interviewing.save_text(interview, question, text="Deras", base=0, by=guest)

    refused = [save(page, interview, "Min", htmx=True) for _time in range(2)]
    whole = save(page, interview, "Min")
    before = texts()
    pressed = save(page, interview, "Min", instead_of="1", htmx=True)

    assert [one.status_code for one in (*refused, whole)] == [409] * 3
    for one in (*refused, whole):
        text = one.content.decode()
        assert ("Deras" in text, 'name="base" value="0"' in text) == (True, True)
    assert "Min</textarea>" in whole.content.decode()
    assert (before, pressed.status_code, texts()) == (["Deras"], 200, ["Deras", "Min"])


def test_an_answer_that_is_too_long_is_refused_and_kept_on_the_page(page, interview):
    refused = save(page, interview, "a" * 100_001)

    assert (refused.status_code, texts()) == (422, [])
    assert "a" * 100_001 in refused.content.decode()


def test_an_answer_to_nothing_is_not_there(page, interview):
    assert save(page, interview, "Hej", question="77777").status_code == 404
    assert save(page, interview, "Annat", question="ovrigt").status_code == 302
    assert texts() == ["Annat"]


def test_a_live_answer_warns_of_names(page, interview):
    text = save(page, interview, "Det sade Anna Svensson.", htmx=True).content.decode()

    assert "<mark>Anna Svensson</mark>" in text


def test_notes_are_pasted_looked_at_and_kept(page, interview):
    first, second = interview.study.questions.all()
    interviewing.save_text(interview, first, text="Redan.", base=0, by=page_person(page))
    address = path("paste", interview.pk)

    looked = page.post(
        address, {"text": "Vi sågs.\n1. Vad har gjorts\nMycket.\nVad hindrar er?\nTid"}
    )
    shown = [(answer.key, answer.text, answer.base) for answer in looked.context["answers"]]
    before = texts()
    given = {f"text-{key}": text for key, text, _base in shown}
    given |= {f"base-{key}": base for key, _text, base in shown}
    done = page.post(address, given | {"do": "keep"})

    assert shown == [
        (str(first.pk), "Redan.\n\nMycket.", 1),
        (str(second.pk), "Tid", 0),
        ("ovrigt", "Vi sågs.", 0),
    ]
    assert (before, done.url) == (["Redan."], interview.get_absolute_url())
    assert texts() == ["Redan.\n\nMycket.", "Tid", "Vi sågs."]


def page_person(page):
    """Who is logged in."""
    return page.get("/min-sida/").context["user"]


def test_pasted_notes_that_somebody_overtook_show_both(page, interview):
    question = interview.study.questions.first()
    interviewing.save_text(
        interview, question, text="Deras", base=0, by=make_guest(interview.study)
    )

    given = {f"text-{question.pk}": "Min", f"base-{question.pk}": "0", "do": "keep"}
    refused = page.post(path("paste", interview.pk), given)

    text = refused.content.decode()
    assert (refused.status_code, "Deras" in text, ">Min</textarea>" in text) == (422, True, True)
    assert texts() == ["Deras"]


def test_notes_are_taken_from_a_file_or_refused(page, interview):
    address = path("paste", interview.pk)
    good, bad = (io.BytesIO(data) for data in (b"Vad har gjorts?\nMycket.", b"%PDF-1.7"))
    good.name, bad.name = "anteckningar.txt", "anteckningar.pdf"

    looked = page.post(address, {"file": good})
    refused = page.post(address, {"file": bad})

    assert looked.context["answers"][0].text == "Mycket."
    assert (refused.status_code, page.post(address, {}).status_code) == (422, 422)


def test_notes_are_sent_taken_back_and_told_apart(page, interview):
    address = path("send", interview.pk)
    empty = page.post(address, {})
    save(page, interview, "Mycket.")
    nameless = page.post(address, {"email": "chef@example.org"})
    page.post(address, {"email": "chef@example.org", "name": "Förvaltningschef"})
    sent = Interview.objects.get()
    shown = page.get(interview.get_absolute_url()).context
    read = approving.read(shown["link"].split("/")[-2])
    locked = save(page, interview, "Nej", base="1")
    page.post(path("take_back", interview.pk))

    assert (empty.status_code, nameless.status_code, locked.status_code) == (422, 422, 422)
    assert (sent.state, read, shown["is_open"]) == (State.SENT, sent, False)
    assert Delivery.objects.get().email == "chef@example.org"
    assert Interview.objects.get().state == State.DRAFT
    assert "Mycket." in page.get(path("versions", interview.pk)).content.decode()


def test_texts_are_deleted_after_a_question(page, interview):
    save(page, interview, "Mycket.")

    asked = page.get(path("delete_texts", interview.pk))
    before = texts()
    page.post(path("delete_texts", interview.pk))

    assert (asked.status_code, before, texts()) == (200, ["Mycket."], [""])
    assert page.get(interview.get_absolute_url()).status_code == 200


def test_the_interview_costs_the_same_for_one_answer_and_for_two(
    page, interview, django_assert_max_num_queries
):
    save(page, interview, "Ett")
    page.get(interview.get_absolute_url())
    with django_assert_max_num_queries(50) as one:
        page.get(interview.get_absolute_url())
    number = len(one)
    save(page, interview, "Två", question=interview.study.questions.last().pk)
    save(page, interview, "Tre", question="ovrigt")

    with django_assert_max_num_queries(number):
        page.get(interview.get_absolute_url())


# --- By the group's link ------------------------------------------------------------------------


@pytest.fixture
def token(interview, officer):
    question = interview.study.questions.first()
    interviewing.save_text(interview, question, text="Mycket.", base=0, by=officer)
    return approving.link(approving.send(interview, by=officer)).split("/")[-2]


def test_the_group_reads_corrects_and_approves_without_an_account(client, interview, token):
    question = interview.study.questions.first().pk
    read = client.get(path("read_notes", token))
    after_reading = Interview.objects.get().state
    client.post(path("correct", token), {"question": question, "text": "Lite.", "base": "1"})
    unticked = client.post(path("read_notes", token), {"role": "Chef"})
    approved = client.post(path("read_notes", token), {"role": "Chef", "agrees": "on"}, follow=True)

    assert ("Mycket." in read.content.decode(), after_reading) == (True, State.SENT)
    assert (unticked.status_code, texts()) == (422, ["Mycket.", "Lite."])
    assert Interview.objects.get().approved_as == "Chef"
    assert (approved.status_code, approved.context["is_open"]) == (200, False)


def test_the_group_is_told_when_it_is_overtaken_or_too_late(client, interview, officer, token):
    question = interview.study.questions.first()
    approving.correct(Interview.objects.get(), question, text="En annan", base=1)
    given = {"question": question.pk, "text": "Min", "base": "1"}

    stale = client.post(path("correct", token), given)
    unknown = client.post(path("correct", token), given | {"question": "7777777"})
    long = client.post(path("correct", token), given | {"text": "a" * 100_001, "base": "2"})
    approving.take_back(interview, by=officer)

    text = stale.content.decode()
    assert ("En annan" in text, ">Min</textarea>" in text) == (True, True)
    assert [stale.status_code, unknown.status_code, long.status_code] == [409, 404, 422]
    late = [client.get(path("read_notes", token)), client.post(path("correct", token), given)]
    assert [response.status_code for response in late] == [410, 410]
