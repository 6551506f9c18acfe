"""Files of issues: kept, copied, counted and thrown away; sent along as they were."""

import email
import email.policy
import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from newsletter import attaching, beginning, dispatching, editing, resending, trying
from newsletter.models import File, Issue
from sekom import uploads
from sekom.outbox import sending
from sekom.outbox.models import Attachment, Mailing
from tests.newsletter_factories import (
    leave,
    make_block,
    make_file,
    make_issue,
    make_sent_issue,
    make_subscriber,
)
from tests.smtp_server import mail_server

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 40


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def server(tmp_path, settings):
    with mail_server(tmp_path) as server:
        options = {"host": "127.0.0.1", "port": server.port, "timeout": 5}
        backend = "django.core.mail.backends.smtp.EmailBackend"
        settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": options}}
        yield server


def kept(file):
    with file.file.open("rb") as content:
        return content.read()


def stored():
    """How many files there are on the disk."""
    return len(default_storage.listdir("brev")[1])


# --- Keeping ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("Dagordning årsmöte.pdf", "Dagordning årsmöte.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\hemligt\\avtal.docx", "avtal.pdf"),
        ("a\r\nBcc: spion@example.org.pdf", "a Bcc spion example.org.pdf"),
        ("rapport\u202efdp.exe", "rapport fdp.pdf"),
        ("noll\0byte.pdf", "noll byte.pdf"),
        ("å" * 300 + ".pdf", "å" * 96 + ".pdf"),
        ("....", "fil.pdf"),
    ],
)
def test_a_file_is_kept_as_it_was_under_a_name_that_any_machine_takes(name, clean):
    upload = SimpleUploadedFile("x.pdf", PDF)
    upload._name = name  # as it comes from somebody who has no browser

    file = attaching.add_file(make_issue(), upload)

    assert (file.name, file.content_type, file.size) == (clean, "application/pdf", len(PDF))
    assert kept(file) == PDF
    assert (file.fetched_count, len(file.code)) == (0, 16)
    assert (file.file.name[:5], file.code in file.file.name) == ("brev/", False)


@pytest.mark.parametrize(
    "content", [b"", b"MZ\x90\0 a program", b"<html><script>x</script></html>", b"PK\x03\x04 no"]
)
def test_what_we_do_not_hand_out_is_refused(content):
    with pytest.raises(ValidationError):
        attaching.add_file(make_issue(), SimpleUploadedFile("rapport.pdf", content))

    assert File.objects.count() == 0


def test_a_picture_that_is_broken_further_in_is_refused():
    picture = io.BytesIO()
    Image.linear_gradient("L").save(picture, "JPEG")
    half = picture.getvalue()[: picture.tell() // 2]

    with pytest.raises(ValidationError, match="går inte att läsa"):
        attaching.add_file(make_issue(), SimpleUploadedFile("a.jpg", half))


def test_an_issue_on_its_way_takes_no_more_files():
    with pytest.raises(ValidationError, match="ligger fast"):
        attaching.add_file(make_sent_issue(), SimpleUploadedFile("rapport.pdf", PDF))

    assert (File.objects.count(), default_storage.exists("brev")) == (0, False)


def test_a_file_that_is_handed_in_twice_is_kept_once():
    issue = make_issue()

    first, again, other = (
        attaching.add_file(issue, SimpleUploadedFile("rapport.pdf", content))
        for content in (PDF, PDF, b"%PDF-" + PDF[5:-1] + b"!")
    )

    assert (again, other == first, stored()) == (first, False, 2)


def test_a_file_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(uploads, "MOST_BYTES", len(PDF) - 1)

    with pytest.raises(ValidationError):
        attaching.add_file(make_issue(), SimpleUploadedFile("rapport.pdf", PDF))


def test_nothing_is_kept_of_what_the_camera_noted():
    picture, noted = io.BytesIO(), Image.Exif()
    noted[0x010F] = "Hemlig kamera"
    Image.new("RGB", (30, 20)).save(picture, "JPEG", exif=noted)

    file = attaching.add_file(make_issue(), SimpleUploadedFile("a.jpg", picture.getvalue()))

    assert b"Hemlig" not in kept(file)


def test_a_copy_of_an_issue_has_files_of_its_own(secretary):
    issue = make_issue()
    file = make_file(issue, content=PDF, along=True)
    File.objects.update(fetched_count=7)

    copy = beginning.copy(issue, by=secretary)

    own = copy.blocks.get(kind="file").file
    assert (own.issue, own.name, own.fetched_count, own.added_by) == (copy, file.name, 0, secretary)
    assert (kept(own), own.code == file.code, stored()) == (PDF, False, 2)
    assert copy.blocks.get(kind="file").goes_along
    assert issue.blocks.get(kind="file").file == file


def test_a_draft_that_is_thrown_away_takes_its_files_along(django_capture_on_commit_callbacks):
    issue, other = make_issue(), make_issue()
    make_file(issue)
    editing.remove(issue.blocks.get(kind="file"))
    make_file(issue, "rapport.pdf")
    there = make_file(other)

    with django_capture_on_commit_callbacks(execute=True):
        beginning.discard(issue)
        before = stored()

    assert list(File.objects.all()) == [there]
    assert (before, stored()) == (3, 1)


def test_a_block_that_is_put_back_has_its_file_again():
    issue = make_issue()
    file = make_file(issue)
    block = issue.blocks.get(kind="file")
    editing.remove(block)

    assert editing.put_back(issue, block.pk).file == file


# --- Counting -----------------------------------------------------------------------------------


def test_each_fetch_counts_one_once_the_letters_leave(secretary):
    make_subscriber()
    issue = make_issue(audience={"subscribers": "all"})
    file = make_file(issue)

    attaching.count_fetched(file)
    mailing = dispatching.send(issue, by=secretary)
    attaching.count_fetched(file)
    Mailing.objects.filter(pk=mailing.pk).update(state=Mailing.State.SENDING)
    attaching.count_fetched(file)
    attaching.count_fetched(file)

    file.refresh_from_db()
    assert file.fetched_count == 2


# --- With the letter ----------------------------------------------------------------------------


def test_letters_take_the_file_along_as_it_was_when_they_were_sent(server, secretary):
    for name in ("anna", "bo"):
        make_subscriber(f"{name}@example.org", name=name.title())
    issue = make_issue(audience={"subscribers": "all"})
    file = make_file(issue, "Årsmöte.pdf", PDF, along=True)
    make_block(issue, "file", file=file, values={"sent_as": "attachment"})  # the same once more
    make_file(issue, "rapport.pdf")
    server.refuse_data = {"bo@example.org": "554 No"}

    mailing = dispatching.send(Issue.objects.get(pk=issue.pk), by=secretary)
    default_storage.delete(file.file.name)  # what becomes of the file now changes no letter
    leave(mailing)
    server.refuse_data = {}
    leave(resending.send_again(issue, states=["bounced"], by=secretary))

    for name in ("anna", "bo"):
        [message] = server.messages(f"{name}@example.org")
        [found] = message.iter_attachments()
        assert (found.get_filename(), found.get_content()) == ("Årsmöte.pdf", PDF)
        html = message.get_body(("html",)).get_content()
        assert file.get_absolute_url() in html
    assert Attachment.objects.count() == 2


def test_a_test_takes_the_file_along_too_also_through_a_backend_of_djangos(secretary, mailoutbox):
    issue = make_issue()
    make_file(issue, "Årsmöte.pdf", PDF, along=True)

    trying.send_test(issue, to=secretary, by=secretary)
    sending.send_due()

    [message] = mailoutbox
    assert message.subject.startswith("[PROV]")
    source = message.message().as_bytes()
    assert source == message.message().as_bytes()
    [found] = email.message_from_bytes(source, policy=email.policy.default).iter_attachments()
    assert (found.get_filename(), found.get_content()) == ("Årsmöte.pdf", PDF)


def test_a_mailing_that_is_taken_back_leaves_the_draft_with_its_file(secretary):
    make_subscriber()
    issue = make_issue(audience={"subscribers": "all"})
    file = make_file(issue, along=True)

    draft = dispatching.take_back(dispatching.send(issue, by=secretary), by=secretary)

    assert attaching.files_along(draft.blocks.all()) == [file]
