import io
import subprocess

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.utils import translation

from sekom import pdf
from surveys import receipts, signing, tasks
from surveys.models import Answer
from surveys.questionnaires import Kind
from tests.factories import make_member, make_pair
from tests.survey_factories import choices, item, make_response, make_round, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    """Files of its own for each test, and English words."""
    settings.MEDIA_ROOT = tmp_path
    with translation.override("en"):
        yield


@pytest.fixture
def response():
    """A response that both have signed."""
    rows = [
        item("home", Kind.SELECT_ONE, choices=choices("kontor", "bygg")),
        item("then", Kind.INTEGER, relevant="${home} = 'bygg'"),
        item("adopted", Kind.DATE),
        item("wish", Kind.TEXT, labels={"sv": "Varför ${home}?"}),
    ]
    member = make_member("Granfors", code="9901")
    politician, officer = make_pair(member)
    answers = {"home": "kontor", "then": 4, "wish": "Nära\nbeslut"}
    made = make_response(
        make_round(make_version(rows)), member, answers=answers, signed="both", author=officer
    )
    Answer.objects.filter(key="home").update(author=politician, role="politician")
    return made


def test_a_receipt_has_every_question_that_counts_with_who_answered(response):
    parts = receipts.context_of(response, "sv")["parts"]

    politician, officer = (signature.name for signature in signatures(response))
    assert [
        (line.number, line.label, line.answer, line.author, line.role)
        for part in parts
        for line in part.lines
    ] == [
        (1, "Home?", "Kontor", politician, "contact politician"),
        (3, "Adopted?", "", "", ""),
        (4, "Varför Kontor?", "Nära\nbeslut", officer, "contact officer"),
    ]


def signatures(response):
    """The politician's and the officer's signature."""
    return receipts.context_of(response, "sv")["signatures"]


def test_a_receipt_has_both_signatures_and_the_digest_they_signed(response):
    context = receipts.context_of(response, "sv")

    assert [signature.role for signature in context["signatures"]] == ["politician", "officer"]
    assert {signature.digest for signature in context["signatures"]} == {context["digest"]}
    assert context["digest"] == signing.current_digest(response)


def test_a_receipt_is_a_tagged_pdf_with_all_of_it(response, tmp_path):
    made = receipts.receipt_pdf(response)

    document = pikepdf.open(io.BytesIO(made))
    assert (str(document.Root.Lang), str(document.docinfo["/Title"])) == (
        "sv",
        f"{response.round.title}, Granfors kommun",
    )
    assert bool(document.Root.MarkInfo.Marked)
    text = text_of(made, tmp_path)
    names = [signature.name for signature in signatures(response)]
    told = ("Granfors kommun (9901)", "Kontor", signing.current_digest(response), *names)
    assert [words for words in told if words not in text] == []


def text_of(made, folder):
    """All words that a PDF shows, without line breaks."""
    path = folder / "receipt.pdf"
    path.write_bytes(made)
    printed = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True)
    return " ".join(printed.stdout.split())


def test_a_receipt_with_one_signature_says_why_it_was_accepted(tmp_path):
    response = make_response(
        make_round(), answers={"home": "kontor"}, signed="officer", accepted="Politikern är sjuk"
    )

    text = text_of(receipts.receipt_pdf(response), tmp_path)

    assert "Politikern är sjuk" in text


def test_making_twice_is_making_once(response):
    tasks.make_receipt(response.pk)
    tasks.make_receipt(response.pk)

    folder, _name = receipts.path_of(response).rsplit("/", 1)
    digest = signing.current_digest(response)
    assert default_storage.listdir(folder)[1] == [f"{response.member.slug}-{digest[:20]}.pdf"]
    assert receipts.is_made(response)


def test_a_response_that_is_not_sent_in_has_no_receipt():
    response = make_response(make_round(), answers={"home": "kontor"}, signed="officer")

    receipts.make(response.pk)

    assert not receipts.is_made(response)


def test_a_receipt_is_of_the_answers_that_were_signed_and_no_others(response):
    receipts.make(response.pk)
    Answer.objects.filter(key="home").update(value="bygg")

    assert not receipts.is_made(response)


def test_a_machine_that_cannot_make_pdf_says_so(response, monkeypatch):
    def unavailable():
        raise pdf.PdfUnavailable("Libraries are missing.")

    monkeypatch.setattr(pdf, "_weasyprint", unavailable)

    receipts.make(response.pk)

    assert receipts.problem_of(response) == "Libraries are missing."
