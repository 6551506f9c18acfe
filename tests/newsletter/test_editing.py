"""How an issue is kept while it is written: nothing typed is lost, nothing is done twice."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import override

from newsletter import editing
from newsletter.models import Block, Issue
from tests.factories import make_secretary
from tests.newsletter_factories import make_issue, make_sent_issue

pytestmark = pytest.mark.django_db


def kinds(issue):
    return list(issue.blocks.values_list("kind", flat=True))


def order(issue):
    return list(issue.blocks.values_list("pk", flat=True))


def content(issue):
    return Issue.objects.get(pk=issue.pk).content_number


def test_a_block_that_is_saved_counts_up_and_says_who_wrote():
    issue, anna = make_issue(), make_secretary()
    block = issue.blocks.get()

    saved = editing.save_block(block, {"text": "<p>Nytt <b>ord</b></p>"}, number=0, by=anna)

    assert editing.said_in(saved) == {
        "heading": "Rubrik",
        "text": "<p>Nytt <strong>ord</strong></p>",
        "link_text": "",
        "link": "",
    }
    assert (saved.number, saved.saved_by, content(issue)) == (1, anna, 1)


def test_a_block_saved_as_it_was_counts_nothing():
    issue = make_issue()
    block = issue.blocks.get()

    editing.save_block(block, {"heading": "Rubrik"}, number=0, by=None)

    block.refresh_from_db()
    assert (block.number, content(issue)) == (0, 0)


def test_two_who_change_different_fields_are_both_kept():
    block = make_issue().blocks.get()
    mine, theirs = Block.objects.get(pk=block.pk), Block.objects.get(pk=block.pk)
    editing.save_block(theirs, {"heading": "Deras", "text": "<p>Text.</p>"}, number=0, by=None)

    saved = editing.save_block(
        mine, {"heading": "Rubrik", "text": "<p>Min.</p>"}, number=0, by=None
    )

    assert [saved.values["heading"], saved.values["text"]] == ["Deras", "<p>Min.</p>"]


def test_two_who_change_the_same_field_get_to_choose():
    issue, bo = make_issue(), make_secretary()
    block = issue.blocks.get()
    editing.save_block(block, {"heading": "Deras"}, number=0, by=bo)

    with pytest.raises(editing.Stale) as stale, override("en"):
        editing.save_block(block, {"heading": "Min"}, number=0, by=None)

    assert (stale.value.theirs, stale.value.number) == ({"heading": "Deras"}, 1)
    assert stale.value.messages == [
        f"{bo.name} has changed the same meanwhile. Choose which of the two to keep."
    ]
    assert issue.blocks.get().values["heading"] == "Deras"


def test_an_issue_keeps_what_either_of_two_writers_changed():
    issue = make_issue()
    editing.save_issue(issue, {"subject": "Deras"}, number=0)

    saved = editing.save_issue(
        issue, {"subject": "Svara tillsammans", "preheader": "Min"}, number=0
    )

    assert (saved.subject, saved.preheader, saved.number) == ("Deras", "Min", 2)
    with pytest.raises(editing.Stale):
        editing.save_issue(issue, {"subject": "Min"}, number=0)


def test_the_address_of_a_draft_follows_its_name_and_never_a_page_of_the_website():
    issue, other = make_issue(slug="nyhetsbrev-maj"), make_issue()

    first = editing.save_issue(other, {"title": "Nyhetsbrev maj"}, number=0)
    second = editing.save_issue(issue, {"title": "Prenumerera"}, number=0)

    assert (first.slug, second.slug) == ("nyhetsbrev-maj-2", "prenumerera-2")


def test_an_empty_block_is_added_once_however_often_one_presses():
    issue = make_issue("text", "divider")
    first = issue.blocks.first()

    block = editing.add(issue, "button", after=first.pk, by=None)
    again = editing.add(issue, "button", after=first.pk, by=None)

    assert (block, kinds(issue), content(issue)) == (again, ["text", "button", "divider"], 1)


def test_a_letter_takes_forty_blocks():
    issue = make_issue(*["divider"] * 40)

    with pytest.raises(ValidationError):
        editing.add(issue, "text", after=None, by=None)


def test_a_block_is_placed_before_or_after_another_and_twice_is_once():
    issue = make_issue("text", "button", "divider")
    one, two, three = order(issue)
    last = issue.blocks.last()

    editing.place(last, beside=two, is_before=True)
    editing.place(last, beside=two, is_before=True)

    assert (order(issue), content(issue)) == ([one, three, two], 1)
    editing.place(last, beside=two, is_before=False)
    assert order(issue) == [one, two, three]


def test_a_block_that_was_taken_away_comes_back_where_it_stood():
    issue = make_issue("heading", "text", "divider")
    before, block = order(issue), issue.blocks.all()[1]
    editing.save_block(block, {"heading": "Kvar"}, number=0, by=None)

    editing.remove(block)
    editing.remove(block)
    gone = kinds(issue)
    back = editing.put_back(issue, block.pk)
    again = editing.put_back(issue, block.pk)

    assert (gone, order(issue), back) == (["heading", "divider"], before, again)
    assert back.values["heading"] == "Kvar"
    with pytest.raises(Block.DoesNotExist):
        editing.put_back(make_issue(), block.pk)


def test_a_block_that_another_took_away_comes_back_with_what_was_written_in_it():
    issue = make_issue()
    block = issue.blocks.get()
    editing.remove(Block.objects.get(pk=block.pk))

    editing.save_block(block, {"heading": "Rubrik"}, number=0, by=None)
    untouched = kinds(issue)
    editing.save_block(block, {"heading": "Skrivet"}, number=0, by=None)

    assert untouched == []
    assert issue.blocks.get().values["heading"] == "Skrivet"


@pytest.mark.parametrize(
    "change",
    [
        lambda issue, block: editing.save_issue(issue, {"subject": "Nytt"}, number=0),
        lambda issue, block: editing.save_block(block, {"heading": "Nytt"}, number=0, by=None),
        lambda issue, block: editing.add(issue, "text", after=None, by=None),
        lambda issue, block: editing.place(block, beside=block.pk, is_before=True),
        lambda issue, block: editing.remove(block),
    ],
)
def test_what_is_scheduled_or_sent_stays_as_it_is(change):
    later = make_issue(state=Issue.State.SCHEDULED, scheduled_at=timezone.now())

    for issue in (later, make_sent_issue()):
        with pytest.raises(ValidationError):
            change(issue, issue.blocks.get())
