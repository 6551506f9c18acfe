"""The secretariat's news: begun, written with a picture, published, and where it shows."""

import pytest
from django.urls import reverse

from newsletter.models import Article, Picture
from tests.factories import make_secretary
from tests.newsletter_factories import make_article, make_picture, picture_file
from toolbox import writing

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client, settings, tmp_path):
    settings.REQUIRE_TWO_FACTOR = False
    settings.MEDIA_ROOT = tmp_path
    client.force_login(make_secretary())
    return client


def editor(article):
    return reverse("newsletter:edit_article", args=[article.pk])


def given(article, **changed):
    """What the form sends: the draft as it stands, changed so."""
    drafted = article.drafted() | {"version": article.version} | changed
    return {name: value for name, value in drafted.items() if value is not None}


def test_news_begins_as_a_draft_that_nobody_sees(office):
    answer = office.post(reverse("newsletter:articles"), {"title": "Enkäten är öppen"})

    article = Article.objects.get()
    assert (answer.url, article.slug) == (editor(article), "enkaten-ar-oppen")
    assert office.get(article.get_absolute_url()).status_code == 404


def test_news_without_a_heading_is_refused_in_words(office):
    answer = office.post(reverse("newsletter:articles"), {"title": ""})

    assert (answer.status_code, Article.objects.count()) == (422, 0)


def test_an_article_is_published_with_a_picture_that_comes_along(office):
    article = make_article()
    new = {"file": picture_file(), "alt": "En äng med blommor", "publish": ""}

    answer = office.post(editor(article), given(article, **new))

    article.refresh_from_db()
    picture = Picture.objects.get()
    assert (answer.url, article.picture) == (article.get_absolute_url(), picture)
    assert 'alt="En äng med blommor"' in office.get(answer.url).text


def test_a_picture_is_seen_by_readers_once_the_draft_is_published(office):
    article, picture = make_article(), make_picture()

    office.post(editor(article), given(article, picture_id=picture.pk))
    before = Article.objects.get().picture
    preview = office.get(reverse("newsletter:preview_article", args=[article.pk])).text
    article.refresh_from_db()
    office.post(editor(article), given(article) | {"publish": ""})

    assert (before, picture.alt in preview, Article.objects.get().picture) == (None, True, picture)


def test_a_picture_is_taken_away_again(office):
    article = make_article(picture_id=make_picture().pk)

    office.post(editor(article), given(article, picture_id="") | {"publish": ""})

    assert Article.objects.get().picture is None


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"file": picture_file()}, "alt", "Skriv vad bilden visar."),
        (
            {"file": picture_file(name="text.png"), "alt": "x" * 301},
            "alt",
            "Korta den till högst 300",
        ),
        ({"picture_id": 99}, "picture_id", "Välj"),
    ],
)
def test_a_picture_that_cannot_be_taken_is_refused_where_it_was_chosen(
    office, changed, field, words
):
    article = make_article()

    answer = office.post(editor(article), given(article, lead="Ny ingress", **changed))

    assert (answer.status_code, Picture.objects.count()) == (422, 0)
    assert words in answer.context["form"].errors[field][0]
    assert "Ny ingress" in answer.text


@pytest.mark.parametrize(
    ("button", "words"),
    [
        ({"link": "/evenemang/"}, "En knapp behöver både ord och någonstans att leda."),
        ({"link": "/finns-inte/x/", "link_text": "Läs"}, "/finns-inte/x/"),
        ({"link": "javascript:alert(1)", "link_text": "Läs"}, "javascript:alert(1)"),
        ({"text": '<p><a href="/finns-inte/x/">Läs</a></p>'}, "/finns-inte/x/"),
    ],
)
def test_a_button_or_link_that_leads_nowhere_keeps_news_from_being_published(office, button, words):
    article = make_article()

    answer = office.post(editor(article), given(article, **button) | {"publish": ""})

    assert answer.status_code == 422
    assert words in answer.context["form"].non_field_errors()[0]
    assert Article.objects.get().link == ""


def test_two_who_write_at_once_are_shown_both(office):
    article = make_article()
    writing.save_draft(article, {"lead": "Deras"}, version=article.version)

    answer = office.post(editor(article), given(article, lead="Min ingress"))

    assert (answer.status_code, "Deras" in answer.text, "Min ingress" in answer.text) == (
        409,
        True,
        True,
    )


def test_an_article_is_moved_taken_away_and_restored(office):
    article = make_article()
    first = article.version
    writing.save_draft(article, {"lead": "Ny"}, version=first)

    office.post(reverse("newsletter:rename_article", args=[article.pk]), {"slug": "enkat-2026"})
    moved = office.get("/nyheter/enkaten-ar-oppen/")
    office.post(reverse("newsletter:archive_article", args=[article.pk]))
    gone = office.get("/nyheter/enkat-2026/")
    office.post(reverse("newsletter:restore_article", args=[article.pk, first]))

    article.refresh_from_db()
    assert (moved.status_code, moved.url) == (301, "/nyheter/enkat-2026/")
    assert (gone.status_code, article.drafted()["lead"]) == (404, "Svara tillsammans.")


def test_list_of_news_takes_as_many_queries_for_one_as_for_three(
    office, django_assert_max_num_queries
):
    address = reverse("newsletter:articles")
    make_article()
    with django_assert_max_num_queries(20) as first:
        office.get(address)
    for title in ("Två", "Tre"):
        writing.begin(Article, title=title)

    with django_assert_max_num_queries(20) as then:
        text = office.get(address).text

    assert len(first) == len(then)
    assert text.index("Tre") < text.index("Två") < text.index("Enkäten är öppen")
