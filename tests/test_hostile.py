"""Bad input by the front door: it gets a clear answer, is kept as plain words, or comes nowhere."""

import csv
import re
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from io import BytesIO, StringIO

import openpyxl
import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.urls import reverse

from surveys import signing
from surveys.models import Response, Version
from tests.factories import (
    make_expert,
    make_former_contact,
    make_member,
    make_pair,
    make_secretary,
)
from tests.survey_factories import item, make_response, make_round, make_version

pytestmark = pytest.mark.django_db

MARKUP = """"'><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7|add:7 }}"""
FORMULA = "=cmd|' /C calc'!A0"


@pytest.fixture(autouse=True)
def _surroundings(settings, tmp_path):
    """Files of one's own; and the second factor has tests of its own."""
    settings.MEDIA_ROOT = str(tmp_path)
    settings.REQUIRE_TWO_FACTOR = False


@pytest.fixture
def secretary():
    return make_secretary()


@pytest.fixture
def pair():
    return make_pair(make_member("Granfors"))


@pytest.fixture
def response(pair):
    version = make_version([item("wish"), item("more")])
    return make_response(make_round(version), pair[0].holdings.get().seat.member)


def client_of(person=None):
    client = Client()
    if person:
        client.force_login(person)
    return client


def content_of(client, path):
    """The bytes of a file that is handed out."""
    return b"".join(client.get(path).streaming_content)


def address(name, response, *more):
    return reverse(f"surveys:{name}", args=[response.round.slug, *more])


# --- Words that would be more than words ------------------------------------------------------


class Dangers(HTMLParser):
    """What in a page could run: scripts that are not our files, handlers, addresses that run."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name.startswith("on") or value == "x" or (value or "").startswith("javascript:"):
                self.found.append((tag, name, value))
        script = dict(attrs)
        is_data = script.get("type") == "application/json"
        if tag == "script" and not is_data and not script.get("src", "").startswith("/static/"):
            self.found.append((tag, attrs))


def hostile_workbook():
    """A survey whose every word is markup or a formula."""
    book = openpyxl.Workbook()
    del book["Sheet"]
    sheets = {
        "survey": [
            ("type", "name", "label", "hint"),
            ("begin_group", "page", MARKUP, None),
            ("select_one list or_other", "pick", MARKUP, MARKUP),
            ("text", "wish", f" {FORMULA}", MARKUP),
            ("note", "read", MARKUP, None),
            ("end_group", None, None, None),
        ],
        "choices": [("list_name", "name", "label"), ("list", "a", MARKUP), ("list", "b", FORMULA)],
        "settings": [("form_title", "form_id"), (MARKUP, "hostile")],
    }
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row, cells in enumerate(rows, start=1):
            for column, text in enumerate(cells, start=1):
                sheet.cell(row, column, text).data_type = "s" if text else "n"
    file = BytesIO()
    book.save(file)
    return SimpleUploadedFile("<b>fil</b>.xlsx", file.getvalue())


def test_hostile_words_pass_through_a_whole_round_as_words(
    secretary, pair, django_capture_on_commit_callbacks
):
    office, politician, officer = map(client_of, (secretary, *pair))

    def follow(client, path, fields=None):
        answer = client.get(path) if fields is None else client.post(path, fields)
        while answer.status_code == 302:
            answer = client.get(answer.url)
        page = answer.text
        assert (answer.status_code, Dangers(page).found) == (200, [])
        assert "{{ 7|add:7 }}" in page or "alert(1)" not in page
        return page

    draft = follow(office, reverse("surveys:import"), {"workbook": hostile_workbook()})
    version = Version.objects.get()
    follow(office, reverse("surveys:publish", args=[version.pk]), {})
    fields = {"version": version.pk, "title": MARKUP, "closes_on": "2099-01-01"}
    fields |= {"letter": f"{MARKUP} {FORMULA}", "smallest_group": 5}
    review = follow(office, reverse("surveys:round_new"), fields)
    round = version.rounds.get()
    opened = follow(office, reverse("surveys:round_open", args=[round.slug]), {})
    response = Response.objects.get()
    answering = address("answer", response)
    saved = follow(
        politician,
        answering,
        {"pick": "other", "pick:other": MARKUP, "number:pick": 0, "wish": FORMULA}
        | {"number:wish": 0, "comment:wish": MARKUP},
    )
    clash = officer.post(answering, {"wish": MARKUP, "number:wish": 0, "pick": "a"})
    autosaved = officer.post(
        address("save_answer", response, "pick"), {"pick": "a", "number:pick": 0}
    ).json()
    for client in (politician, officer):
        digest = signing.current_digest(response)
        approved = follow(client, address("approve", response), {"digest": digest})
    receipt_address = address("receipt", response, response.member.slug)
    with django_capture_on_commit_callbacks(execute=True):
        officer.get(receipt_address)
    receipt = content_of(officer, receipt_address)
    changes = follow(officer, address("changes", response))
    results = follow(office, address("results", response))
    follow(office, reverse("desk"))
    follow(office, reverse("surveys:manage"))
    follow(officer, reverse("my_page"))

    shown = (draft, review, opened, saved, approved, changes, results)
    assert ["&lt;script&gt;alert(1)" in page for page in shown] == [True] * len(shown)
    assert (clash.status_code, Dangers(clash.text).found) == (422, [])
    assert autosaved["outcome"] == "conflict"
    assert Dangers("".join(autosaved["cards"].values())).found == []
    with pikepdf.open(BytesIO(receipt)) as pdf:
        assert not {"/OpenAction", "/AA"} & set(pdf.Root.keys())
    rows = csv.reader(StringIO(content_of(office, address("export", response, "csv")).decode()))
    exported = [cell for row in rows for cell in row]
    assert f"'{FORMULA}" in exported
    assert [cell for cell in exported if cell.startswith(("=", "+", "@"))] == []
    workbook = content_of(office, address("export", response, "xlsx"))
    sheets = openpyxl.load_workbook(BytesIO(workbook))
    cells = [cell for sheet in sheets for row in sheet.rows for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []


def test_a_workbook_without_its_questions_is_told_which_sheet_is_missing(secretary):
    book = openpyxl.Workbook()
    file = BytesIO()
    book.save(file)

    answer = client_of(secretary).post(
        reverse("surveys:import"), {"workbook": SimpleUploadedFile("tom.xlsx", file.getvalue())}
    )

    assert (answer.status_code, Version.objects.count()) == (422, 0)
    assert "survey" in answer.context["refusals"][0].message


# --- Other people's responses -----------------------------------------------------------------


def test_nobody_but_the_two_can_write_sign_or_look_in(response, secretary):
    strangers = [secretary, make_expert(), make_former_contact(), make_pair()[0]]
    writes = [
        (address("answer", response), {"wish": "Hej", "number:wish": 0}),
        (address("save_answer", response, "wish"), {"wish": "Hej", "number:wish": 0}),
        (address("say", response, "wish"), {"comment:wish": "Hej"}),
        (address("look", response), {"at": "wish"}),
        (address("approve", response), {"digest": signing.current_digest(response)}),
        (address("approve", response), {"do": "withdraw"}),
    ]

    statuses = {client_of(who).post(*write).status_code for who in strangers for write in writes}
    asked_to_log_in = {client_of().post(*write).url.split("?")[0] for write in writes}

    assert statuses == {404}
    assert asked_to_log_in == {"/konto/login/"}
    response.refresh_from_db()
    assert (response.edit_count, response.opened_at) == (0, None)
    assert response.signatures.count() + response.comments.count() + response.edits.count() == 0


def test_a_forged_session_is_nobodys(response, pair):
    client = client_of(pair[0])
    session = client.cookies["sessionid"]

    for forged in (session.value[::-1], "x" * 5000, "\0", "' OR 1=1 --"):
        client.cookies["sessionid"] = forged
        answer = client.get(address("answer", response))
        assert (answer.status_code, answer.url.split("?")[0]) == (302, "/konto/login/")


def test_a_post_without_the_forms_secret_is_refused_in_words(response, pair):
    client = Client(enforce_csrf_checks=True)
    client.force_login(pair[0])

    answer = client.post(address("save_answer", response, "wish"), {"wish": "Hej"})

    assert (answer.status_code, "<h1>" in answer.text) == (403, True)
    assert response.edits.count() == 0


# --- The same button twice --------------------------------------------------------------------


def test_saving_the_same_form_twice_saves_once(response, pair):
    client = client_of(pair[0])
    form = {"wish": "Hej", "number:wish": 0, "more": "", "number:more": 0, "comment:wish": "Va?"}

    statuses = [client.post(address("answer", response), form).status_code for _time in range(2)]

    assert statuses == [302, 302]
    assert list(response.edits.values_list("key", "new")) == [("wish", "Hej")]
    assert [said.text for said in response.comments.all()] == ["Va?"]


@pytest.mark.django_db(transaction=True)
def test_signing_from_two_windows_at_once_is_signing_once(pair, response):
    form = {"digest": signing.current_digest(response)}
    clients = [client_of(pair[0]) for _window in range(4)]

    def sign(client):
        status = client.post(address("approve", response), form).status_code
        connections.close_all()
        return status

    with ThreadPoolExecutor(4) as at_once:
        statuses = list(at_once.map(sign, clients))

    assert statuses == [302] * 4
    assert [signature.role for signature in response.signatures.all()] == ["politician"]


def test_signing_other_answers_than_those_one_saw_is_refused_in_words(response, pair):
    client = client_of(pair[0])

    for digest in ("", "0" * 64, "\0", MARKUP):
        answer = client.post(address("approve", response), {"digest": digest})
        assert (answer.status_code, "Läs igenom" in answer.text) == (422, True)
    assert response.signatures.count() == 0


# --- Too much, and what no database can hold --------------------------------------------------


@pytest.mark.parametrize("length", [10_001, 100_000])
def test_a_text_too_long_is_told_and_stays_on_the_page(response, pair, length):
    client = client_of(pair[0])
    text = "å" * length
    form = {"wish": text, "number:wish": 0, "more": "Kort", "number:more": 0}

    page = client.post(address("answer", response), form)
    autosave = client.post(address("save_answer", response, "wish"), form).json()

    assert page.status_code == 422
    assert re.search(r"Texten har .+ tecken", page.text)
    assert text in page.text
    assert autosave["outcome"] == "invalid"
    assert dict(response.answers.values_list("key", "value")) == {"more": "Kort"}


def test_a_form_larger_than_any_of_ours_is_refused_in_words(response, pair):
    client = client_of(pair[0])
    large = {"wish": "x" * 6_000_000}
    many = {f"field{number}": "" for number in range(1500)}

    answers = [client.post(address("answer", response), form) for form in (large, many)]

    assert [(answer.status_code, "<h1>" in answer.text) for answer in answers] == [(400, True)] * 2


NUL = "Hej\0då"


def test_signs_that_no_database_holds_are_left_out_of_an_answer(response, pair):
    client = client_of(pair[0])

    client.post(
        address("answer", response),
        {"wish": NUL, "number:wish": "0\0", "comment:wish": NUL, "comment:\0": "Hej"},
    )
    client.post(address("save_answer", response, "more"), {"more": "\0", "number:more": "-1"})

    assert dict(response.answers.values_list("key", "value")) == {"wish": "Hejdå"}
    assert [said.text for said in response.comments.all()] == ["Hejdå"]


@pytest.mark.parametrize("number", ["-1", "99999999999999999999", "1e3", "١", "", "None"])
def test_a_number_that_was_never_given_overwrites_nothing(response, pair, number):
    client = client_of(pair[0])
    path = address("save_answer", response, "wish")
    client.post(path, {"wish": "Först", "number:wish": "0"})

    answer = client.post(path, {"wish": "Sedan", "number:wish": number})

    outcome = "saved" if number == "١" else "conflict"  # a digit of another script is a digit
    assert (answer.status_code, answer.json()["outcome"]) == (200, outcome)


@pytest.mark.parametrize("seen", ["", "{", "[]", "1", "null", '{"wish": []}', "[" * 5000])
def test_what_a_browser_says_it_has_seen_may_be_anything(response, pair, seen):
    answer = client_of(pair[0]).post(address("look", response), {"seen": seen, "at": NUL * 99})

    assert (answer.status_code, set(answer.json()["cards"])) == (200, {"wish", "more"})


ABSURD = ("\0", MARKUP, "-1", "9" * 40, "١٢", "%", "../../etc/passwd", "x" * 3000, "å\ud7ff")
QUERIES = (
    *("sok", "lan", "par", "vy", "ordning", "antal"),
    *("sida", "andra", "lage", "size", "county", "kind", "alla", "version", "next", "page", "q"),
)


def test_absurd_addresses_get_an_answer(response, pair, secretary):
    slug = response.round.slug
    pages = {
        None: ["/", "/medlemmar/", f"/medlemmar/{response.member.slug}/", "/konto/login/"],
        pair[0]: [
            *("/medlemmar/", "/min-sida/", "/enkater/", f"/enkater/{slug}/resultat/"),
            *(f"/enkater/{slug}/svara/", f"/enkater/{slug}/godkann/"),
        ],
        secretary: [
            *("/medlemmar/", "/medlemmar/?vy=luckor", "/kansli/", "/kansli/utskick/"),
            *("/kansli/enkater/", "/kansli/enkater/ny-omgang/", "/kansli/grupper/"),
            *(f"/kansli/enkater/omgang/{slug}/", f"/enkater/{slug}/resultat/"),
            f"/enkater/{slug}/resultat/csv",
        ],
    }
    bad = []

    for person, paths in pages.items():
        client = client_of(person)
        for path in paths:
            for absurd in ABSURD:
                answer = client.get(path, dict.fromkeys(QUERIES, absurd))
                is_page = answer["Content-Type"].startswith("text/html")
                dangers = Dangers(answer.text).found if is_page else []
                if answer.status_code not in (200, 302) or dangers:
                    bad.append((path, absurd[:20], answer.status_code, dangers))

    assert bad == []


@pytest.mark.parametrize(
    "path",
    [
        *("/enkater/%00/svara/", "/medlemmar/%00/", "/enkater/oppna/%00/", "/enkater/oppna/a:b:c/"),
        *("/enkater/{slug}/resultat/%00", "/enkater/{slug}/svar/%2e%2e%2fx.pdf", "/%ff/", "/%00"),
        *("/filer/../../etc/passwd", "/static/%2e%2e/manage.py", "/" + "x" * 5000),
    ],
)
def test_what_is_at_no_address_is_not_there(response, pair, path):
    # What could be a page of the website but for its last slash is looked for there.
    answer = client_of(pair[0]).get(path.format(slug=response.round.slug), follow=True)

    assert (answer.status_code, "<h1>" in answer.text) == (404, True)


def test_a_question_that_is_not_asked_takes_no_answer(response, pair):
    client = client_of(pair[0])

    for key in ("unknown", "%00", "<script>", "x" * 300):
        answer = client.post(f"{address('answer', response)}fraga/{key}/", {key: "Hej"})
        assert (answer.status_code, answer.json()["outcome"]) == (200, "invalid")
    assert response.edits.count() == 0


# --- Fields of the secretariat and of one's own -------------------------------------------------


def test_signs_that_no_database_holds_are_refused_in_every_form(response, pair, secretary):
    slug, member = response.round.slug, response.member.slug
    office = client_of(secretary)
    draft = make_round(response.round.version, opened=False)
    paths = [
        "/kansli/enkater/ny-omgang/",
        f"/kansli/enkater/omgang/{draft.slug}/andra/",
        f"/kansli/enkater/omgang/{slug}/paminn/inte-oppnat/",
        f"/kansli/enkater/omgang/{slug}/{member}/godta/",
        "/kansli/medlemmar/lagg-till/",
        f"/kansli/medlemmar/{member}/andra/",
        "/min-sida/",
    ]
    bad = []

    for path in paths:
        form = office.get(path).context["form"]
        for text in (NUL, MARKUP, "x" * 100_000):
            answer = office.post(path, dict.fromkeys(form.fields, text))
            if answer.status_code not in (200, 302, 422) or Dangers(answer.text).found:
                bad.append((path, text[:10], answer.status_code))

    assert bad == []


# --- Languages, hosts and the way back --------------------------------------------------------


@pytest.mark.parametrize("language", ["xx", "zh-klingon", "*;q=9", "a" * 5000, "sv\0", "../../sv"])
def test_an_unknown_language_is_swedish(client, language):
    client.cookies["django_language"] = language

    page = client.get("/", headers={"Accept-Language": language})

    assert (page.status_code, '<html lang="sv"' in page.text) == (200, True)


def test_only_our_languages_can_be_chosen_and_only_our_pages_come_next(client):
    for language in ("xx", "", "\0", MARKUP):
        answer = client.post(reverse("language"), {"language": language})
        assert (answer.status_code, "django_language" in answer.cookies) == (302, False)
    for page in ("https://example.com/", "//example.com", "javascript:alert(1)", "\0", "/\\x.com"):
        answer = client.post(reverse("language"), {"language": "sv", "next": page})
        assert (answer.status_code, answer.url) == (302, "/")


def test_a_foreign_host_gets_nothing(client):
    answer = client.get("/", headers={"Host": "example.com"})

    assert (answer.status_code, "<h1>" in answer.text) == (400, True)
