"""The secretariat's pages about the website: written, published, moved, restored."""

import pytest
from django.urls import reverse

from newsletter.models import Page
from tests.factories import make_secretary
from toolbox import publishing, writing

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client, settings):
    settings.REQUIRE_TWO_FACTOR = False
    client.force_login(make_secretary())
    return client


@pytest.fixture
def page():
    values = {"lead": "Ingress", "text": "<p>Text</p>"}
    page = writing.begin(Page, title="Om oss", slug="om-oss", values=values)
    return publishing.publish(page, by=None)


def given(page, **changed):
    drafted = page.drafted() | {"version": page.version} | changed
    return {name: value for name, value in drafted.items() if value is not None}


def test_a_new_page_begins_as_a_draft(office):
    answer = office.post(reverse("newsletter:pages"), {"title": "Våra möten"})

    page = Page.objects.get()
    assert answer.url == reverse("newsletter:edit_page", args=[page.pk])
    assert (page.slug, page.is_published, page.drafted()["title"]) == (
        "vara-moten",
        False,
        "Våra möten",
    )


def test_a_saved_draft_is_seen_by_no_reader_until_it_is_published(office, page):
    address = reverse("newsletter:edit_page", args=[page.pk])
    office.post(address, given(page, lead="Ny ingress"))
    before = office.get("/om-oss/").content.decode()
    page.refresh_from_db()

    answer = office.post(address, given(page) | {"publish": ""})

    assert "Ny ingress" not in before
    assert answer.url == "/om-oss/"
    assert "Ny ingress" in office.get("/om-oss/").content.decode()


def test_publishing_with_a_link_that_leads_nowhere_is_refused_and_nothing_is_lost(office, page):
    address = reverse("newsletter:edit_page", args=[page.pk])
    text = '<p><a href="/finns-inte-alls/x/">Möten</a></p>'

    answer = office.post(address, given(page, text=text) | {"publish": ""})

    page.refresh_from_db()
    assert answer.status_code == 422
    assert "/finns-inte-alls/x/" in answer.context["form"].non_field_errors()[0]
    assert page.drafted()["text"] == text.replace('/x/"', '/x/" rel="noopener"')
    again = office.post(address, given(page, text="<p>Utan länk</p>") | {"publish": ""})
    assert again.status_code == 302


def test_two_who_write_at_once_are_shown_both(office, page):
    writing.save_draft(page, {"lead": "Deras"}, version=page.version)

    answer = office.post(
        reverse("newsletter:edit_page", args=[page.pk]), given(page, lead="Min ingress")
    )

    body = answer.content.decode()
    page.refresh_from_db()
    assert answer.status_code == 409
    assert "Deras" in body
    assert "Min ingress" in body
    assert page.drafted()["lead"] == "Deras"


def test_the_draft_is_previewed_as_readers_would_see_it(office, page):
    writing.save_draft(page, {"title": "Nytt namn"}, version=page.version)

    body = office.get(reverse("newsletter:preview_page", args=[page.pk])).content.decode()

    assert "<h1>Nytt namn</h1>" in body
    assert Page.objects.get().title == "Om oss"


def test_a_page_is_moved_taken_away_and_restored(office, page):
    first = page.version
    page = writing.save_draft(page, {"lead": "Ny"}, version=page.version)

    office.post(reverse("newsletter:rename_page", args=[page.pk]), {"slug": "foreningen"})
    moved = office.get("/om-oss/")
    office.post(reverse("newsletter:archive_page", args=[page.pk]))
    gone = office.get("/foreningen/")
    office.post(reverse("newsletter:restore_page", args=[page.pk, first]))

    page.refresh_from_db()
    assert (moved.status_code, moved.url) == (301, "/foreningen/")
    assert gone.status_code == 404
    assert page.drafted()["lead"] == "Ingress"


@pytest.mark.parametrize("slug", ["medlemmar", "kansli", "Å", "om oss", ""])
def test_an_address_that_is_taken_or_none_is_refused_in_words(office, page, slug):
    answer = office.post(
        reverse("newsletter:rename_page", args=[page.pk]), {"slug": slug}, follow=True
    )

    page.refresh_from_db()
    assert page.slug == "om-oss"
    assert "sk-notice" in answer.content.decode()


def test_list_of_pages_takes_as_many_queries_for_one_as_for_three(
    office, page, django_assert_max_num_queries
):
    address = reverse("newsletter:pages")
    with django_assert_max_num_queries(20) as first:
        office.get(address)
    for title in ("Två", "Tre"):
        writing.begin(Page, title=title)

    with django_assert_max_num_queries(20) as then:
        office.get(address)

    assert len(first) == len(then)
