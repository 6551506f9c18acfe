"""Every page in a real browser: accessible, and never wider than the screen, in both themes."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

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
from newsletter import reader_links, readers
from newsletter.models import Article, OwnCount, Reach
from sekom.outbox import foot, hearing, kept, one_click, posting, sending
from sekom.outbox.models import Return, Suppression
from sekom.outbox.reading import Verdict
from sekom.search.models import Synonyms
from surveys import answering, links
from surveys.interviews import approving, inviting, reporting
from surveys.interviews.models import Link
from surveys.questionnaires import Kind
from tests.event_factories import make_event
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
from tests.interview_factories import make_interview, make_statement, make_study, make_theme
from tests.looking import path
from tests.members.graph_server import GraphServer
from tests.newsletter_factories import (
    make_article,
    make_block,
    make_file,
    make_issue,
    make_letter,
    make_picture,
    make_sent_issue,
    make_subscriber,
)
from tests.outbox.making import make_leaving
from tests.survey_factories import make_response, make_round, make_version, real_items
from tests.surveys.test_defining import SURVEY, workbook
from toolbox import listening, previewing, walking, writing
from toolbox.models import Example, GlossaryTerm

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("place")]

MANY = 13  # so many have sent in where results are shown
CODE = re.compile(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", re.MULTILINE)


@pytest.fixture
def real_version(transactional_db):
    return make_version(real_items())


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


def test_pages_of_news_and_newsletter_look_right(page_as, look_at, network):
    picture = make_picture()
    article = make_article(picture_id=picture.pk, link="/evenemang/", link_text="Anmäl dig")
    issue = make_issue("columns", "divider")
    make_block(issue, "article", article=article)
    make_block(issue, "event", event=make_event())
    make_block(issue, "image", picture=picture)
    sent = make_sent_issue()
    issue.blocks.update(issue=sent)
    file = make_file(sent)

    look_at(
        page_as(),
        "/nyheter/",
        article.get_absolute_url(),
        "/nyhetsbrev/",
        sent.get_absolute_url(),
        file.get_absolute_url(),
    )


def test_the_secretariats_pages_of_news_look_right(
    page_as, look_at, network, settings, live_server
):
    settings.SITE_URL = live_server.url  # the letter beside its blocks has pictures
    article = make_article()
    writing.begin(Article, title="Utkast", by=None)
    draft = make_issue("heading", "text", "image", "columns", "event", "divider")
    make_file(draft, along=True)
    sent = make_sent_issue()
    make_file(sent)

    look_at(
        page_as(make_secretary()),
        path("newsletter:articles"),
        path("newsletter:edit_article", article.pk),
        path("newsletter:preview_article", article.pk),
        path("newsletter:issues"),
        path("newsletter:api_keys"),
        path("newsletter:edit_issue", draft.pk),
        path("newsletter:issue_audience", make_issue().pk),
        path("newsletter:review_issue", make_issue().pk),
        path("newsletter:issue_sending", sent.pk),
    )


def test_pages_of_readers_look_right(page_as, look_at, network):
    page_as.expect_complaint("410")
    subscriber = make_subscriber(member=network.member)
    reader = readers.of_subscriber(subscriber)
    letter = make_letter(subscriber)
    asked = make_subscriber(state="asked")
    left = readers.of_subscriber(make_subscriber(state="left"))

    def choices(reader, *, is_sure):
        return path("newsletter:choices", reader_links.word_of(reader, is_sure=is_sure))

    look_at(
        page_as(),
        "/nyhetsbrev/prenumerera/",
        "/nyhetsbrev/mina-val/finns-inte/",
        choices(reader, is_sure=True),
        choices(left, is_sure=False),
        path("newsletter:choices", foot.sign(letter.token)),
        path("newsletter:leave_with_one_click", one_click.sign(letter.token)),
        reader_links.yes_address(asked).removeprefix(settings.SITE_URL),
    )
    look_at(
        page_as(make_secretary()),
        "/kansli/prenumeranter/",
        path("newsletter:subscriber", subscriber.uid),
    )


def test_pages_to_spread_an_issue_look_right(page_as, look_at, network):
    issue = make_sent_issue("heading", "text")
    facts = {"issue": issue, "member": network.member}
    OwnCount.objects.create(**facts, channel="mail", reader_count=240)
    Reach.objects.create(**facts, on=today(), visitor_count=14)
    make_issue()

    look_at(page_as(network.officer), path("newsletter:spread_issue", issue.slug))
    look_at(
        page_as(),
        path("newsletter:spread_letter", foot.sign(make_letter(network.officer, issue).token)),
    )
    look_at(page_as(make_secretary()), "/kansli/nyhetsbrev/spridning/")


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

    studies = ("study", "departments", "guide", "guests", "goals", "exchange")
    look_at(
        page_as(network.officer),
        path("interviews:list"),
        path("interviews:network"),
        *(path(f"interviews:{name}", study.pk) for name in studies),
        *(one.get_absolute_url() for one in (written, sent)),
        path("interviews:versions", written.pk),
        divided,
    )
    letters = (approving.link(sent), inviting.link(guest))
    look_at(page_as(), *("/" + address.split("/", 3)[3] for address in letters))


def test_pages_of_an_interview_report_look_right(page_as, look_at, network):
    study = make_study(officer=network.officer, goals=("Rent vatten",))
    theme = make_theme(study, "Resor")
    said = make_statement(make_interview(study), "Anna på Storgatan cyklar.")
    Link.objects.create(statement=said, theme=theme)
    report = reporting.begin(study, by=network.officer)
    reporting.save_text(report, "theme", theme, text="Vi cyklar.", base=0, by=network.officer)
    reporting.choose_quotes(report, theme, [said.pk], by=network.officer)
    reporting.look_at(report.quotes.get(), words="Hon cyklar.", by=network.officer)
    reporting.approve(report, by=network.politician)

    names = ("write_report", "look_at_quotes", "approve_report", "report")
    look_at(
        page_as(network.politician),
        *(path(f"interviews:{one}", study.pk) for one in names),
        path("events:act_on_report", study.pk),
    )


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
    hearing.note(
        gone.deliveries.get(email="bo@example.org"),
        Verdict(Return.Kind.HARD, True, "550 5.1.1 User unknown"),
        key="bo",
    )
    leaving = make_leaving("Anna", "Cilla")
    posting.pause(leaving, by=None)

    look_at(
        page_as(make_secretary()),
        path("outbox:list"),
        path("outbox:sender"),
        path("outbox:silenced"),
        path("outbox:lift", Suppression.objects.get().pk),
        path("outbox:returns", gone.pk),
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
