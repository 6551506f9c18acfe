"""The page where an issue is written: every button keeps what was typed first."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from newsletter import attaching, editing
from newsletter.models import Block, File, Issue, Picture
from sekom.outbox import sending
from sekom.outbox.models import Delivery, Mailing, reference
from tests.event_factories import make_event
from tests.newsletter_factories import (
    make_article,
    make_block,
    make_file,
    make_issue,
    make_picture,
    picture_file,
)

pytestmark = pytest.mark.django_db


def page_of(issue):
    return reverse("newsletter:edit_issue", args=[issue.pk])


def typed(issue, act="save", **changed):
    """What the page sends as it is drawn now, but for what was changed: b12_heading="…"."""
    own = {name: getattr(issue, name) for name in ("number", *editing.OWN)}
    sent = own | {"act": act}
    for block in issue.blocks.all():
        said = editing.said_in(block) | {"number": block.number}
        sent |= {f"b{block.pk}-{name}": value or "" for name, value in said.items()}
        sent[f"b{block.pk}-number"] = block.number
    return sent | {name.replace("_", "-", 1): value for name, value in changed.items()}


def of(block, field):
    return f"b{block.pk}_{field}"


def heading(block):
    return Block.objects.get(pk=block.pk).values["heading"]


def test_any_button_keeps_what_was_typed_and_then_does_its_own(office):
    issue = make_issue("text", "divider")
    text, divider = issue.blocks.all()

    sent = typed(issue, f"before:{divider.pk}:{text.pk}", **{of(text, "heading"): "Nytt"})
    answer = office.post(page_of(issue), sent | {"subject": "Nytt ämne"})

    issue.refresh_from_db()
    assert (answer.url, heading(text)) == (f"{page_of(issue)}#block-{divider.pk}", "Nytt")
    assert (issue.subject, list(issue.blocks.all())) == ("Nytt ämne", [divider, text])


def test_blocks_are_added_taken_away_and_put_back(office):
    issue = make_issue()
    first = issue.blocks.get()

    office.post(page_of(issue), typed(issue, f"add:event:{first.pk}"))
    event = issue.blocks.last()
    answer = office.post(page_of(issue), typed(issue, f"remove:{first.pk}"), follow=True)
    undo = reverse("newsletter:put_back", args=[issue.pk, first.pk])
    gone = list(issue.blocks.all())
    office.post(undo)

    assert (event.kind, gone) == ("event", [event])
    assert undo in answer.content.decode()
    assert list(issue.blocks.all()) == [first, event]
    assert office.post(reverse("newsletter:put_back", args=[issue.pk, 0])).status_code == 404


@pytest.mark.parametrize(
    ("act", "name"), [("review", "review_issue"), ("audience", "issue_audience")]
)
def test_one_goes_on_with_everything_saved(office, act, name):
    issue = make_issue()
    there = reverse(f"newsletter:{name}", args=[issue.pk])

    plain = office.post(page_of(issue), typed(issue, act, subject="Nytt"))
    by_htmx = office.post(page_of(issue), {"act": act}, headers={"hx-request": "true"})

    assert (plain.url, by_htmx.headers["HX-Redirect"]) == (there, there)
    assert Issue.objects.get().subject == "Nytt"


@pytest.mark.parametrize("place", ["0", "x", "1" * 5000])
def test_a_link_to_a_block_that_is_not_there_opens_the_first(office, place):
    issue = make_issue("text", "text")

    page = office.get(page_of(issue), {"vid": place})

    assert page.content.decode().count('class="sk-block__fold" open') == 1


def test_a_button_that_there_is_not_is_refused(office):
    issue = make_issue()

    answers = [office.post(page_of(issue), {"act": act}) for act in ("burn", "add:song", "a:b:c:d")]

    assert [answer.status_code for answer in answers] == [400, 400, 400]


def test_the_page_saves_one_block_by_itself(office):
    issue = make_issue("text", "text")
    block = issue.blocks.first()

    sent = {f"b{block.pk}-number": 0, f"b{block.pk}-heading": "Nytt", f"b{block.pk}-text": "Ord"}
    answer = office.post(page_of(issue), sent, headers={"accept": "application/json"})

    said = answer.json()
    assert (answer.status_code, said["problems"], said["isStale"]) == (200, {}, False)
    assert said["numbers"][f"b{block.pk}-number"] == 1
    assert said["names"][f"b{block.pk}"] == "Nytt"
    assert editing.said_in(issue.blocks.first())["text"] == "<p>Ord</p>"


def test_a_link_that_is_half_written_is_refused_and_the_rest_is_kept(office):
    issue = make_issue("text")
    block = issue.blocks.get()

    sent = typed(issue, **{of(block, "heading"): "Nytt", of(block, "link"): "javascript:alert(1)"})
    answer = office.post(page_of(issue), sent)

    assert (answer.status_code, heading(block)) == (422, "Nytt")
    assert "javascript:alert(1)" in answer.content.decode()
    # The next save begins from what was kept.
    assert f'name="b{block.pk}-number" value="1"' in answer.content.decode()
    assert issue.blocks.get().values["link"] == ""


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("/enkater/", "/enkater/"),
        ("granfors.se/miljo", "https://granfors.se/miljo"),
        ("mailto:kansli@example.org", "mailto:kansli@example.org"),
    ],
)
def test_a_link_may_be_written_as_people_write_it(office, written, kept):
    issue = make_issue("button")
    block = issue.blocks.get()

    office.post(page_of(issue), typed(issue, **{of(block, "link"): written}))

    assert issue.blocks.get().values["link"] == kept


def test_two_windows_lose_nothing_and_show_both(office):
    issue = make_issue("text", "text")
    block, other = issue.blocks.all()
    drawn = typed(issue)
    editing.save_block(block, {"heading": "Deras"}, number=0, by=None)
    editing.save_block(other, {"heading": "Deras andra"}, number=0, by=None)

    mine = drawn | {f"b{block.pk}-heading": "Min"}
    answer = office.post(page_of(issue), mine)

    page = answer.content.decode()
    assert (answer.status_code, heading(block), heading(other)) == (409, "Deras", "Deras andra")
    assert 'value="Min"' in page
    assert f'value="keep:{block.pk}:1"' in page
    assert (
        office.post(page_of(issue), mine, headers={"accept": "application/json"}).json()["isStale"]
        is True
    )

    office.post(page_of(issue), mine | {"act": f"theirs:{block.pk}"})
    theirs = heading(block)
    office.post(page_of(issue), mine | {"act": f"keep:{block.pk}:1"})

    assert (theirs, heading(block)) == ("Deras", "Min")


def test_two_windows_with_the_subject_line_get_to_choose_too(office):
    issue = make_issue()
    mine = typed(issue, subject="Min")
    editing.save_issue(issue, {"subject": "Deras"}, number=0)

    answer = office.post(page_of(issue), mine)
    office.post(page_of(issue), mine | {"act": "keep:0:1"})

    issue.refresh_from_db()
    assert (answer.status_code, issue.subject) == (409, "Min")


def test_what_was_typed_in_a_block_that_another_took_away_comes_back(office):
    issue = make_issue("text", "divider")
    block = issue.blocks.first()
    drawn = typed(issue)
    editing.remove(Block.objects.get(pk=block.pk))

    office.post(page_of(issue), drawn)
    untouched = issue.blocks.count()
    office.post(page_of(issue), drawn | {f"b{block.pk}-heading": "Skrivet"})

    assert (untouched, heading(block), issue.blocks.first()) == (1, "Skrivet", block)


def test_what_was_typed_stays_in_view_when_the_letter_has_been_scheduled(office):
    issue = make_issue()
    block = issue.blocks.get()
    mine = typed(issue, **{of(block, "heading"): "Min mening"})
    Issue.objects.update(state=Issue.State.SCHEDULED, scheduled_at=timezone.now())

    answer = office.post(page_of(issue), mine)
    by_itself = office.post(page_of(issue), mine, headers={"accept": "application/json"})

    assert (answer.status_code, "Min mening" in answer.content.decode()) == (409, True)
    assert (by_itself.status_code, list(by_itself.json())) == (409, ["refused"])
    assert heading(block) == "Rubrik"
    assert "<textarea" not in office.get(page_of(issue)).content.decode()


def test_a_picture_is_chosen_or_handed_in_with_what_it_shows(office):
    issue, there = make_issue("image"), make_picture()
    block = issue.blocks.get()
    office.post(page_of(issue), typed(issue, **{of(block, "picture"): there.pk}))
    chosen = issue.blocks.get().picture

    handed_in = typed(issue) | {f"b{block.pk}-upload": picture_file()}
    silent = office.post(page_of(issue), handed_in)
    handed_in = typed(issue) | {f"b{block.pk}-upload": picture_file(), f"b{block.pk}-alt": "En äng"}
    office.post(page_of(issue), handed_in)
    no_picture = typed(issue) | {f"b{block.pk}-upload": picture_file(), f"b{block.pk}-alt": "x"}
    no_picture[f"b{block.pk}-upload"].file.write(b"nothing of the kind" * 9)
    refused = office.post(page_of(issue), no_picture)

    assert chosen == there
    assert (silent.status_code, refused.status_code) == (422, 422)
    assert (issue.blocks.get().picture.alt, Picture.objects.count()) == ("En äng", 2)


def test_a_file_is_handed_in_then_changed_for_another_or_chosen_again(office, secretary):
    issue = make_issue("file")
    block = issue.blocks.get()

    def hand_in(content):
        upload = SimpleUploadedFile("rapport.pdf", content)
        return office.post(page_of(issue), typed(issue) | {f"b{block.pk}-upload": upload})

    hand_in(b"%PDF-1")
    first = issue.blocks.get().file
    hand_in(b"%PDF-2")
    second = issue.blocks.get().file
    refused = hand_in(b"MZ a program")
    along = {of(block, "file"): first.pk, of(block, "sent_as"): "attachment"}
    office.post(page_of(issue), typed(issue, **along))

    assert (first.name, first.added_by, second == first) == ("rapport.pdf", secretary, False)
    assert (refused.status_code, File.objects.count()) == (422, 2)
    kept = issue.blocks.get()
    assert (kept.file, kept.goes_along) == (first, True)


def test_the_file_of_another_issue_cannot_be_taken(office):
    issue, other = make_issue("file"), make_issue()
    file = make_file(other)
    block = issue.blocks.get()

    answer = office.post(page_of(issue), typed(issue, **{of(block, "file"): file.pk}))

    assert (answer.status_code, issue.blocks.get().file) == (422, None)


def test_two_who_hand_in_different_files_see_both_and_choose(office):
    issue = make_issue("file")
    began = typed(issue)
    block = issue.blocks.get()
    there = attaching.add_file(issue, SimpleUploadedFile("deras.pdf", b"%PDF-1"))
    editing.save_block(block, {"file": there.pk}, number=0, by=None)

    mine = began | {f"b{block.pk}-upload": SimpleUploadedFile("min.pdf", b"%PDF-2")}
    answer = office.post(page_of(issue), mine)

    assert (answer.status_code, issue.blocks.get().file) == (409, there)
    assert ("deras.pdf" in answer.text, "min.pdf" in answer.text) == (True, True)


def test_a_block_keeps_what_is_not_among_the_choices_any_more(office):
    event = make_event(title="Gårdagens möte", state="draft", published_at=None)
    issue = make_issue("event")
    issue.blocks.update(event=event)

    office.post(page_of(issue), typed(issue, subject="Nytt"))

    assert issue.blocks.get().event == event
    assert "Gårdagens möte" in office.get(page_of(issue)).content.decode()


def test_a_test_is_sent_with_what_was_just_typed_and_is_noted(office, secretary):
    issue = make_issue()
    block = issue.blocks.get()

    office.post(page_of(issue), typed(issue, "test:me", **{of(block, "heading"): "Nyss skrivet"}))
    office.post(page_of(issue), {"act": "test:office"})

    issue.refresh_from_db()
    mine, the_offices = Mailing.objects.about(issue).reverse()
    delivery = Delivery.objects.get(mailing=mine)
    letter = sending.letter_of(delivery)
    assert (delivery.email, mine.sender, mine.kind) == (
        secretary.email,
        secretary,
        "newsletter/test",
    )
    assert (letter.subject, "Nyss skrivet" in letter.html) == ("[PROV] Svara tillsammans", True)
    assert set(mine.source) == {"subject", "text", "html"}
    assert the_offices.deliveries.get().email == "kansli@example.org"
    assert (mine.about, issue.is_tested_as_it_stands) == (reference(issue), True)


def test_the_page_asks_as_much_for_twenty_blocks_as_for_one(office):
    issue = make_issue("image")
    counts = []
    for kinds in ((), ["text", "divider", "image", "button", "columns"] * 3):
        for kind in kinds:
            make_block(issue, kind)
        if kinds:
            for _number in range(3):
                make_block(issue, "event", event=make_event())
                make_block(issue, "article", article=make_article(title=f"Nytt {_number}"))
        with CaptureQueriesContext(connection) as queries:
            office.get(page_of(issue))
        counts.append(len(queries))

    assert counts[0] == counts[1]
