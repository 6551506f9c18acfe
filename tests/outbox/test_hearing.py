"""What comes back: noted once, in any order; the ledger and the silenced addresses follow."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.db.models import F
from django.utils import timezone

from members import erasing
from sekom.outbox import hearing, one_click, returning, sending
from sekom.outbox.models import Batch, Return, Suppression, address_hash
from sekom.outbox.tasks import notice_returns
from tests.factories import make_person
from tests.newsletter_factories import make_letter, make_subscriber
from tests.outbox.making import make_draft, make_leaving, states_of
from tests.outbox.returned import RETURN, Sent, answer, complaint, exchange, postfix

pytestmark = pytest.mark.django_db

ANNA, BO = "anna@example.org", "bo@example.org"
UNKNOWN = "550 5.1.1 User unknown"


def make_sent(*names, state="sent"):
    """A mailing to these names that seems to have arrived."""
    mailing = make_draft(*(names or ("Anna", "Bo")))
    mailing.deliveries.update(state=state, settled_at=timezone.now())
    mailing.batches.update(**{state: F("total")}, due_at=None)
    return mailing


def letter_to(mailing, email=ANNA):
    """A delivery as the letter that comes back to the address with its code."""
    token = mailing.deliveries.get(email=email).token
    return Sent(email=email, token=token, sender=f"retur+{returning.code_of(token)}@example.org")


def letter_held(mailing, email=ANNA):
    """The letter as whoever holds it knows it: by its number alone."""
    return replace(letter_to(mailing, email), sender=RETURN)


def numbers(mailing):
    """The numbers of the mailing, after a look that they are those of its letters."""
    counted = Batch.objects.values(*Batch.COUNTED).get(mailing=mailing)
    held = {name: mailing.deliveries.filter(state=name).count() for name in Batch.COUNTED}
    assert counted == held
    return {name: number for name, number in counted.items() if number}


def kinds():
    return list(Return.objects.values_list("kind", "is_final", "is_elsewhere"))


def silenced():
    hashes = set(Suppression.objects.values_list("address_hash", flat=True))
    return [email for email in (ANNA, BO) if address_hash(email) in hashes]


def test_dead_address_is_bounced_counted_and_silenced_at_once_and_only_once():
    mailing = make_sent()
    returned = postfix(letter_to(mailing), "5.1.1", UNKNOWN)

    heard = [hearing.hear(returned), hearing.hear(returned)]

    assert heard == [True, True]
    assert states_of(mailing) == {ANNA: "bounced", BO: "sent"}
    assert mailing.deliveries.get(email=ANNA).answer == UNKNOWN
    assert numbers(mailing) == {"sent": 1, "bounced": 1}
    assert kinds() == [("hard", True, False)]
    assert silenced() == [ANNA]
    assert Suppression.objects.get().reason == Return.Kind.HARD.label


def test_return_that_its_holder_may_have_made_up_is_noted_and_silences_nobody():
    mailing = make_sent()

    heard = [hearing.hear(postfix(letter_held(mailing), "5.1.1", UNKNOWN)) for _time in range(2)]

    assert heard == [True, True]
    assert kinds() == [("hard", True, False)] * 2
    assert states_of(mailing) == {ANNA: "bounced", BO: "sent"}
    assert silenced() == []


@pytest.mark.parametrize("second", [letter_held, letter_to], ids=["by-number", "by-code"])
def test_return_by_number_of_a_second_mailing_silences(second):
    hearing.hear(postfix(letter_held(make_sent()), "5.1.1", UNKNOWN))

    hearing.hear(postfix(second(make_sent()), "5.1.1", UNKNOWN))

    assert silenced() == [ANNA]


def test_complaint_and_full_mailbox_by_number_are_no_two_signs_that_an_address_is_dead():
    hearing.hear(postfix(letter_held(make_sent()), "5.2.2", "552 5.2.2 Mailbox full"))

    hearing.hear(complaint(letter_held(make_sent())))

    assert (kinds(), silenced()) == ([("full", True, False), ("complaint", False, False)], [])


def test_letter_that_was_in_doubt_when_it_was_cancelled_is_bounced_too():
    mailing = make_sent("Anna", state="in_doubt")

    hearing.hear(postfix(letter_to(mailing), "5.1.1", UNKNOWN))

    assert numbers(mailing) == {"bounced": 1}


@pytest.mark.parametrize(
    ("status", "said", "action", "kind", "state"),
    [
        ("5.2.2", "552 5.2.2 Mailbox full", "failed", "full", "bounced"),
        ("5.7.1", "550 5.7.1 Blocked as spam", "failed", "policy", "bounced"),
        ("5.0.0", "550 Not today", "failed", "unknown", "bounced"),
        ("4.4.1", "Connection timed out", "failed", "soft", "bounced"),
        ("4.4.1", "Connection timed out", "delayed", "soft", "sent"),
    ],
)
def test_what_says_nothing_of_the_address_silences_nobody(status, said, action, kind, state):
    mailing = make_sent("Anna")

    hearing.hear(postfix(letter_to(mailing), status, said, action=action))

    assert kinds() == [(kind, action == "failed", False)]
    assert states_of(mailing) == {ANNA: state}
    assert numbers(mailing) == {state: 1}
    assert silenced() == []


def test_complaint_silences_though_the_letter_arrived():
    mailing = make_sent("Anna")

    hearing.hear(complaint(letter_to(mailing), redacted=True))

    assert (kinds(), silenced()) == ([("complaint", False, False)], [ANNA])
    assert numbers(mailing) == {"sent": 1}


def test_automatic_answer_is_noted_without_its_words():
    mailing = make_sent("Anna")
    headers = "Auto-Submitted: auto-replied\n"

    hearing.hear(answer(letter_to(mailing), "Autosvar", "Jag är sjuk.", headers))

    assert [(one.kind, one.words) for one in Return.objects.all()] == [("auto", "")]
    assert numbers(mailing) == {"sent": 1}


def test_dead_address_that_the_mail_was_sent_on_to_is_not_our_readers():
    mailing = make_sent("Anna")
    returned = postfix(letter_to(mailing), "5.1.1", UNKNOWN, final="anna@privat.example")

    hearing.hear(returned)

    assert kinds() == [("hard", True, True)]
    assert (numbers(mailing), silenced()) == ({"sent": 1}, [])


def test_second_name_that_exchange_gives_a_mailbox_is_the_readers_own():
    mailing = make_sent("Anna")

    hearing.hear(
        exchange(letter_to(mailing), "5.1.10", UNKNOWN, final="Anna@kommun.onmicrosoft.com")
    )

    assert silenced() == [ANNA]


def test_letter_of_nobody_or_of_several_is_left_for_people():
    mailing = make_sent()
    stranger = postfix(Sent(email=ANNA, token=uuid.uuid4()), "5.1.1", UNKNOWN)
    anna, bo = letter_held(mailing), letter_held(mailing, BO)
    both = postfix(anna, "5.1.1", UNKNOWN, returned="").replace(
        b"--=_report--", f"--=_report\n\n{anna.head}\n{bo.head}\n--=_report--".encode()
    )
    letter_of_mine = answer(anna, "SV: Nyhetsbrev", "Tack!")

    assert [hearing.hear(one) for one in (stranger, both, letter_of_mine, b"")] == [False] * 4
    assert (kinds(), numbers(mailing)) == ([], {"sent": 2})


def test_return_before_the_ledger_knows_that_the_letter_left_is_settled_later():
    mailing = make_leaving("Anna")
    hearing.hear(postfix(letter_to(mailing), "5.1.1", UNKNOWN))
    before = states_of(mailing)
    mailing.deliveries.update(state="sent", settled_at=timezone.now())  # so its worker notes it
    mailing.batches.update(sent=1, due_at=None)

    notice_returns()
    notice_returns()

    assert (before, states_of(mailing)) == ({ANNA: "queued"}, {ANNA: "bounced"})
    assert numbers(mailing) == {"bounced": 1}


def test_refusal_of_a_dead_address_silences_it_and_one_of_us_does_not(server):
    server.refuse = {ANNA: "550 5.1.1 No such user", BO: "550 5.7.1 Blocked using a list"}
    mailing = make_leaving("Anna", "Bo")

    sending.send_due()

    assert states_of(mailing) == {ANNA: "bounced", BO: "bounced"}
    assert numbers(mailing) == {"bounced": 2}
    assert (kinds(), silenced()) == ([("hard", True, False)], [ANNA])


def test_silenced_address_gets_nothing_after_erasure_and_when_it_is_entered_again():
    mailing = make_sent("Anna")
    person = make_person(email=ANNA)
    mailing.deliveries.update(person=person)
    hearing.hear(postfix(letter_to(mailing), "5.1.1", UNKNOWN))
    erasing.erase(person, by=None)
    make_person(email=ANNA)

    anew = make_draft("Anna", "Bo")

    assert states_of(anew) == {ANNA: "suppressed", BO: "queued"}
    assert [(one.kind, one.words) for one in Return.objects.all()] == [("hard", "")]


def test_return_for_somebody_who_was_forgotten_says_nothing_of_them():
    mailing = make_sent("Anna")
    returned = postfix(letter_to(mailing), "5.1.1", UNKNOWN)
    mailing.deliveries.update(email="7@raderad.invalid")

    assert hearing.hear(returned) is True
    assert (kinds(), silenced()) == ([], [])


def test_letters_leave_from_an_address_of_their_own_where_the_settings_give_one(server, settings):
    settings.MAIL_RETURN = "retur@example.org"
    mailing = make_leaving("Anna")

    sending.send_due()

    token = mailing.deliveries.get().token
    assert server.senders == [f"retur+{returning.code_of(token)}@example.org"]
    assert returning.token_in(server.senders[0]) == token


def test_envelope_tells_a_server_that_reports_what_the_letter_is_called_and_for_whom(settings):
    settings.MAIL_RETURN = ""
    token = uuid.UUID(int=7)

    plain = returning.envelope(token, "åsa@example.org", is_reporting=False)
    told = returning.envelope(token, "anna+nytt=1@example.org", is_reporting=True)

    code = returning.code_of(token)
    assert plain == ("<kansli@example.org>", "<åsa@example.org>")
    assert told == (
        f"<kansli@example.org> RET=HDRS ENVID={code}",
        "<anna+nytt=1@example.org> ORCPT=rfc822;anna+2Bnytt+3D1@example.org",
    )


def test_server_that_reports_is_told_what_to_name(server):
    server.is_reporting = True
    mailing = make_leaving("Anna")

    sending.send_due()

    code = returning.code_of(mailing.deliveries.get().token)
    assert states_of(mailing) == {ANNA: "sent"}
    assert server.asked == ["RET=HDRS", f"ENVID={code}", f"ORCPT=rfc822;{ANNA}"]


def test_numbers_hold_when_a_letter_comes_back_while_others_of_its_batch_wait(server):
    server.refuse = {BO: "450 4.2.1 Try later"}
    mailing = make_leaving("Anna", "Bo")
    sending.send_due()

    hearing.hear(postfix(letter_to(mailing), "5.1.1", UNKNOWN))
    between = numbers(mailing)
    server.refuse = {}
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        sending.send_due()

    assert between == {"bounced": 1}
    assert numbers(mailing) == {"sent": 1, "bounced": 1}


def test_sign_off_by_mail_ends_what_brought_the_letter():
    subscriber = make_subscriber("cilla@example.org")
    signed = one_click.sign(make_letter(subscriber).token)

    heard = hearing.hear(answer(Sent(email=subscriber.email), f"avsluta {signed}", ""))

    subscriber.refresh_from_db()
    assert (heard, subscriber.state) == (True, "left")
