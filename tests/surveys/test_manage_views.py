"""The secretariat's pages of surveys, and the pages that personal links lead to."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sekom.excel import LARGEST_FILE
from sekom.outbox.models import Delivery, Mailing
from surveys import asking, blanks, links
from surveys.following import State
from surveys.models import Response, SurveyRound, Version
from tests.factories import (
    make_expert,
    make_former_contact,
    make_member,
    make_pair,
    make_secretary,
)
from tests.survey_factories import (
    REAL_WORKBOOK,
    choices,
    item,
    make_response,
    make_round,
    make_version,
)
from tests.surveys.test_defining import SURVEY, workbook

pytestmark = pytest.mark.django_db

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def secretary(client, settings):
    settings.REQUIRE_TWO_FACTOR = False  # the second factor has tests of its own
    person = make_secretary()
    client.force_login(person)
    return person


def upload(client, content, name="enkät.xlsx"):
    file = SimpleUploadedFile(name, content, content_type=XLSX)
    return client.post(reverse("surveys:import"), {"workbook": file})


def manage(name, round, *args):
    return reverse(f"surveys:{name}", args=[round.slug, *args])


# --- Who may ------------------------------------------------------------------------------------


def addresses():
    """Every address of the secretariat's work, with rows behind them: [(method, address)]."""
    response = make_response(make_round(), signed="officer", answers={"home": "bygg"})
    round, draft = response.round, make_round(opened=False)
    version = make_version(published=False)
    of_member = [round.slug, response.member.slug]
    return [
        ("get", reverse("surveys:manage")),
        ("get", reverse("surveys:import")),
        ("post", reverse("surveys:import")),
        ("get", reverse("surveys:version", args=[version.pk])),
        ("post", reverse("surveys:publish", args=[version.pk])),
        ("post", reverse("surveys:discard", args=[version.pk])),
        ("get", reverse("surveys:blank", args=[round.version_id])),
        ("get", reverse("surveys:round_new")),
        ("post", reverse("surveys:round_new")),
        ("get", manage("manage_round", round)),
        ("get", manage("round_edit", draft)),
        ("post", manage("round_discard", draft)),
        ("get", manage("letter", draft)),
        ("post", manage("round_open", draft)),
        ("post", manage("round_undo", round)),
        ("get", manage("sending", round)),
        ("get", manage("remind", round, "paborjat")),
        ("post", manage("remind", round, "paborjat")),
        ("post", manage("remind_undo", round)),
        ("get", manage("round_close", round)),
        ("post", manage("round_close", round)),
        ("get", reverse("surveys:accept", args=of_member)),
        ("post", reverse("surveys:accept", args=of_member)),
        ("post", reverse("surveys:reopen", args=of_member)),
    ]


def test_nobody_but_the_secretariat_comes_to_the_pages_of_surveys():
    politician, officer = make_pair()
    others = [None, politician, officer, make_former_contact(), make_expert()]
    pages = addresses()

    for person in others:
        client = Client()
        if person:
            client.force_login(person)
        let_in = [page for page in pages if not answer_is_login(client, *page)]
        assert let_in == []

    assert (Version.objects.drafts().count(), SurveyRound.objects.drafts().count()) == (1, 1)
    assert Mailing.objects.count() == 0


def answer_is_login(client, method, address):
    """Whether the answer is the way to the log-in page, and nothing else."""
    answer = getattr(client, method)(address)
    return answer.status_code == 302 and answer.url.startswith(reverse("account_login"))


def test_every_page_opens_for_the_secretariat(client, secretary):
    make_pair()

    answers = {
        address: client.get(address).status_code
        for method, address in addresses()
        if method == "get" and not address.endswith(".pdf")
    }

    assert set(answers.values()) == {200}


def test_buttons_answer_to_nothing_but_post(client, secretary):
    buttons = [a for m, a in addresses() if m == "post"]
    only_post = [address for address in buttons if client.get(address).status_code == 405]

    assert len(only_post) == 7


# --- Importing ----------------------------------------------------------------------------------


def test_import_leads_to_the_draft(client, secretary):
    answer = upload(client, REAL_WORKBOOK.read_bytes(), "enkät 2026.xlsx")

    version = Version.objects.get()
    assert (answer.status_code, answer.url) == (302, version.get_absolute_url())
    assert (version.file_name, version.created_by) == ("enkät 2026.xlsx", secretary)


def test_import_twice_makes_two_drafts_that_both_can_be_looked_through(client, secretary):
    upload(client, workbook().read())
    upload(client, workbook().read())

    assert list(Version.objects.values_list("number", flat=True)) == [2, 1]


def test_import_shows_sheet_cell_and_what_to_do(client, secretary):
    broken = workbook(survey=[*SURVEY, ("hologram", "h", "Ett hologram")])

    answer = upload(client, broken.read(), "fel.xlsx")

    (refusal,) = answer.context["refusals"]
    page = answer.content.decode()
    assert (answer.status_code, refusal.sheet, refusal.cell) == (422, "survey", "A6")
    assert ("fel.xlsx" in page, "<strong>A6</strong>" in page) == (True, True)
    assert Version.objects.count() == 0


def zipped(entries):
    """A zip file with these parts."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file.getvalue()


def with_macro():
    """A workbook that brings a program along."""
    file = workbook()
    with ZipFile(file, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"program")
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7 no workbook",
        b"PK\x03\x04 broken",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old one",
        zipped({"a.txt": "no sheet"}),
        zipped({"xl/worksheets/sheet1.xml": b"0" * 60_000_000}),
        with_macro(),
    ],
    ids=["pdf", "broken zip", "old Excel", "other zip", "zip bomb", "macro"],
)
def test_import_refuses_what_is_no_workbook_in_words(client, secretary, content):
    answer = upload(client, content)

    assert answer.status_code == 422
    assert [bool(refusal.message) for refusal in answer.context["refusals"]] == [True]
    assert Version.objects.count() == 0


def test_import_refuses_a_file_too_large_and_an_empty_one_and_none(client, secretary):
    codes = [
        upload(client, content).context["form"].errors.as_data()["workbook"][0].code
        for content in (b"0" * (LARGEST_FILE + 1), b"")
    ]
    nothing = client.post(reverse("surveys:import"), {})

    assert codes == ["too_large", "empty"]
    assert nothing.context["form"].errors.as_data()["workbook"][0].code == "required"
    assert (nothing.status_code, Version.objects.count()) == (422, 0)


def test_words_of_a_workbook_are_shown_and_never_run(client, secretary):
    rows = [
        *SURVEY,
        ("text", "x", "<script>alert(1)</script>"),
        ("note", "y", "=cmd|' /C calc'!A0"),
    ]
    upload(client, workbook(survey=rows, title="<b>Planer</b>").read(), "<i>fil</i>.xlsx")

    page = client.get(Version.objects.get().get_absolute_url()).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert [sign in page for sign in ("<script>alert", "<b>Planer", "<i>fil")] == [False] * 3


# --- Versions -----------------------------------------------------------------------------------


def test_version_shows_all_questions_and_when_they_are_asked(client, secretary):
    version = make_version(
        [
            item("plan", "select_one", choices=choices("ja", "nej")),
            item("why", relevant="${plan} = 'nej'"),
        ],
        published=False,
    )

    answer = client.get(version.get_absolute_url())

    (section,) = answer.context["sections"]
    assert [(row.card.label, bool(row.condition)) for row in section.rows] == [
        ("Plan?", False),
        ("Why?", True),
    ]


def test_publish_twice_publishes_once_and_makes_the_blank_form(
    client, secretary, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    version = make_version(published=False)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("surveys:publish", args=[version.pk]))
        client.post(reverse("surveys:publish", args=[version.pk]))

    version.refresh_from_db()
    blank = client.get(reverse("surveys:blank", args=[version.pk]))
    assert (version.is_published, blanks.is_made(version)) == (True, True)
    assert (blank.status_code, blank["Content-Type"]) == (200, "application/pdf")
    assert b"".join(blank.streaming_content)[:5] == b"%PDF-"


def test_blank_form_of_a_draft_is_not_there(client, secretary):
    version = make_version(published=False)

    assert client.get(reverse("surveys:blank", args=[version.pk])).status_code == 404


def test_discard_twice_leads_back_to_the_list(client, secretary):
    version = make_version(published=False)
    address = reverse("surveys:discard", args=[version.pk])

    answers = [client.post(address) for _press in range(2)]

    assert [answer.url for answer in answers] == [reverse("surveys:manage")] * 2
    assert Version.objects.count() == 0


# --- Rounds -------------------------------------------------------------------------------------


def round_data(version, **columns):
    tomorrow = timezone.localdate() + timedelta(days=30)
    given = {
        "version": version.pk,
        "title": "Organisationsenkäten 2027",
        "closes_on": tomorrow.isoformat(),
        "letter": "Hej!",
        "smallest_group": 5,
    }
    return given | columns


def test_round_new_makes_a_draft_that_closes_when_its_day_ends(client, secretary):
    data = round_data(make_version())

    answers = [client.post(reverse("surveys:round_new"), data) for _press in range(2)]

    rounds = SurveyRound.objects.order_by("created_at")
    assert [round.slug for round in rounds] == [
        "organisationsenkaten-2027",
        "organisationsenkaten-2027-2",
    ]
    assert [answer.url for answer in answers] == [manage("manage_round", r) for r in rounds]
    closes_at = timezone.localtime(rounds[0].closes_at)
    assert (f"{closes_at:%Y-%m-%d %H:%M:%S}") == f"{data['closes_on']} 23:59:59"
    assert (rounds[0].is_draft, Mailing.objects.count()) == (True, 0)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("closes_on", "2020-01-01"),
        ("closes_on", "i övermorgon"),
        ("smallest_group", 2),
        ("title", ""),
        ("letter", " "),
        ("version", 0),
    ],
)
def test_round_new_keeps_what_was_typed_when_something_is_wrong(client, secretary, column, value):
    data = round_data(make_version(), title="Min omgång") | {column: value}

    answer = client.post(reverse("surveys:round_new"), data)

    assert list(answer.context["form"].errors) == [column]
    assert answer.context["form"]["letter"].value() == data["letter"]
    assert SurveyRound.objects.count() == 0


def test_round_new_offers_published_versions_only(client, secretary):
    published = make_version()
    make_version(published=False)

    form = client.get(reverse("surveys:round_new")).context["form"]

    assert list(form.fields["version"].queryset) == [published]


def test_round_edit_is_for_drafts_only(client, secretary):
    draft, opened = make_round(opened=False), make_round()

    client.post(manage("round_edit", draft), round_data(draft.version, title="Nytt namn"))
    answer = client.post(manage("round_edit", opened), round_data(opened.version))

    draft.refresh_from_db()
    assert (draft.title, answer.status_code) == ("Nytt namn", 404)


def test_round_discard_takes_drafts_only(client, secretary):
    draft, opened = make_round(opened=False), make_round()

    for round in (draft, opened):
        client.post(manage("round_discard", round))

    assert list(SurveyRound.objects.all()) == [opened]


def test_review_shows_the_number_and_the_letter_as_it_is_sent(client, secretary):
    politician, _officer = make_pair()
    round = make_round(opened=False, letter="Hej på er!")

    answer = client.get(manage("manage_round", round))
    html = client.get(manage("letter", round))
    mailing = asking.open_round(round, by=secretary)
    values = mailing.deliveries.get(email=politician.email).values

    assert str(answer.context["audience"]) == str(mailing.audience)
    assert answer.context["letter"].subject == mailing.subject
    assert "Hej på er!" in html.content.decode()
    assert values["paragraphs"] == ["Hej på er!"]
    assert "script-src" not in html["Content-Security-Policy"]


def test_review_of_nobody_has_no_button_and_no_letter(client, secretary):
    make_member()
    round = make_round(opened=False)

    answer = client.get(manage("manage_round", round))

    assert manage("round_open", round) not in answer.content.decode()
    assert client.get(manage("letter", round)).status_code == 404


def test_open_and_undo_by_buttons_pressed_twice(client, secretary):
    make_pair()
    round = make_round(opened=False)

    for _press in range(2):
        client.post(manage("round_open", round))
    sent = Mailing.objects.count()
    page = client.get(manage("manage_round", round)).content.decode()
    for _press in range(2):
        client.post(manage("round_undo", round))

    round.refresh_from_db()
    assert (sent, manage("round_undo", round) in page) == (1, True)
    assert (round.is_draft, Delivery.objects.filter(state="queued").count()) == (True, 0)


def test_round_page_costs_the_same_for_one_member_and_for_many(
    client, secretary, django_assert_max_num_queries
):
    round = make_round()
    for _number in range(30):
        make_pair(member := make_member())
        make_response(round, member, answers={"home": "bygg"}, signed="officer")
    client.get(manage("manage_round", round))  # what is the same for all pages is kept from now on

    with django_assert_max_num_queries(15):
        answer = client.get(manage("manage_round", round))

    assert len(answer.context["standings"]) == 30


def test_round_page_shows_one_state_when_asked_to(client, secretary):
    round = make_round()
    started = make_response(round, answers={"home": "bygg"})
    make_response(round)

    answer = client.get(manage("manage_round", round), {"lage": "paborjat"})

    assert [one.response for one in answer.context["standings"]] == [started]
    assert answer.context["tally"].total == 2


def test_remind_shows_whom_and_what_and_sends_once(client, secretary):
    round = make_round()
    _politician, officer = make_pair(member := make_member())
    make_response(round, member, answers={"home": "bygg"}, signed="politician")
    address = manage("remind", round, "underskrift")

    shown = client.get(address)
    for _press in range(2):
        client.post(address, {"text": "Skriv under."})

    assert [person.pk for person in shown.context["waiting"].people] == [officer.pk]
    assert shown.context["form"]["text"].value() == asking.REMINDER_TEXTS[State.WAITING]
    assert list(Delivery.objects.values_list("email", flat=True)) == [officer.email]


def test_remind_of_an_unknown_or_finished_state_is_not_there(client, secretary):
    round = make_round()

    states = ["inskickat", "godtaget", "okant"]

    assert [client.get(manage("remind", round, state)).status_code for state in states] == [404] * 3


def test_accept_without_a_reason_asks_for_one_and_with_it_takes_the_response(client, secretary):
    response = make_response(answers={"home": "bygg"}, signed="officer")
    address = reverse("surveys:accept", args=[response.round.slug, response.member.slug])

    empty = client.post(address, {"reason": " "})
    client.post(address, {"reason": "Vakant."})
    client.post(address, {"reason": "Igen."})

    response.refresh_from_db()
    assert list(empty.context["form"].errors) == ["reason"]
    assert (response.accepted_reason, response.accepted_by) == ("Vakant.", secretary)


def test_close_then_reopen_one(client, secretary):
    response = make_response(answers={"home": "bygg"})
    reopen = reverse("surveys:reopen", args=[response.round.slug, response.member.slug])

    too_early = client.post(reopen, follow=True)
    for _press in range(2):
        client.post(manage("round_close", response.round))
    client.post(reopen)

    response = Response.objects.get()
    assert [message.level_tag for message in too_early.context["messages"]] == ["error"]
    assert (response.round.closed_at is None, response.reopened_at is None) == (False, False)


# --- Personal links -----------------------------------------------------------------------------


@pytest.fixture
def invited():
    politician, officer = make_pair(member := make_member())
    return make_response(make_round(), member), politician, officer


def path(response, person):
    address = links.personal_link(response, person)
    return address[address.index("/enkater/") :]


def test_link_tells_a_guest_whom_it_is_for_and_lets_nobody_in(client, invited):
    response, politician, officer = invited

    answer = client.get(path(response, politician))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert [answer.context["person"], answer.context["other"]] == [politician, officer]
    assert f'value="{politician.email}"' in page
    assert reverse("account_request_login_code") in page
    assert "_auth_user_id" not in client.session
    response.refresh_from_db()
    assert response.opened_at is None


def test_link_button_mails_a_code_that_leads_to_the_answers(client, invited, mailoutbox):
    response, politician, _officer = invited
    answering = reverse("surveys:answer", args=[response.round.slug])

    answer = client.post(
        reverse("account_request_login_code"), {"email": politician.email, "next": answering}
    )

    assert answer.status_code == 302
    assert [message.to for message in mailoutbox] == [[politician.email]]


def test_link_leads_who_is_logged_in_to_the_answers_and_then_to_the_signing(client, invited):
    response, politician, officer = invited
    client.force_login(politician)
    slug = response.round.slug

    before = client.get(path(response, politician))
    response.signatures.create(role="officer", person=officer, name=officer.name, digest="0")
    after = client.get(path(response, politician))

    assert before.url == reverse("surveys:answer", args=[slug])
    assert after.url == reverse("surveys:approve", args=[slug])


def test_link_of_another_tells_so_and_offers_to_log_out(client, invited):
    response, politician, officer = invited
    client.force_login(officer)

    answer = client.get(path(response, politician))

    page = answer.content.decode()
    assert (answer.status_code, reverse("account_logout") in page) == (200, True)
    assert politician.email not in page


def test_link_of_a_former_contact_says_so_and_gives_nothing(client, invited):
    response, politician, _officer = invited
    address = path(response, politician)
    politician.holdings.update(ends_on=timezone.localdate() - timedelta(days=1))

    answer = client.get(address)
    client.force_login(politician)
    logged_in = client.get(address)

    assert [answer.context["is_contact"], logged_in.context["is_contact"]] == [False, False]
    assert politician.email not in answer.content.decode()


def test_link_that_is_forged_or_leads_nowhere_is_unknown(client, invited):
    response, politician, _officer = invited
    good = path(response, politician)
    draft = make_response(make_round(opened=False))
    bad = [good[:-5] + "x" * 4 + "/", "/enkater/oppna/hej/", path(draft, politician)]
    politician.is_active = False
    politician.save()

    answers = [client.get(address) for address in [*bad, good]]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert {answer.templates[0].name for answer in answers} == {"surveys/link_unknown.html"}


def test_link_works_for_sixty_days_and_then_says_what_to_do(client, invited):
    response, politician, _officer = invited
    with time_machine.travel(timezone.now() - timedelta(days=59), tick=False):
        fresh = path(response, politician)
    with time_machine.travel(timezone.now() - timedelta(days=61), tick=False):
        old = path(response, politician)

    answers = [client.get(fresh), client.get(old)]

    assert [answer.status_code for answer in answers] == [200, 410]
    assert answers[1].templates[0].name == "surveys/link_expired.html"


def test_link_changes_nothing_when_it_is_followed(client, invited):
    response, politician, _officer = invited
    client.force_login(politician)

    client.get(path(response, politician))
    client.head(path(response, politician))

    assert Response.objects.filter(opened_at__isnull=False).count() == 0
