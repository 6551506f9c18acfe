"""Every page in a real browser: accessible, and never wider than the screen, in both themes."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from events import (
    acting,
    action_links,
    certifying,
    deciding,
    evaluating,
    feeds,
    inviting_speakers,
    noting,
    planning,
    preparing,
    repeating,
    spreading,
)
from events import approving as notes_approving
from events import links as signup_links
from events.models import Material
from members import (
    erasing,
    grouping,
    handing_over,
    importing,
    listing_team,
    verifying,
    writing_to_groups,
)
from members import links as register_links
from members.models import Bounce, Group, Holding, Inquiry, Member, Reminder, Seat, today
from newsletter.loading import load_pages
from sekom.outbox import kept, posting, sending
from sekom.search import indexing
from sekom.search.models import Synonyms
from surveys import answering, links
from surveys.interviews import approving, inviting
from surveys.questionnaires import Kind
from tests.browser import COLOUR_RULES, DESKTOP, PHONE, assert_accessible, assert_fits
from tests.event_factories import make_action, make_event, make_meeting, make_signup
from tests.factories import (
    hand_over,
    make_document,
    make_doubt,
    make_example,
    make_expert,
    make_former_contact,
    make_framework,
    make_holding,
    make_journey,
    make_member,
    make_pair,
    make_path,
    make_secretary,
    make_tool,
    step_values,
)
from tests.interview_factories import make_interview, make_study
from tests.members.graph_server import GraphServer
from tests.outbox.making import make_leaving
from tests.survey_factories import item as question
from tests.survey_factories import make_response, make_round, make_version, real_items
from tests.surveys.test_defining import SURVEY, workbook
from toolbox import listening, previewing, walking, writing
from toolbox.loading import load_principles
from toolbox.models import Example, GlossaryTerm

pytestmark = pytest.mark.django_db(transaction=True)

NARROW = 320
MANY = 13  # so many have sent in where results are shown
CODE = re.compile(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", re.MULTILINE)


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    """Files of its own for each test, and no second factor to set up."""
    settings.REQUIRE_TWO_FACTOR = False  # the second factor has tests of its own
    settings.MEDIA_ROOT = settings.DATA_DIR = tmp_path


@pytest.fixture
def network(transactional_db):
    """A member with its pair, one that lacks a politician and one that lacks both; all indexed."""
    load_principles()
    load_pages()
    member = make_member("Granfors", slug="granfors", county="25", code="2583")
    politician, officer = make_pair(member)
    alone = make_member("Överkalix", slug="overkalix", county="25", code="2513")
    make_holding(member=alone, kind=Seat.Kind.OFFICER, confirmed=False)
    make_member("Malå", slug="mala", county="24", code="2418")
    indexing.rebuild()
    return SimpleNamespace(member=member, politician=politician, officer=officer)


@pytest.fixture
def real_version(transactional_db):
    return make_version(real_items())


@pytest.fixture
def look_at(page_as, subtests):
    """Call it with a page and where to go, or how to get there, for each place to look at."""

    def look_at(page, *places):
        for place in places:
            name = place if isinstance(place, str) else place.__name__
            with subtests.test(name):
                heard = len(page_as.complaints)
                if callable(place):
                    place(page)
                else:
                    page.goto(place)
                    assert page.url.endswith(place)
                assert_looks_right(page)
                assert [c for c in page_as.unexpected() if c in page_as.complaints[heard:]] == []

    return look_at


def assert_looks_right(page):
    """Fail on whatever is wrong with the page in either theme, on a desk and in a hand."""
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        expect(page.locator("html")).to_have_attribute("data-bs-theme", theme)
        for width in (DESKTOP, PHONE):
            page.set_viewport_size({"width": width, "height": 900})
            assert_accessible(page, only=COLOUR_RULES if theme == "dark" else None)
            assert_fits(page)
    page.set_viewport_size({"width": NARROW, "height": 640})
    assert_fits(page)
    page.set_viewport_size({"width": DESKTOP, "height": 900})


def answers_to_all(items, turn=0):
    """An answer to every question; members in turn choose one alternative after the other."""
    found = {}
    for item in items:
        if item.choices:
            value = item.choices[turn % len(item.choices)].value
            found[item.key] = [value] if item.kind == Kind.SELECT_MULTIPLE else value
        elif item.kind == Kind.INTEGER:
            found[item.key] = 2014 + turn % 10
        elif item.kind == Kind.TEXT:
            found[item.key] = "Vi har följt detta sedan länge, och vill gärna berätta mer."
    return found


def sent_in_by_many(version, number=MANY, **columns):
    """A round in which so many made-up members have sent in."""
    round = make_round(version, **columns)
    items = [question.item for question in round.questionnaire().questions]
    for turn in range(number):
        make_response(round, answers=answers_to_all(items, turn), accepted="Platsen är vakant.")
    return round


def path(name, *args):
    return reverse(name, args=args)


# --- Open to all --------------------------------------------------------------------------------


def test_pages_open_to_all_look_right(page_as, look_at, network):
    make_round()

    look_at(
        page_as(),
        "/",
        "/medlemmar/",
        "/medlemmar/?sok=finns+inte",
        "/medlemmar/?vy=karta",
        "/medlemmar/?vy=karta&lan=25",
        "/medlemmar/?vy=luckor",
        network.member.get_absolute_url(),
        "/sok/",
        "/sok/?q=granfors",
        "/sok/?q=finns+inte",
        "/verktygslada/",
        "/verktygslada/?tid=30",
        make_tool(before="<h2>Bjud in</h2><p>I god tid.</p>").get_absolute_url(),
        "/verktygslada/ramverk/",
        "/verktygslada/ramverk/hallbarhetsprinciper/",
        "/verktygslada/ramverk/ramverk/1/",
        "/verktygslada/korstabell/?rader=hallbarhetsprinciper&kolumner=ramverk",
        "/integritet/",
        "/om-sekom/",
        "/bli-medlem/",
        "/kontakt/",
        "/tillganglighet/",
        "/kakor/",
    )


def test_pages_on_the_way_in_look_right(page_as, look_at, network):
    response = make_response(make_round(), network.member)
    page_as.expect_complaint("404|410")
    link = links.personal_link(response, network.officer)
    with time_machine.travel(timezone.now() - links.LASTS - timedelta(days=1)):
        too_old = links.personal_link(response, network.officer)

    def refused_address(page):
        page.goto("/konto/login/")
        page.get_by_label("E-post").fill("inte en adress")
        page.get_by_role("button", name="Skicka koden").click()
        expect(page.locator("[aria-invalid=true]").first).to_be_visible()

    def code(page):
        page.goto("/konto/login/")
        page.get_by_label("E-post").fill(network.officer.email)
        page.get_by_role("button", name="Skicka koden").click()
        page.wait_for_url("**/code/confirm/")

    def wrong_code(page):
        page.locator("[name=code]").fill("FEL-KOD")
        page.locator("form:has([name=code]) .sk-button--primary").click()
        expect(page.locator("[aria-invalid=true]").first).to_be_visible()

    look_at(
        page_as(),
        "/konto/login/",
        refused_address,
        code,
        wrong_code,
        *("/" + address.split("/", 3)[3] for address in (link, too_old)),
        path("surveys:open_link", "forfalskad"),
        "/finns-inte/",
    )


# --- A contact ----------------------------------------------------------------------------------


def test_pages_of_the_network_look_right_to_a_contact(page_as, look_at, network):
    make_response(make_round(), network.member, answers={"home": "bygg"})
    holding = Holding.objects.get(person=network.officer)

    def refused_details(page):
        page.goto("/min-sida/")
        page.locator("[name=name]").fill("")
        page.locator("form:has([name=name]) button").click()
        expect(page.locator("[aria-invalid=true]").first).to_be_visible()

    page_as.expect_complaint("422")
    look_at(
        page_as(network.officer),
        "/min-sida/",
        refused_details,
        "/medlemmar/",
        "/medlemmar/?vy=karta",
        "/medlemmar/?vy=luckor",
        network.member.get_absolute_url(),
        path("members:history", network.member.slug),
        "/min-sida/mina-uppgifter/",
        path("members:who_sees_me"),
        path("members:edit_own", network.member.slug),
        path("members:write", network.member.slug),
        path("members:hand_over", holding.pk),
        path("members:doubt", holding.pk),
        path("members:settle", make_doubt(holding).pk),
        handing_over.address(hand_over(make_holding())),
        "/medlemmar/overkalix/",
        "/enkater/",
    )
    look_at(page_as(make_former_contact()), "/min-sida/", "/enkater/")


def test_pages_of_an_account_look_right(page_as, look_at, network):
    page_as.expect_complaint("403")

    look_at(
        page_as(network.officer),
        "/konto/2fa/",
        "/konto/2fa/webauthn/",
        "/konto/sessions/",
        "/konto/email/",
        "/konto/logout/",
    )


def test_pages_of_the_second_factor_look_right(page_as, look_at, network):
    page, again = page_as(), page_as()

    def asked_once_more(page):
        page.goto("/konto/2fa/recovery-codes/")
        expect(page).to_have_url(re.compile("/2fa/reauthenticate/"))

    def on_the_way_in(page):
        log_in(page, network.officer)
        expect(page).to_have_url(re.compile("/2fa/authenticate/"))

    log_in(page, network.officer)
    expect(page).to_have_url(re.compile("/min-sida/"))
    look_at(page, "/konto/2fa/totp/activate/", "/konto/2fa/webauthn/add/")
    TOTP.activate(network.officer, generate_totp_secret())
    spare_code = RecoveryCodes.activate(network.officer).get_unused_codes()[0]
    look_at(again, on_the_way_in)
    look_at(page, asked_once_more)
    page.locator("[name=code]").fill(spare_code)
    page.locator("form:has([name=code]) button").first.click()
    expect(page).to_have_url(re.compile("/2fa/recovery-codes/$"))
    look_at(
        page,
        "/konto/2fa/",
        "/konto/2fa/recovery-codes/",
        "/konto/2fa/recovery-codes/generate/",
        "/konto/2fa/totp/deactivate/",
    )


def log_in(page, person):
    """Come in as everybody does: by a code that is sent to one's address."""
    page.goto("/konto/login/")
    page.get_by_label("E-post").fill(person.email)
    page.get_by_role("button", name="Skicka koden").click()
    page.wait_for_url("**/code/confirm/")
    page.locator("[name=code]").fill(CODE.search(mail.outbox[-1].body)[1])
    page.locator("form:has([name=code]) .sk-button--primary").click()


def test_results_look_right_to_a_contact(page_as, look_at, network, real_version):
    shown = sent_in_by_many(real_version)
    few = sent_in_by_many(make_version(), number=3)
    for round in (shown, few):
        make_response(round, network.member)

    look_at(
        page_as(network.officer),
        path("surveys:results", shown.slug),
        path("surveys:results", few.slug),
    )


# --- Answering ----------------------------------------------------------------------------------


@pytest.fixture
def begun(network, real_version):
    """A response that the pair has begun, with a comment."""
    response = make_response(make_round(real_version), network.member)
    for key, answer in {"k1_placering": "miljo", "k8_forbattra": "Fler möten"}.items():
        answering.save(response, key=key, raw=answer, base_number=0, by=network.politician)
    answering.comment(response, key="k8_forbattra", text="Håller du med?", by=network.politician)
    return response


def test_every_page_of_the_survey_looks_right(page_as, look_at, network, begun):
    address = path("surveys:answer", begun.round.slug)

    look_at(
        page_as(network.officer),
        *(f"{address}?sida={page.key}" for page in begun.round.questionnaire().pages),
    )


def test_answers_that_were_not_saved_look_right(page_as, look_at, network, begun):
    address = path("surveys:answer", begun.round.slug)
    answering.save(begun, key="o2_styrdok", raw=["klimat"], base_number=0, by=network.politician)
    page_as.expect_complaint("422")

    def typed(key, text):
        # As if the page had been open since before the other's answer.
        return f"""
            document.querySelector('[name="{key}"]').value = "{text}";
            document.querySelector('[name="number:{key}"]').value = "0";
            document.querySelector("#questions").submit();
        """

    def conflict(page):
        page.goto(f"{address}?sida=g1")
        page.evaluate(typed("k8_forbattra", "Mer tid"))
        expect(page.locator("#q-k8_forbattra .sk-conflict")).to_be_visible()

    def invalid(page):
        page.goto(f"{address}?sida=g2")
        page.evaluate(typed("o3_ar", "i fjol"))
        expect(page.locator("[data-error-summary]")).to_be_visible()

    look_at(page_as(network.officer), conflict, invalid)


def test_survey_with_every_kind_of_question_looks_right(page_as, look_at, network):
    response = make_response(
        make_round(), network.member, answers={"home": "bygg", "goals": "helt", "share": 12}
    )
    address = path("surveys:answer", response.round.slug)

    look_at(page_as(network.officer), f"{address}?sida=work", f"{address}?sida=views")


def test_pages_of_signing_look_right(page_as, look_at, network, begun, real_version):
    answers = answers_to_all(real_items())
    ready, signed, sent = (
        make_response(make_round(real_version), network.member, answers=answers, signed=signed)
        for signed in ("", "politician", "both")
    )

    look_at(
        page_as(network.officer),
        path("surveys:changes", begun.round.slug),
        *(path("surveys:approve", one.round.slug) for one in (begun, ready, signed, sent)),
        path("surveys:answer", sent.round.slug),
        "/min-sida/",
        "/enkater/",
    )


# --- Interviews ---------------------------------------------------------------------------------


def test_pages_of_interviews_look_right(page_as, look_at, network):
    study = make_study(officer=network.officer, goals=("Rent vatten",))
    written, waiting = (make_interview(study, "Det sade Anna.", approved=False) for _n in range(2))
    sent = approving.send(waiting, by=network.officer)
    guest = inviting.invite(study, email="kollega@example.org", name="K", by=network.officer)

    def divided(page):
        page.goto(path("interviews:paste", written.pk))
        page.locator("textarea[name=text]").fill("Vi sågs.\nVad har gjorts?\nMycket.")
        page.locator("main .sk-button--primary").click()
        expect(page.locator("[value=keep]")).to_be_visible()

    studies = ("study", "departments", "guide", "guests", "goals")
    look_at(
        page_as(network.officer),
        path("interviews:list"),
        *(path(f"interviews:{name}", study.pk) for name in studies),
        *(one.get_absolute_url() for one in (written, sent)),
        path("interviews:versions", written.pk),
        divided,
    )
    letters = (approving.link(sent), inviting.link(guest))
    look_at(page_as(), *("/" + address.split("/", 3)[3] for address in letters))


# --- The secretariat ----------------------------------------------------------------------------


@pytest.fixture
def standings(network):
    """An open round with a member in every state."""
    round = make_round(slug="oppen")
    make_response(round, network.member, answers={"home": "bygg"}, signed="officer")
    make_response(round)
    make_response(round, answers={"home": "skola"})
    make_response(round, answers={"home": "skola"}, signed="both")
    make_response(round, answers={"home": "skola"}, accepted="Platsen är vakant.")
    return round


def test_the_secretariats_pages_of_surveys_look_right(
    page_as, look_at, network, standings, real_version, tmp_path
):
    draft = make_round(real_version, opened=False, letter="Hej!\n\nSvara gärna.", slug="utkast")
    closed = make_round(closed=True)
    make_response(closed, network.member)
    refused = tmp_path / "fel.xlsx"
    refused.write_bytes(workbook(survey=[*SURVEY, ("hologram", "h", "Ett hologram")]).read())
    page_as.expect_complaint("422")

    def refused_workbook(page):
        page.goto(path("surveys:import"))
        page.set_input_files("input[type=file]", refused)
        page.locator("form[enctype] button").click()
        expect(page.locator("table strong")).to_have_text("A6")

    def refused_round(page):
        page.goto(path("surveys:round_new"))
        page.locator("form:has([name=title])").evaluate("form => form.submit()")
        expect(page.locator("main [role=alert]")).to_be_visible()

    look_at(
        page_as(make_secretary()),
        path("surveys:manage"),
        path("surveys:import"),
        refused_workbook,
        path("surveys:version", real_version.pk),
        path("surveys:round_new"),
        refused_round,
        path("surveys:manage_round", draft.slug),
        path("surveys:round_edit", draft.slug),
        path("surveys:manage_round", standings.slug),
        path("surveys:manage_round", closed.slug),
    )


def test_the_secretariats_pages_of_a_round_look_right(page_as, look_at, network, standings):
    secretary = make_secretary()
    few = sent_in_by_many(make_version(), number=2)

    look_at(
        page_as(secretary),
        "/kansli/",
        path("surveys:remind", standings.slug, "underskrift"),
        path("surveys:remind", standings.slug, "inte-oppnat"),
        path("surveys:accept", standings.slug, network.member.slug),
        path("surveys:round_close", standings.slug),
        path("surveys:results", standings.slug),
        path("surveys:results", few.slug),
    )


def test_pages_of_asking_the_contacts_look_right(page_as, look_at, network):
    officer = Holding.objects.get(person=network.officer)
    day = today() + timedelta(days=20)
    secretary = make_secretary()
    round = verifying.open_round([officer], answer_by=day, by=secretary)
    inquiry = round.inquiries.with_names().get()
    Inquiry.objects.update(new_email="ny.adress@example.org", note="Ny enhet.")
    Bounce.objects.create(person=network.politician, email=network.politician.email)
    Reminder.objects.create(member=Member.objects.get(slug="mala"), through="phone")
    link = "/" + verifying.link(inquiry).split("/", 3)[3]
    ticked = Member.objects.values_list("pk", flat=True)
    page_as.expect_complaint("422|404|410")
    with time_machine.travel(timezone.now() - register_links.LASTS - timedelta(days=1)):
        too_old = "/" + verifying.link(inquiry).split("/", 3)[3]

    def answered(page):
        page.goto(link)
        page.locator("main form button").click()
        expect(page.locator("h1")).to_have_text("Tack, du har svarat")

    look_at(
        page_as(secretary),
        "/medlemmar/?vy=luckor&markera=tjansteperson",
        path("members:remind") + "?" + "&".join(f"medlem={pk}" for pk in ticked),
        path("members:rounds"),
        path("members:ask"),
        path("members:mandate_change"),
        round.get_absolute_url(),
    )
    look_at(
        page_as(),
        *(link, f"{link}andrat/", f"{link}slutat/", answered, too_old, "/stammer/forfalskad/"),
    )


def test_results_look_right_to_the_secretariat_and_experts(page_as, look_at, real_version):
    round = sent_in_by_many(real_version)

    for person in (make_secretary(), make_expert()):
        look_at(page_as(person), path("surveys:results", round.slug))


def test_the_secretariats_pages_of_mailings_look_right(page_as, look_at, network):
    gone = make_leaving("Anna", "Bo", "Cilla", audience="3 personer hos 2 medlemmar")
    sending.send_due()
    leaving = make_leaving("Anna", "Bo")
    posting.pause(leaving, by=None)

    look_at(
        page_as(make_secretary()),
        path("outbox:list"),
        gone.get_absolute_url(),
        leaving.get_absolute_url(),
    )


def test_the_pages_of_imports_and_doubles_look_right(page_as, look_at, network):
    secretary = make_secretary()
    double = make_holding(member=network.member, kind="key_figure_reporter").person
    double.name = network.politician.name
    double.save()
    sheet = (
        "Kod;Medlem;Politiker namn;Politiker e-post;Politiker telefon\n"
        f"2583;Granfors;{double.name};ny@granfors.example;\n"
        "2513;Överkalix;Eva Ek;eva.ek@overkalix.example;070-1740605\n"
        "9999;Ankeborg;;;\n"
    )
    draft = importing.upload(sheet.encode("cp1252"), name="register.csv", by=secretary)
    done = importing.upload(b"Kod;Medlem\n2514;Kalix\n", name="kalix.csv", by=secretary)
    digest = importing.compare(done)[1].digest
    importing.confirm(done, digest=digest, by=secretary)

    look_at(
        page_as(secretary),
        path("members:imports"),
        path("members:import_columns", draft.pk),
        draft.get_absolute_url(),
        done.get_absolute_url(),
        path("members:doubles"),
        path("members:merge", network.politician.pk, double.pk),
    )


def test_the_secretariats_pages_of_members_look_right(page_as, look_at, network):
    make_document(network.member, kind="programme", valid_until="2026-01-01")
    make_member("Borta", status="left", left_on="2025-12-31", joined_on="1999-01-01")
    seat = Seat.objects.get(member=network.member, kind=Seat.Kind.POLITICIAN)
    holding = Holding.objects.get(seat=seat)
    vacant = Seat.objects.get(member__slug="overkalix", kind=Seat.Kind.POLITICIAN)
    page_as.expect_complaint("422")

    def refused_appointment(page):
        page.goto(path("members:appoint", vacant.pk))
        page.locator("main form").last.evaluate("form => form.submit()")
        expect(page.locator("main [role=alert]")).to_be_visible()

    look_at(
        page_as(make_secretary()),
        "/medlemmar/",
        "/medlemmar/?vy=luckor",
        "/medlemmar/overkalix/",
        path("members:take_in"),
        path("members:edit_member", network.member.slug),
        path("members:membership", network.member.slug),
        path("members:decide", network.member.slug),
        path("members:leave", network.member.slug),
        path("members:add_document", network.member.slug),
        path("members:former"),
        "/natverket/",
        "/natverket/kontakter/farska/",
        path("members:cancel", holding.pk),
        path("members:appoint", vacant.pk),
        refused_appointment,
        path("members:correct", holding.pk),
        path("members:end", holding.pk),
        path("members:groups"),
        path("manage_search"),
        path("edit_synonyms", Synonyms.objects.create(terms="LED, lampa").pk),
    )


def test_the_secretariats_pages_of_personal_data_look_right(page_as, look_at, network):
    person = make_former_contact()
    erasing.ask(person)
    address = path("members:erase", person.pk)

    def unread(page):
        page.goto(address)
        page.get_by_role("button", name="Radera personuppgifter").click()
        expect(page.locator("[aria-invalid=true]").first).to_be_visible()

    page_as.expect_complaint("422")
    look_at(
        page_as(make_secretary()),
        path("members:person", person.pk),
        path("members:person_history", person.pk),
        path("members:erase", network.officer.pk),
        address,
        unread,
        path("members:readings"),
    )


def test_the_pages_of_groups_look_right(page_as, look_at, network):
    secretary = make_secretary()
    board = grouping.found(Group.Kind.BOARD, name="Styrelsen")
    chair = make_holding(seat=board.seats.get(kind=Seat.Kind.CHAIR)).person
    past = grouping.start(name="Arbetsgruppen för enkäten")
    grouping.close(past, on=today() - timedelta(days=1), by=secretary)
    letter = writing_to_groups.write(board, subject="Kallelse", text="Hej", by=chair)
    page_as.expect_complaint("422")

    def refused_election(page):
        page.goto(path("members:elect", board.pk))
        page.locator("main form").last.evaluate("form => form.submit()")
        expect(page.locator("main [role=alert]")).to_be_visible()

    look_at(page_as(), path("members:group_list"), board.get_absolute_url())
    look_at(
        page_as(chair),
        board.get_absolute_url(),
        path("members:mail_group", board.slug),
        path("members:group_letter", board.slug, letter.pk),
    )
    look_at(
        page_as(secretary),
        past.get_absolute_url(),
        path("members:groups"),
        path("members:start_group"),
        path("members:edit_group", board.pk),
        path("members:elect", board.pk),
        refused_election,
        path("members:close_group", board.pk),
    )


def test_the_pages_of_the_team_look_right(page_as, look_at, network, settings):
    secretary = make_secretary()
    listing_team.mark_done(listing_team.make_list(by=secretary))
    make_pair()
    made = listing_team.make_list(by=secretary)
    page_as.expect_complaint("502")

    with GraphServer() as server:
        settings.MICROSOFT_GRAPH = server.settings
        server.know(network.officer.email)
        server.seat("gammal@example.org")
        look_at(
            page_as(secretary),
            path("members:teams"),
            path("members:team_settings"),
            path("members:compare_team", made.pk),
        )
        server.shutdown()
    look_at(page_as(secretary), path("members:compare_team", made.pk))


# --- The demo -----------------------------------------------------------------------------------


def test_pages_of_the_demo_look_right(page_as, look_at, network, settings):
    settings.DEMO = True
    settings.MAILERS = {"default": {"BACKEND": "sekom.outbox.kept.KeptMail"}}
    make_secretary()
    make_leaving("Anna")
    sending.send_due()
    [letter] = kept.newest(most=1)

    look_at(
        page_as(),
        path("demo:people"),
        path("demo:mailbox"),
        path("demo:message", letter.name),
        path("demo:gallery"),
    )


# --- The toolbox's office -----------------------------------------------------------------------


def test_pages_of_writing_tools_look_right(page_as, look_at, network):
    tool = make_tool("Nulägesanalys")
    writing.save_draft(tool, {"summary": "Ny.", "minutes": None}, version=tool.version)
    link = previewing.preview_link(tool, guest="Gäst, BTH")
    guest = "/" + link.split("/", 3)[3]

    look_at(
        page_as(make_secretary()),
        path("toolbox:manage_tools"),
        path("toolbox:edit_tool", tool.slug),
        path("toolbox:review_tool", tool.slug),
        path("toolbox:tool_versions", tool.slug),
        path("toolbox:manage_frameworks"),
        path("toolbox:edit_framework", "ramverk"),
        path("toolbox:take_in", "ramverk"),
    )
    look_at(page_as(), guest, guest + "skriv/")


# --- Paths, journeys, examples ------------------------------------------------------------------


@pytest.fixture
def walked(network):
    """A journey of the network's pair, with a note on its first step."""
    tool, items = make_tool("Nulägesanalys"), make_framework("ramverk", "4.1").items.all()
    steps = [
        step_values("ett", tools=[tool.pk], items=items),
        step_values("tva", joins="or", tools=[tool.pk]),
        step_values("tre", instruction="Sätt ett mål."),
    ]
    GlossaryTerm.objects.create(term="mål", explanation="Dit ni vill.")
    pair = (network.politician, network.officer)
    journey, _politician, _officer = make_journey(make_path("Vägen", *steps), pair)
    values = {"state": "done", "note": "Vi började i köket."}
    step = journey.path.steps.get(key="ett")
    walking.save_work(journey, step, version=0, by=network.politician, values=values)
    return journey


def test_paths_and_examples_look_right_to_everybody(page_as, look_at, walked):
    example = make_example(items=walked.path.steps.get(key="ett").items.all())
    address = walked.path.get_absolute_url()

    def helped(page):
        page.goto(address)
        page.get_by_role("button", name="Ja", exact=True).click()
        expect(page.locator("#till-hjalp")).to_contain_text("Tack")

    look_at(
        page_as(),
        "/arbetsgangar/",
        f"{address}?steg=alla",
        helped,
        f"/verktygslada/nulagesanalys/?arbetsgang={walked.path.slug}&steg=ett",
        "/verktygslada/exempel/",
        example.get_absolute_url(),
        "/verktygslada/ordlista/",
    )


def test_journeys_and_writing_examples_look_right_to_a_contact(page_as, look_at, network, walked):
    example = make_example(network.member, by=network.officer, state=Example.State.DRAFT)
    page_as.expect_complaint("409")

    def explained(page):
        page.goto(f"{walked.path.get_absolute_url()}?steg=tre")
        page.get_by_role("button", name="mål", exact=True).click()
        expect(page.locator("#ord-mal")).to_be_visible()

    def stale(page):
        page.goto(path("toolbox:work", walked.pk, "ett"))
        page.locator("[name=note]").fill("Min text")
        page.locator("[name=version]").evaluate("field => field.value = 0")
        page.get_by_role("button", name="Spara", exact=True).click()
        expect(page.locator(".sk-two-texts")).to_contain_text("Vi började i köket.")

    look_at(
        page_as(network.officer),
        walked.get_absolute_url(),
        explained,
        path("toolbox:work", walked.pk, "ett"),
        stale,
        path("toolbox:learn_from", walked.path.slug),
        example.get_absolute_url(),
        path("toolbox:edit_example", example.pk),
    )


def test_the_secretariats_pages_of_paths_look_right(page_as, look_at, walked):
    example = make_example(state=Example.State.SENT_IN)
    slug = walked.path.slug
    page = listening.page_of(listening.ask_about(walked.path, walked.path.get_absolute_url()))
    listening.give_opinion(
        page, is_helpful=False, comment="Saknar en mall.", address="192.0.2.1", browser=""
    )

    look_at(
        page_as(make_secretary()),
        path("toolbox:manage_paths"),
        path("toolbox:manage_path", slug),
        path("toolbox:edit_step", slug, "ett"),
        path("toolbox:preview_path", slug),
        path("toolbox:opinions"),
        path("toolbox:add_term"),
        example.get_absolute_url(),
    )


# --- Events -------------------------------------------------------------------------------------


@pytest.fixture
def workshop(network):
    """A workshop of a series with programme, speaker, tool and material, and somebody who waits."""
    tool = make_tool("Nulägesanalys")
    event = make_event("Hållbarhetskoll", places=1, summary="Kort.", bring="Ett ärende.")
    row = {"minutes": 10, "title": "Välkomna", "text": "Varför vi är här."}
    who = {"id": None, "name": "Ada", "organisation": "BTH", "about": "", "fee_note": ""}
    parts = planning.Parts([row], [who | {"email": "ada@example.org"}], [tool])
    planning.put_parts(event, parts)
    day = repeating.day_of(event) + timedelta(days=28)
    repeating.repeat(event, [day], by=make_secretary())
    Material.objects.create(event=event, title="Bilder", audience="public", link="https://x.se/")
    make_signup(event, person=network.officer, member=network.member)
    make_signup(event, state="waiting")
    return event


def test_events_look_right_to_everybody(page_as, look_at, network, workshop):
    held = make_event("Hållen", starts_at=timezone.now() - timedelta(days=3))
    speaker = workshop.speakers.get()
    link = inviting_speakers.open_link(speaker, by=network.officer)

    look_at(
        page_as(),
        "/evenemang/",
        "/evenemang/?slag=sommarmote",
        "/evenemang/?vy=tidigare",
        workshop.get_absolute_url(),
        held.get_absolute_url(),
        "/" + link.split("/", 3)[3],
        "/verktygslada/nulagesanalys/",
    )
    look_at(page_as(network.officer), workshop.get_absolute_url())


def test_the_secretariats_pages_of_events_look_right(page_as, look_at, workshop):
    slug = workshop.slug
    page_as.expect_complaint("422")

    def refused(page):
        page.goto(path("events:edit_event", slug))
        page.locator("[name=rad-0-clock]").fill("halv tio")
        page.get_by_role("button", name="Spara", exact=True).click()
        expect(page.locator("form.sk-editor")).to_contain_text("09:30")

    def looked(page):
        page.goto(path("events:repeat_event", slug))
        page.get_by_role("button", name="Visa dagarna").click()
        expect(page.locator("ol li")).not_to_have_count(0)

    look_at(
        page_as(make_secretary()),
        path("events:manage_events"),
        path("events:begin_event"),
        path("events:manage_event", slug),
        path("events:edit_event", slug),
        refused,
        path("events:move_event", slug),
        looked,
    )


def test_pages_of_sign_up_look_right(page_as, look_at, network, workshop):
    page_as.expect_complaint("422")
    page_as.expect_complaint("410")
    asks = make_version([question("behov", is_required=True)])
    full = make_event("Full", places=1, is_open_to_all=True, asks_diet=True, questions=asks)
    coming = make_signup(full, signed_up_by=network.officer)
    offered, waits = (make_signup(full, state=state) for state in ("offered", "waiting"))
    over = make_signup(make_event(starts_at=timezone.now() - timedelta(days=3)))

    def refused(page):
        page.goto(full.get_absolute_url())
        page.locator("[name=email]").fill("anna@granfors")
        page.get_by_role("button", name="Ställ mig i kö").click()
        expect(page.locator("[data-error-summary]")).to_contain_text("hela adressen")

    def do_not_fit(page):
        page.goto(path("events:sign_up_colleagues", workshop.slug))
        for number, name in enumerate(("Anna", "Bo")):
            page.locator(f"[name=form-{number}-name]").fill(name)
            page.locator(f"[name=form-{number}-email]").fill(f"{name}@example.org")
        page.get_by_role("button", name="Anmäl dem").click()
        expect(page.locator("main")).to_contain_text("plats för 1 av era 2")

    workshop.signups.all().delete()
    mine = [path("events:own_signup", signup_links.token_of(one)) for one in (offered, waits)]
    names = ("own_signup", "swap_signup", "edit_answers")
    mine += [path(f"events:{name}", signup_links.token_of(coming)) for name in names]
    mine += [path("events:own_signup", signup_links.token_of(over))]
    look_at(page_as(), full.get_absolute_url(), refused, *mine)
    look_at(
        page_as(network.officer),
        workshop.get_absolute_url(),
        path("events:sign_up", workshop.slug),
        path("events:sign_up", full.slug),
        path("events:my_signups"),
        do_not_fit,
    )


@pytest.fixture
def held(network):
    """A workshop that has been: some came, one has a certificate, the evaluation has closed."""
    event = make_event("Hållen", starts_at=timezone.now() - timedelta(days=3))
    signups = [make_signup(event, attended=True) for _number in range(5)]
    make_signup(event, name="Cia Borta", member=network.member)
    certifying.issue(signups[0])
    opened = evaluating.open_evaluation(event, by=make_secretary())
    for asked in opened.asked.all():
        evaluating.reply(asked, {"nytta": "stor", "mest_nytta": ["samtal"], "battre": "Mer tid."})
    evaluating.close(opened)
    return event


def test_what_participants_meet_around_an_event_looks_right(page_as, look_at, network, held):
    on_site = make_event("På plats", form="on_site", place="Karlskrona")
    coming = make_signup(on_site, person=network.officer)
    evaluated = held.signups.filter(attended=True).first()
    page_as.expect_complaint("404")  # a code of none

    look_at(
        page_as(),
        path("events:own_signup", signup_links.token_of(coming)),
        certifying.path_of(evaluated),
        evaluated.certificate.get_absolute_url(),
        path("events:look_up_certificate"),
        path("events:check_certificate", "ABCD-EFGH-JKLM"),
        "/" + evaluating.link_to(evaluated.asked).split("/", 3)[3],
    )
    unanswered = make_event("Nyss", starts_at=timezone.now() - timedelta(days=1))
    make_signup(unanswered, attended=True)
    asked = evaluating.open_evaluation(unanswered, by=make_secretary()).asked.get()
    look_at(page_as(), "/" + evaluating.link_to(asked).split("/", 3)[3])
    feeds.renew(network.officer)
    look_at(page_as(network.officer), "/min-sida/", path("events:evaluation", held.slug))


def test_the_secretariats_pages_around_the_day_look_right(page_as, look_at, held):
    slug = held.slug

    def read(page):
        page.goto(path("events:attendance", slug))
        report = "Namn\tE-post\nCia Borta\tcia@example.org\nBosse\t\n".encode("utf-16")
        file = {"name": "narvaro.csv", "mimeType": "text/csv", "buffer": report}
        page.locator("[name=report]").set_input_files(file)
        page.get_by_role("button", name="Granska").click()
        expect(page.locator("fieldset").first).to_contain_text("Cia Borta")

    look_at(
        page_as(make_secretary()),
        path("events:manage_signups", slug),
        path("events:reminders", slug),
        path("events:check_in", slug),
        path("events:attendance", slug),
        read,
        path("events:after", slug),
        path("events:evaluation", slug),
        path("events:attendance_of_members"),
    )


def test_pages_of_actions_look_right(page_as, look_at, network):
    seat = Seat.objects.held_by(network.officer).get()
    meeting = make_meeting("Sommarmötet 2026")
    action = make_action("Sprid brevet", meeting=meeting, responsible=[seat, "BTH"])
    acting.link(action, "https://exempel.se/", by=network.officer, title="Rapporten")
    done = make_action("Nytt Team", meeting=meeting, description="Ett eget rum.")
    acting.finish(done, by=network.officer, words="Öppnat.", meeting=meeting)
    answer = action_links.link_to(action, network.officer).split("/", 3)[3]

    def unsaid(page):
        page.goto(action.get_absolute_url())
        page.get_by_role("button", name="Bara raden").click()
        expect(page.get_by_role("alert")).to_contain_text("Skriv en rad först.")

    look_at(page_as(), f"/{answer}")
    page_as.expect_complaint("422")
    look_at(page_as(network.officer), "/atgarder/?lage=alla", "/atgarder/?lage=utgar", unsaid)
    look_at(
        page_as(make_secretary()),
        "/atgarder/ny/",
        path("events:change_action", action.pk),
        path("events:meeting_actions", meeting.slug),
    )


def test_pages_of_meetings_look_right(page_as, look_at, network):
    by = make_secretary()
    event = make_meeting("Vintermötet 2027", place="Exempelorten")
    item = preparing.add_item(
        event, {"title": "Budget", "minutes": 20, "presenter": "Kansliet"}, by=by
    )
    preparing.add_paper(item, title="Förslag", link="https://example.org/", by=by)
    noting.save_note(
        item, text="- Visades.\n- /åtgärd Ring, @BTH", version=0, by=by, is_finished=True
    )
    decision = deciding.decide(item, text="Vi antar budgeten.", by=by, participants="Styrelsen")
    until = today() + timedelta(days=7)
    notes = notes_approving.send_out(event, until=until, approvers=[by], by=by)
    noting.comment(item, text="Det var bra.", by=network.officer)
    link = register_links.sign(notes_approving.PURPOSE, notes.approvers.get().pk)
    letter = spreading.spread(event, what="notes", by=by)
    slug = event.slug

    def conflicting(page):
        page.goto(path("events:take_notes", slug))
        # The page hears nothing of the other before it saves.
        nothing = {"number": 0, "items": [], "here": []}
        page.route("**/anteckna/lage/", lambda route: route.fulfill(json=nothing))
        field = page.get_by_role("textbox", name="Budget")
        noting.save_note(item, text="Deras.", version=1, by=network.officer)
        field.fill("Min text.")
        expect(page.get_by_role("alert")).to_contain_text("Deras.")

    def kept_both(page):
        page.get_by_role("button", name="Behåll båda").click()
        expect(page.locator("[data-save]")).to_contain_text("Allt är sparat")
        item.refresh_from_db()
        assert item.note == "Deras.\n\nMin text."

    def made_an_action(page):
        page.get_by_role("textbox", name="Budget").press_sequentially("\n/åtgärd Skriv\n")
        expect(page.locator("[data-actions]")).to_contain_text("2. Skriv")

    look_at(page_as(), path("events:approve_notes_by_link", link))
    look_at(page_as(network.officer), "/moten/", "/moten/beslut/", path("events:meeting", slug))
    look_at(
        page_as(by),
        path("events:meeting", slug),
        path("events:edit_agenda", slug),
        path("events:edit_item", slug, item.pk),
        path("events:edit_decision", slug, decision.pk),
        path("events:send_out_notes", slug),
        path("events:meeting_letter", slug, letter.pk),
        conflicting,
        kept_both,
        made_an_action,
    )
