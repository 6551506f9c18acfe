import pytest

from tests.factories import make_secretary
from toolbox.explaining import Explainer
from toolbox.loading import load_glossary
from toolbox.models import GlossaryTerm


def term(pk, word, inflections="", **columns):
    return GlossaryTerm(
        pk=pk, term=word, inflections=inflections, explanation=f"Vad {word} är.", **columns
    )


@pytest.fixture
def explain():
    """Explains in a text what a page has not explained yet; [words explained], text."""
    return Explainer(
        [term(1, "mål", "målet, målen"), term(2, "ABCD"), term(3, "globala mål")]
    ).explain


def words(html):
    """The words that got a button, in order."""
    return [part.partition("</button>")[0].rpartition(">")[2] for part in html.split("<button")[1:]]


def test_explain_puts_a_words_meaning_beside_its_first_use_on_the_page(explain):
    html = explain("<p>Målet först, målet igen.</p>")

    assert words(html) == ["Målet"]
    assert 'popovertarget="ord-mal"' in html
    assert 'popover id="ord-mal" class="sk-term__words"><strong>mål</strong> Vad mål är.' in html
    assert words(explain("<p>Samma sida, samma mål.</p>")) == []


@pytest.mark.parametrize(
    "html",
    [
        '<p><a href="/x/">mål</a></p>',
        "<h2>Mål</h2>",
        "<h3>Om <em>mål</em></h3>",
        "<p>miljömål och målbild</p>",
        "<p>mål-arbete</p>",
    ],
)
def test_explain_leaves_links_headings_and_other_words_alone(explain, html):
    assert explain(html) == html


def test_explain_takes_the_longest_of_two_words(explain):
    assert words(explain("<p>De globala mål som vi har</p>")) == ["globala mål"]


def test_explain_keeps_marks_and_escapes_as_they_are(explain):
    html = '<p>1 &lt; 2 &amp; <strong>fet</strong><br><img src="/a.png" alt="&quot;b&quot;"></p>'

    assert explain(html) == html


def test_explain_never_makes_markup_of_text(explain):
    assert "<script>" not in explain("<p>&lt;script&gt;mål&lt;/script&gt;</p>")


@pytest.mark.django_db
def test_the_glossary_is_loaded_once_and_keeps_what_the_secretariat_wrote():
    added = [load_glossary(), load_glossary()]
    GlossaryTerm.objects.filter(term="delmål").update(explanation="Kansliets ord.")

    assert added == [GlossaryTerm.objects.count(), 0]
    assert load_glossary() == 0
    assert GlossaryTerm.objects.get(term="delmål").explanation == "Kansliets ord."


@pytest.mark.django_db
def test_no_form_of_a_loaded_word_belongs_to_two():
    load_glossary()

    forms = [form.lower() for one in GlossaryTerm.objects.all() for form in one.forms]

    assert sorted(forms) == sorted(set(forms))


@pytest.mark.django_db
def test_the_secretariat_adds_changes_and_removes_words(client, settings):
    settings.REQUIRE_TWO_FACTOR = False
    client.force_login(make_secretary())
    given = {"term": "mål", "inflections": "målet", "explanation": "Dit ni vill.", "link": ""}

    client.post("/kansli/ordlista/nytt/", given)
    [word] = GlossaryTerm.objects.all()
    refused = client.post("/kansli/ordlista/nytt/", given | {"term": "Målet", "inflections": ""})
    client.post(f"/kansli/ordlista/{word.pk}/", given | {"explanation": "Dit ni ska."})

    assert refused.status_code == 422
    assert "är redan en form av" in refused.content.decode()
    assert "Dit ni ska." in client.get("/verktygslada/ordlista/").content.decode()
    client.post(f"/kansli/ordlista/{word.pk}/ta-bort/")
    assert GlossaryTerm.objects.count() == 0
