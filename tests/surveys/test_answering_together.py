"""The survey in a real browser: two people in one response, with and without JavaScript."""

from itertools import groupby

import pytest
from playwright.sync_api import expect

from surveys import answering
from surveys.models import Response
from tests.factories import make_member, make_pair
from tests.survey_factories import make_response, make_round, make_version, real_items

pytestmark = pytest.mark.django_db(transaction=True)

PLACE = "Miljöförvaltningen eller miljökontoret"
OTHER_PLACE = "Annat"
IMPROVE = "Vad skulle göra kontakten bättre?"


@pytest.fixture
def pair(transactional_db):
    return make_pair(make_member("Granfors"))


@pytest.fixture
def response(pair):
    member = pair[0].holdings.get().seat.member
    return make_response(make_round(make_version(real_items())), member)


def address(response, page="g1"):
    return f"/enkater/{response.round.slug}/svara/?sida={page}"


def card(page, key):
    return page.locator(f"#q-{key}")


def expect_saved(page):
    expect(page.locator("[data-progress] .sk-save--saved")).to_contain_text("Allt är sparat")


def history(response):
    return list(response.edits.values_list("key", "new", "outcome"))


def test_an_answer_is_saved_at_once_and_shows_at_the_others(page_as, pair, response):
    politician, officer = (page_as(person) for person in pair)
    politician.goto(address(response))
    officer.goto(address(response))

    politician.get_by_label(PLACE).check()

    expect_saved(politician)
    expect(officer.get_by_label(PLACE)).to_be_checked()
    expect(card(officer, "k1_placering").locator("[data-part=foot]")).to_contain_text("politikern")
    expect(card(politician, "k1_placering").locator("[data-part=foot]")).to_contain_text("av dig")
    assert history(response) == [("k1_placering", "miljo", "saved")]


def test_what_is_answered_before_the_page_is_ready_is_saved_too(page_as, pair, response):
    page, held = page_as(pair[0]), []
    page.route("**/js/answering*.js", lambda route: held.append(route))
    page.goto(address(response), wait_until="commit")

    page.get_by_label(PLACE).check()
    page.get_by_label(IMPROVE).fill("Fler möten")
    early = history(response)
    held[0].continue_()

    for key in ("k1_placering", "k8_forbattra"):
        expect(card(page, key).locator("[data-part=foot]")).to_contain_text("av dig")
    assert early == []
    assert sorted(history(response)) == [
        ("k1_placering", "miljo", "saved"),
        ("k8_forbattra", "Fler möten", "saved"),
    ]


def test_who_is_here_and_at_which_question_shows_within_seconds(page_as, pair, response):
    politician, officer = (page_as(person) for person in pair)
    politician.goto(address(response))
    officer.goto(address(response))

    politician.get_by_label(IMPROVE).focus()

    expect(officer.locator("[data-here] .sk-present")).to_be_visible()
    expect(card(officer, "k8_forbattra").locator(".sk-typing")).to_be_visible()


def test_a_text_is_saved_while_one_pauses_and_resumed_on_another_device(page_as, pair, response):
    _politician, officer = pair
    page = page_as(officer)
    page.goto(address(response))

    page.get_by_label(IMPROVE).type("Fler möten")
    expect_saved(page)
    page.context.close()
    phone = page_as(officer, width=390)
    phone.goto(address(response))

    expect(phone.get_by_label(IMPROVE)).to_have_value("Fler möten")


def test_a_question_that_an_answer_opens_is_there_at_once_and_gone_again(page_as, pair, response):
    page = page_as(pair[0])
    page.goto(address(response))
    expect(card(page, "k1_annat")).to_be_hidden()

    page.locator("[name=k1_placering][value=annat]").check()
    expect(card(page, "k1_annat")).to_be_visible()
    page.get_by_label("Beskriv placeringen.").fill("Hos bolaget")
    expect_saved(page)
    page.get_by_label(PLACE).check()

    expect(card(page, "k1_annat")).to_be_hidden()
    assert response.answers.get(key="k1_annat").is_relevant is False
    assert response.answers.get(key="k1_annat").value == "Hos bolaget"


def conflict_on(page, response, politician):
    """Type an answer to a question that the politician has just answered, unseen."""
    page.goto(address(response))
    text = page.get_by_label(IMPROVE)
    text.focus()
    page.route("**/lage/**", lambda route: route.fulfill(status=503))
    answering.save(response, key="k8_forbattra", raw="Fler möten", base_number=0, by=politician)
    text.fill("Mer tid")
    conflict = card(page, "k8_forbattra").locator(".sk-conflict")
    expect(conflict).to_contain_text("Mer tid")
    expect(conflict).to_contain_text("Fler möten")
    page.unroute("**/lage/**")
    return conflict


@pytest.mark.parametrize(
    ("button", "kept", "outcomes"),
    [
        ("data-keep", "Mer tid", ["saved", "refused", "saved"]),
        ("data-theirs", "Fler möten", ["saved", "refused"]),
        ("data-discuss", "Fler möten", ["saved", "refused"]),
    ],
)
def test_two_answers_to_one_question_are_both_shown_and_one_is_kept(
    page_as, pair, response, button, kept, outcomes
):
    politician, officer = pair
    page_as.expect_complaint("503")
    page = page_as(officer)
    conflict = conflict_on(page, response, politician)

    conflict.locator(f"[{button}]").click()

    expect(conflict).to_have_count(0)
    expect(page.get_by_label(IMPROVE)).to_have_value(kept)
    expect_saved(page)
    assert response.answers.get().value == kept
    # On a slow machine the browser tries again before it has heard that it was refused.
    heard = [outcome for _key, _new, outcome in history(response)]
    assert [outcome for outcome, _again in groupby(heard)] == outcomes
    if button == "data-discuss":
        thread = card(page, "k8_forbattra").locator("[data-comment]")
        expect(thread).to_be_focused()
        expect(thread).to_have_value("Jag ville svara: Mer tid. Vad säger du?")


def test_a_comment_reaches_the_other_and_changes_no_answer(page_as, pair, response):
    politician, officer = (page_as(person) for person in pair)
    politician.goto(address(response))
    officer.goto(address(response))

    thread = card(politician, "k8_forbattra").locator("details")
    thread.locator("summary").click()
    thread.locator("textarea").fill("Ska vi nämna bolagen?")
    thread.locator("button").click()

    expect(card(officer, "k8_forbattra").locator(".sk-comment")).to_contain_text("nämna bolagen")
    assert response.edits.count() == 0


def test_without_contact_it_says_so_and_saves_when_contact_is_back(page_as, pair, response):
    page_as.expect_complaint("503")
    page = page_as(pair[0])
    page.goto(address(response))
    page.route("**/svara/**", lambda route: route.fulfill(status=503))

    page.get_by_label(PLACE).check()
    state = page.locator("[data-progress] [data-save]")
    expect(state).to_contain_text("Inte sparat, ingen kontakt")
    page.unroute("**/svara/**")

    expect_saved(page)
    assert history(response) == [("k1_placering", "miljo", "saved")]


def test_an_answer_of_the_wrong_sort_is_told_and_what_was_typed_stays(page_as, pair, response):
    page = page_as(pair[0])
    answering.save(response, key="o2_styrdok", raw=["hallbarhet"], base_number=0, by=pair[0])
    page.goto(address(response, "g2"))
    year = card(page, "o3_ar").get_by_role("textbox").first

    year.fill("i fjol")

    expect(card(page, "o3_ar").locator(".sk-error")).to_contain_text("heltal")
    expect(page.locator("[data-save]").first).to_contain_text("Inte sparat")
    expect(year).to_have_value("i fjol")


def test_without_javascript_a_page_is_saved_by_its_button(page_as, pair, response):
    page = page_as(pair[0], javascript=False)
    page.goto(address(response))

    page.get_by_label(PLACE).check()
    page.get_by_label(IMPROVE).fill("Fler möten")
    page.locator("button[value^='page:g2']").click()

    expect(page).to_have_url(page.url.split("?")[0] + "?sida=g2")
    assert response.values() == {"k1_placering": "miljo", "k8_forbattra": "Fler möten"}


def test_without_javascript_the_same_question_is_never_overwritten(page_as, pair, response):
    politician, officer = pair
    page_as.expect_complaint("422")
    page = page_as(officer, javascript=False)
    page.goto(address(response))
    answering.save(response, key="k8_forbattra", raw="Fler möten", base_number=0, by=politician)

    page.get_by_label(IMPROVE).fill("Mer tid")
    page.locator("button[value='save']").last.click()

    conflict = card(page, "k8_forbattra").locator(".sk-conflict")
    expect(conflict).to_contain_text("Fler möten")
    expect(page.get_by_label(IMPROVE)).to_have_value("Mer tid")
    conflict.locator("[data-keep]").click()
    assert response.values()["k8_forbattra"] == "Mer tid"
    assert Response.objects.get().edits.count() == 3


def test_a_response_that_is_in_is_locked_until_one_asks_to_change_it(page_as, pair):
    member = pair[0].holdings.get().seat.member
    response = make_response(make_round(), member, answers={"home": "bygg"}, signed="both")
    page = page_as(pair[0])

    page.goto(address(response, "work"))
    expect(page.get_by_label("Kontor")).to_be_disabled()
    page.get_by_role("link", name="Ändra svaren").click()
    expect(page.get_by_label("Kontor")).to_be_enabled()
    page.wait_for_load_state()
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_label("Kontor").check()

    expect_saved(page)
    response.refresh_from_db()
    assert (response.submitted_at, response.signatures.valid().count()) == (None, 0)


def test_without_javascript_discussing_keeps_the_others_and_tells_ones_own(page_as, pair, response):
    politician, officer = pair
    page_as.expect_complaint("422")
    page = page_as(officer, javascript=False)
    page.goto(address(response))
    answering.save(response, key="k1_placering", raw="miljo", base_number=0, by=politician)
    page.get_by_label("Kommunalt bolag").check()
    page.locator("button[value='save']").last.click()

    card(page, "k1_placering").locator("[data-discuss]").click()

    assert response.values() == {"k1_placering": "miljo"}
    assert response.comments.get().text == "Jag ville svara: Kommunalt bolag. Vad säger du?"
