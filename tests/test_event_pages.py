"""Every page of events, meetings and actions in a real browser, in both themes."""

from datetime import timedelta

import pytest
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
from members import links as register_links
from members.models import Seat, today
from tests.event_factories import make_action, make_event, make_meeting, make_signup
from tests.factories import (
    make_secretary,
    make_tool,
)
from tests.looking import path
from tests.survey_factories import item as question
from tests.survey_factories import make_version

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("place")]


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
        page.locator("details:has([name=report]) > summary").click()
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
