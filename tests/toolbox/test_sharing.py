import pytest
from django.core.exceptions import ValidationError

from members.models import Member, Seat, today
from sekom.outbox.models import Delivery
from tests.factories import make_example, make_former_contact, make_pair, make_secretary
from toolbox import sharing
from toolbox.models import Example

pytestmark = pytest.mark.django_db

State = Example.State


def refused(operation, *args, **given):
    """The code of the refusal."""
    with pytest.raises(ValidationError) as refusal:
        operation(*args, **given)
    return refusal.value.code


def letters():
    """Every letter: (kind, to whom)."""
    return list(Delivery.objects.order_by("pk").values_list("mailing__kind", "person"))


def pair_of(example):
    """The politician and the officer of the example's member."""
    seats = Seat.objects.filter(member=example.member)
    return [seats.get(kind=kind).current_holding().person for kind in Seat.PAIR]


def test_an_example_goes_from_draft_to_published_and_the_contact_hears_of_it():
    example = make_example(state=State.DRAFT)
    _politician, officer = pair_of(example)

    sent = sharing.send_in(example, by=officer)
    published = sharing.publish(sent, by=make_secretary())

    assert (sent.state, published.state) == (State.SENT_IN, State.PUBLISHED)
    assert list(Example.objects.published()) == [example]
    assert letters() == [("toolbox/example_published", officer.pk)]


def test_sending_in_and_publishing_twice_is_once():
    example = make_example(state=State.SENT_IN)
    officer = pair_of(example)[1]

    assert sharing.send_in(example, by=officer).state == State.SENT_IN
    for _time in range(2):
        sharing.publish(example, by=make_secretary())

    assert len(letters()) == 1
    assert refused(sharing.send_in, example, by=officer) == "state"


def test_send_back_tells_what_to_change_and_opens_the_example_again():
    example = make_example(state=State.SENT_IN)
    officer = pair_of(example)[1]

    assert refused(sharing.send_back, example, comment=" ", by=make_secretary()) == "comment"
    back = sharing.send_back(example, comment="Skriv vad det kostade.", by=make_secretary())

    assert (back.state, back.comment, back.is_open) == (
        State.SENT_BACK,
        "Skriv vad det kostade.",
        True,
    )
    assert letters() == [("toolbox/example_sent_back", officer.pk)]
    assert refused(sharing.publish, back, by=make_secretary()) == "state"
    assert refused(sharing.send_back, back, comment="Igen", by=make_secretary()) == "state"


def test_take_down_makes_a_draft_of_what_was_published():
    example = make_example()

    for _time in range(2):
        taken = sharing.take_down(example, by=make_secretary())

    assert (taken.state, list(Example.objects.published())) == (State.DRAFT, [])


def test_write_refuses_an_older_version_and_shows_what_stands():
    example = make_example(state=State.DRAFT)
    politician, officer = pair_of(example)
    sharing.write(example, values={"problem": "Politikerns"}, version=1, by=politician)

    with pytest.raises(sharing.StaleExample) as stale:
        sharing.write(example, values={"problem": "Min"}, version=1, by=officer)

    example.refresh_from_db()
    assert (stale.value.theirs.problem, example.problem, example.version) == (
        "Politikerns",
        "Politikerns",
        2,
    )


def test_write_refuses_others_what_is_sent_in_and_a_foreign_contact():
    example = make_example(state=State.SENT_IN)
    draft = make_example(state=State.DRAFT)
    values = {"problem": "Nytt"}

    other = make_pair()[0]
    assert refused(sharing.write, draft, values=values, version=1, by=other) == "not_yours"
    assert refused(sharing.send_in, draft, by=other) == "not_yours"
    officer = pair_of(example)[1]
    assert refused(sharing.write, example, values=values, version=1, by=officer) == "state"
    foreign = {"seat": example.seat}
    mine = pair_of(draft)[1]
    assert refused(sharing.write, draft, values=foreign, version=1, by=mine) == "seat"


def test_wish_to_try_tells_the_contact_once_for_each_member():
    example = make_example()
    officer = pair_of(example)[1]
    politician, colleague = make_pair()
    member = Member.objects.represented_by(politician).get()
    before = len(letters())

    news = [
        sharing.wish_to_try(example, member=member, by=person) for person in (politician, colleague)
    ]

    assert news == [True, False]
    assert letters()[before:] == [("toolbox/wants_to_try", officer.pk)]
    letter = Delivery.objects.latest("pk").values
    assert (letter["member"], letter["who"], letter["who_email"]) == (
        member.name,
        politician.name,
        politician.email,
    )


def test_wish_to_try_tells_the_other_when_the_contacts_seat_is_vacant():
    example = make_example()
    politician, _officer = pair_of(example)
    example.seat.holdings.update(ends_on=today().replace(year=2020), starts_on="2019-01-01")
    asking = make_pair()[0]
    member = Member.objects.represented_by(asking).get()

    sharing.wish_to_try(example, member=member, by=asking)

    assert letters()[-1] == ("toolbox/wants_to_try", politician.pk)


def test_wish_to_try_is_refused_and_leaves_nothing_where_it_makes_no_sense():
    example, draft = make_example(), make_example(state=State.DRAFT)
    own = pair_of(example)[0]
    asking = make_pair()[0]
    member = Member.objects.represented_by(asking).get()

    assert refused(sharing.wish_to_try, draft, member=member, by=asking) == "state"
    assert refused(sharing.wish_to_try, example, member=member, by=own) == "not_yours"
    assert refused(sharing.wish_to_try, example, member=example.member, by=own) == "own"
    for seat in example.member.seats.all():
        seat.holdings.update(ends_on=today().replace(year=2020), starts_on="2019-01-01")
    assert refused(sharing.wish_to_try, example, member=member, by=asking) == "vacant"
    assert example.wishes.count() == 0


def test_examples_are_seen_by_their_state():
    examples = {state: make_example(state=state) for state in (State.DRAFT, State.SENT_IN)}
    examples[State.PUBLISHED] = make_example()

    def seen(person):
        visible = set(Example.objects.visible_to(person))
        return {state for state, example in examples.items() if example in visible}

    own = pair_of(examples[State.DRAFT])[0]
    assert seen(own) == {State.DRAFT, State.PUBLISHED}
    assert seen(make_pair()[0]) == {State.PUBLISHED}
    assert seen(make_former_contact()) == {State.PUBLISHED}
    assert seen(make_secretary()) == {State.SENT_IN, State.PUBLISHED}
