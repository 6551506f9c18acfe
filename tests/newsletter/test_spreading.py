"""Passing an issue on: the links, what is told of it, and how far it reaches."""

import email
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from newsletter import editing, reaching, retelling, spreading, subscribing, thanking
from newsletter.models import OwnCount, Reach, ShareLink, Subscriber
from newsletter.spreading import Letter
from tests.factories import (
    make_former_contact,
    make_holding,
    make_member,
    make_pair,
    make_person,
    make_secretary,
)
from tests.newsletter_factories import (
    make_block,
    make_issue,
    make_letter,
    make_sent_issue,
    make_share_link,
    make_subscriber,
)

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0"


@pytest.fixture(autouse=True)
def _nobody_has_been_here():
    cache.clear()


def visit(issue, member=None, *, address="198.51.100.7", browser=FIREFOX):
    return reaching.count_visit(issue, member=member, address=address, browser=browser)


def counts():
    return list(Reach.objects.order_by("on").values_list("member", "visitor_count"))


# --- Links ----------------------------------------------------------------------------------------


def test_a_link_is_known_by_its_code_before_it_is_kept_and_after():
    person = make_pair()[0]
    member, issue = spreading.members_of(person)[0], make_sent_issue()

    link = spreading.link_to(issue, member=member, person=person)
    found = spreading.link_by(link.code)

    assert (found.pk, found.issue, found.member, found.person) == (None, issue, member, person)
    kept = spreading.keep(found)
    assert spreading.keep(spreading.link_to(issue, member=member, person=person)) == kept
    assert spreading.keep(link) == kept
    assert spreading.link_by(link.code) == kept
    assert ShareLink.objects.count() == 1


def test_a_person_with_the_link_of_a_double_keeps_to_it():
    person = make_pair()[0]
    member, issue = spreading.members_of(person)[0], make_sent_issue()
    own = spreading.link_to(issue, member=member, person=person)
    doubles = make_share_link(issue, member, make_person())
    ShareLink.objects.update(person=person)

    assert spreading.keep(spreading.link_by(own.code)) == doubles
    assert spreading.link_to(issue, member=member, person=person) == doubles


def test_each_person_of_a_member_has_a_link_of_their_own_and_the_member_one():
    member, issue = make_member(), make_sent_issue()
    pair = make_pair(member)

    links = [spreading.link_to(issue, member=member, person=one) for one in (*pair, None)]

    assert len({link.code for link in links}) == 3
    assert spreading.keep(links[2]) == spreading.keep(
        spreading.link_to(issue, member=member, person=None)
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda code: code[:-1] + ("0" if code[-1] != "0" else "1"),
        lambda code: "1" + code,
        lambda code: code.upper(),
        lambda code: code + "\0",
        lambda code: code.replace("-", "--", 1),
        lambda code: "",
        lambda code: "a" * 400,
    ],
)
def test_a_forged_code_leads_nowhere(change):
    member = make_member()
    code = spreading.link_to(make_sent_issue(), member=member, person=None).code

    assert spreading.link_by(change(code)) is None


def test_a_link_of_somebody_erased_is_the_members():
    person = make_pair()[0]
    member = spreading.members_of(person)[0]
    link = spreading.link_to(make_sent_issue(), member=member, person=person)
    person.erased_at = timezone.now()
    person.save(update_fields=["erased_at"])

    found = spreading.link_by(link.code)

    assert (found.member, found.person) == (member, None)


def test_those_who_hold_a_seat_at_a_member_spread():
    substitute = make_holding(kind="substitute", member=make_member("Granfors")).person

    assert [str(one) for one in spreading.members_of(substitute)] == ["Granfors kommun"]
    assert spreading.members_of(make_former_contact()) == []
    assert spreading.members_of(make_person()) == []


def test_the_foot_of_a_letter_leads_to_what_its_reader_may_pass_on():
    issue, (contact, _officer) = make_sent_issue(), make_pair()
    member = spreading.members_of(contact)[0]
    colleague, stranger = make_subscriber(member=member), make_subscriber()

    letters = [
        spreading.letter_by(make_letter(to, issue).token) for to in (contact, colleague, stranger)
    ]

    assert letters == [
        Letter(issue, member, contact),
        Letter(issue, member, None),
        Letter(issue, None, None),
    ]
    assert spreading.letter_by(uuid.uuid4()) is None


def test_a_letter_outside_the_archive_is_not_passed_on():
    letter = make_letter(make_pair()[0], make_sent_issue(is_in_archive=False))

    assert spreading.letter_by(letter.token) is None


def test_a_colleague_who_comes_by_a_link_is_of_its_member():
    member, issue = make_member(), make_sent_issue()
    link = spreading.link_to(issue, member=member, person=None)

    came_by = spreading.link_by(link.code)
    subscribing.ask("anna@example.org", page="/", member=came_by.member, came_by=came_by)

    found = Subscriber.objects.get()
    assert (found.member, found.came_by.code) == (member, link.code)


# --- What contacts tell ---------------------------------------------------------------------------


def test_what_is_told_again_of_the_same_way_replaces_it_and_nothing_takes_it_back():
    politician, officer = make_pair()
    issue, member = make_sent_issue(), spreading.members_of(politician)[0]

    def told(channel, count, by):
        spreading.tell(issue, member=member, channel=channel, reader_count=count, by=by)
        rows = OwnCount.objects.of_member(member)
        return list(rows.values_list("channel", "reader_count", "person"))

    assert told("mail", 240, politician) == [("mail", 240, politician.pk)]
    assert told("teams", 30, officer) == [("mail", 240, politician.pk), ("teams", 30, officer.pk)]
    assert told("mail", 250, officer) == [("mail", 250, officer.pk), ("teams", 30, officer.pk)]
    assert told("mail", 0, officer) == told("mail", 0, officer) == [("teams", 30, officer.pk)]


def test_nobody_tells_for_another_member_or_of_absurd_numbers():
    contact, other = make_pair()[0], make_member()
    issue, own = make_sent_issue(), spreading.members_of(contact)[0]

    for member, channel, count in [
        (other, "mail", 5),
        (own, "pigeon", 5),
        (own, "mail", 100_001),
    ]:
        with pytest.raises(ValidationError):
            spreading.tell(issue, member=member, channel=channel, reader_count=count, by=contact)

    assert not OwnCount.objects.exists()


# --- Visits ---------------------------------------------------------------------------------------


def test_a_visitor_counts_once_a_day_for_each_issue_and_member():
    issue, later, member = make_sent_issue(), make_sent_issue(), make_member()

    with time_machine.travel("2026-11-23 11:00+01:00", tick=False) as clock:
        heard = [visit(issue, member), visit(issue, member)]
        heard += [visit(later, member), visit(issue), visit(issue)]
        clock.shift(timedelta(days=1))
        heard += [visit(issue, member)]

    assert heard == [True, False, True, True, False, True]
    assert Reach.objects.about(issue).visits_by_member() == {member.pk: 2}


def test_two_of_one_office_count_as_two_where_their_browsers_tell_them_apart():
    issue, member = make_sent_issue(), make_member()

    heard = [visit(issue, member), visit(issue, member, browser=EDGE), visit(issue, member)]

    assert (heard, counts()) == ([True, True, False], [(member.pk, 2)])


@pytest.mark.parametrize(
    "browser",
    [
        "",
        "curl/8.5",
        "python-requests/2.32",
        "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
        "Mozilla/5.0 (Windows NT 10.0) SkypeUriPreview Preview/0.5",
        "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/140.0",
        "Slackbot-LinkExpanding 1.0",
    ],
)
def test_machines_are_no_visitors(browser):
    assert (visit(make_sent_issue(), browser=browser), counts()) == (False, [])


def test_one_address_cannot_make_up_an_audience(monkeypatch):
    monkeypatch.setattr(reaching, "MOST_PER_HOUR", 3)
    issue, member = make_sent_issue(), make_member()

    heard = [visit(issue, member, browser=f"{FIREFOX} {number}") for number in range(5)]

    assert (heard, counts()) == ([True] * 3 + [False] * 2, [(member.pk, 3)])


# --- Reading --------------------------------------------------------------------------------------


def spread_by_three(issue):
    """Members that spread by links, by their own account, by colleagues, and not at all."""
    members = [make_member(name) for name in ("Övik", "Ale", "Boden", "Tyst")]
    visit(issue, members[0])
    visit(issue)
    OwnCount.objects.create(issue=issue, member=members[1], channel="mail", reader_count=240)
    link = spreading.keep(spreading.link_to(issue, member=members[2], person=None))
    make_subscriber(member=members[2], came_by=link)
    return members


def test_the_spread_of_an_issue_is_that_of_every_member():
    issue, other = make_sent_issue(), make_sent_issue()
    spread_by_three(issue)

    def rows(found):
        return [
            (row.member.short_name, row.visit_count, row.told_count, row.reader_count, row.state)
            for row in found.rows
        ]

    found = reaching.spread_of(issue)

    expected = [
        ("Övik", 1, 0, 0, "both"),
        ("Boden", 0, 0, 1, "no_politician"),
        ("Ale", 0, 240, 0, "no_politician"),
        ("Tyst", 0, 0, 0, "none"),
    ]
    assert rows(found) == rows(reaching.spread_of(None)) == expected
    assert (found.visit_count, found.told_count, found.reader_count) == (1, 240, 1)
    assert found.alone_count == 1
    assert reaching.spread_of(other).spreading == []


def test_thanks_name_those_who_spread_most_and_nobody_where_nobody_did():
    issue = make_sent_issue()
    assert thanking.thanks(issue) == ""

    spread_by_three(issue)
    words = thanking.thanks(issue)

    assert ("Tack Ale kommun, Boden kommun och Övik kommun, som" in words, "Tyst" in words) == (
        True,
        False,
    )


def test_thanks_are_put_into_a_draft_once():
    issue, draft, secretary = make_sent_issue(), make_issue(), make_secretary()
    assert thanking.thank_in(draft, issue=issue, by=secretary) is None

    spread_by_three(issue)
    blocks = [thanking.thank_in(draft, issue=issue, by=secretary) for _turn in range(2)]

    assert blocks[0] == blocks[1] == list(draft.blocks.all())[-1]
    assert draft.blocks.count() == 2
    assert editing.said_in(blocks[0])["text"] == thanking.thanks(issue)


def test_thanks_are_put_into_no_letter_that_has_been_sent():
    issue = make_sent_issue()
    spread_by_three(issue)

    with pytest.raises(ValidationError):
        thanking.thank_in(make_sent_issue(), issue=issue, by=make_secretary())


def test_hostile_names_in_thanks_are_words():
    issue = make_sent_issue()
    visit(issue, make_member("<script>%(members)s</script>"))

    assert "&lt;script&gt;%(members)s&lt;/script&gt;" in thanking.thanks(issue)


def test_how_far_it_reached_at_one_member_is_the_same_as_in_the_network():
    issue = make_sent_issue()
    members = spread_by_three(issue)

    found = {row.member: row for row in reaching.spread_of(None).rows}

    assert [reaching.at(member, issue) for member in members] == [found[one] for one in members]


def test_reading_the_spread_costs_the_same_for_many(django_assert_num_queries):
    issue = make_sent_issue()
    for _turn in range(2):
        with django_assert_num_queries(5):
            reaching.spread_of(issue)
        spread_by_three(issue)
        cache.clear()


# --- Words ----------------------------------------------------------------------------------------


def test_the_words_name_what_the_issue_takes_up_and_end_at_the_link():
    issue = make_issue(
        "heading", subject="Svara\r\nBcc: alla@example.org", preheader="Fem nyheter."
    )
    for number in range(7):
        make_block(issue, values={"heading": f"Rubrik {number}", "text": "<p>x</p>"})
    make_block(issue, "divider")

    teams, intranet, mail = retelling.texts(issue, "https://example.org/n/kod/")

    assert teams.words == (
        "Nytt från Sveriges Ekokommuner: Svara Bcc: alla@example.org\n\n"
        "• Rubrik 0\n• Rubrik 1\n• Rubrik 2\n• Rubrik 3\n• Rubrik 4\n\n"
        "Läs hela: https://example.org/n/kod/"
    )
    assert ["https://example.org/n/kod/" in text.words for text in (intranet, mail)] == [True] * 2


def test_the_draft_is_an_unsent_letter_with_the_same_words():
    issue = make_issue(subject="Åtgärder\r\nBcc: alla@example.org")
    text = retelling.texts(issue, "https://example.org/n/kod/")[-1]

    letter = email.message_from_bytes(retelling.draft(text), policy=email.policy.default)

    assert letter.keys() == [
        *("Subject", "X-Unsent", "Content-Type"),
        *("Content-Transfer-Encoding", "MIME-Version"),
    ]
    assert (letter["Subject"], letter["X-Unsent"]) == ("Åtgärder Bcc: alla@example.org", "1")
    assert letter.get_content().split() == text.words.split()


def test_the_card_is_of_the_newest_issue_for_those_who_can_spread():
    contact = make_pair()[0]
    assert retelling.card_for(contact) is None

    make_sent_issue(title="Oktober")
    newest = make_sent_issue(title="November")

    card = retelling.card_for(contact)
    assert (card.issue, card.reached.visit_count) == (newest, 0)
    assert retelling.card_for(make_person()) is None


def test_a_link_without_its_code_is_refused():
    with pytest.raises(IntegrityError), transaction.atomic():
        ShareLink.objects.create(issue=make_sent_issue(), member=make_member())
