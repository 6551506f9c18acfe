from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from members.models import today
from sekom.outbox.models import Delivery
from surveys import answering, signing
from surveys.items import Kind
from surveys.models import Response
from tests.factories import make_holding, make_member, make_pair
from tests.survey_factories import choices, item, make_response, make_round, make_version


def questions():
    return (
        item("home", Kind.SELECT_ONE, choices=choices("kontor", "annat"), is_required=True),
        item("which", Kind.TEXT, relevant="${home} = 'annat'", is_required=True),
        item("wish", Kind.TEXT),
    )


@pytest.fixture
def pair(db):
    return make_pair()


@pytest.fixture
def response(pair):
    member = pair[0].holdings.get().seat.member
    response = make_response(make_round(make_version(questions())), member)
    answering.save(response, key="home", raw="kontor", base_number=0, by=pair[0])
    return response


def sign(response, by):
    return signing.sign(response, digest=signing.current_digest(response), by=by)


def change(response, key, raw, by):
    answer = response.answers.filter(key=key).first()
    number = answer.number if answer else 0
    return answering.save(response, key=key, raw=raw, base_number=number, by=by)


def state_of(response):
    return Response.objects.with_state().get(pk=response.pk).state


def mails():
    """Who was sent what, by the name of the mail."""
    return sorted(Delivery.objects.values_list("mailing__kind", "email"))


def test_the_first_signature_waits_for_the_other_and_asks_them(response, pair):
    politician, officer = pair

    sign(response, politician)

    assert state_of(response) == "waiting"
    assert mails() == [("surveys/please_sign", officer.email)]


def test_the_second_signature_sends_the_response_in_and_both_get_a_receipt(response, pair):
    politician, officer = pair

    sign(response, politician)
    sign(response, officer)

    assert state_of(response) == "submitted"
    assert mails() == [
        ("surveys/please_sign", officer.email),
        ("surveys/submitted", politician.email),
        ("surveys/submitted", officer.email),
    ]


def test_signing_twice_is_signing_once(response, pair):
    first = sign(response, pair[0])

    second = sign(response, pair[0])

    assert (first, response.signatures.count()) == (second, 1)


def test_a_change_voids_both_signatures_and_tells_both(response, pair):
    politician, officer = pair
    sign(response, politician)
    sign(response, officer)
    before = len(mails())

    change(response, "wish", "Mer tid", officer)

    assert state_of(response) == "started"
    assert list(response.signatures.valid()) == []
    assert response.signatures.count() == 2
    told = [mail for mail in mails() if mail[0] == "surveys/voided"]
    assert told == [("surveys/voided", politician.email), ("surveys/voided", officer.email)]
    assert len(mails()) == before + 2


def test_a_comment_voids_nothing(response, pair):
    sign(response, pair[0])

    answering.comment(response, key="wish", text="Bra så?", by=pair[1])

    assert [s.role for s in response.signatures.valid()] == ["politician"]


def test_signing_is_refused_while_a_required_question_is_open(response, pair):
    change(response, "home", "annat", pair[0])

    with pytest.raises(ValidationError) as refusal:
        sign(response, pair[0])

    assert (refusal.value.code, response.signatures.count()) == ("open", 0)


def test_signing_is_refused_when_an_answer_changed_while_one_was_reading(response, pair):
    politician, officer = pair
    read = signing.current_digest(response)
    change(response, "wish", "Mer tid", officer)

    with pytest.raises(ValidationError) as refusal:
        signing.sign(response, digest=read, by=politician)

    assert (refusal.value.code, response.signatures.count()) == ("changed", 0)


def test_signing_is_refused_to_others_and_after_closing(response, pair):
    with pytest.raises(ValidationError) as stranger:
        sign(response, make_pair()[0])
    response.round.closed_at = response.round.opened_at
    response.round.save()
    with pytest.raises(ValidationError) as late:
        sign(response, pair[0])

    assert (stranger.value.code, late.value.code) == ("not_yours", "closed")


def test_withdrawing_takes_back_ones_own_signature_only(response, pair):
    politician, officer = pair
    sign(response, politician)

    signing.withdraw(response, by=officer)
    still = [s.role for s in response.signatures.valid()]
    signing.withdraw(response, by=politician)

    assert (still, list(response.signatures.valid())) == (["politician"], [])


def test_withdrawing_is_refused_once_the_response_is_in(response, pair):
    sign(response, pair[0])
    sign(response, pair[1])

    with pytest.raises(ValidationError) as refusal:
        signing.withdraw(response, by=pair[0])

    assert (refusal.value.code, state_of(response)) == ("counted", "submitted")


def test_the_digest_is_of_the_answers_that_count_and_nothing_else(response, pair):
    before = signing.current_digest(response)
    change(response, "home", "annat", pair[0])
    change(response, "which", "Skolan", pair[0])
    other = signing.current_digest(response)
    change(response, "home", "kontor", pair[0])

    assert (signing.current_digest(response) == before, other == before) == (True, False)


def test_a_successor_on_the_seat_does_not_sign_again(db):
    member = make_member()
    politician, officer = make_pair(member)
    response = make_response(make_round(make_version(questions())), member)
    change(response, "home", "kontor", officer)
    sign(response, politician)
    officer.holdings.update(ends_on=today() - timedelta(days=1))
    successor = make_holding(member=member, kind="officer", starts_on=today()).person

    sign(response, successor)

    assert state_of(response) == "submitted"


moves = st.lists(
    st.tuples(
        st.sampled_from(["home", "which", "wish", "sign", "withdraw"]),
        st.sampled_from(["kontor", "annat", "", "Hej"]),
        st.booleans(),
    ),
    min_size=1,
    max_size=14,
)


@pytest.mark.django_db
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(moves=moves)
def test_no_order_of_moves_leaves_a_submitted_response_whose_signatures_do_not_match(moves):
    member = make_member()
    pair = make_pair(member)
    response = make_response(make_round(make_version(questions())), member)

    for move, value, is_officer in moves:
        person = pair[is_officer]
        try:
            if move == "sign":
                sign(response, person)
            elif move == "withdraw":
                signing.withdraw(response, by=person)
            else:
                change(response, move, value, person)
        except ValidationError:
            pass
        now = Response.objects.get(pk=response.pk)
        valid = {s.role: s.digest for s in now.signatures.valid()}
        digest = signing.current_digest(now)
        assert set(valid.values()) <= {digest}
        assert (now.submitted_at is not None) == (set(valid) == {"politician", "officer"})
