"""Messages that come back: a corpus in the shape of real ones, people's mail, hostile mail."""

import time

import pytest

from sekom.outbox import one_click, reading, returning
from sekom.outbox.reading import SignOff, Verdict
from tests.outbox.corpus import CORPUS, FINE, PEOPLE
from tests.outbox.returned import RETURN, Sent, exim, message, postfix, report

SHARE_RIGHT = 0.98


def with_code() -> Sent:
    sent = Sent()
    local, _at, domain = RETURN.partition("@")
    sent.sender = f"{local}+{returning.code_of(sent.token)}@{domain}"
    return sent


def read(sent: Sent, make) -> reading.Returned:
    found = reading.read(make(sent))
    assert isinstance(found, reading.Returned)
    return found


@pytest.mark.parametrize("make_sent", [Sent, with_code], ids=["by-number", "by-code"])
def test_corpus_is_read_right_and_never_of_another_letter(make_sent):
    wrong, other_letter = [], []
    for name, make, kind, is_final in CORPUS:
        sent = make_sent()
        found = reading.read(make(sent))
        said = [(v.kind, v.is_final) for v in found.verdicts] if found else None
        if said != [(kind, is_final)]:
            wrong.append((name, said))
        if found and (found.tokens, found.is_proven) != ({sent.token}, sent.sender != RETURN):
            other_letter.append(name)

    assert len(CORPUS) >= 60
    assert (wrong, other_letter) == ([], [])
    assert 1 - len(wrong) / len(CORPUS) >= SHARE_RIGHT


@pytest.mark.parametrize(("_name", "make"), PEOPLE, ids=[name for name, _make in PEOPLE])
def test_mail_from_people_is_left_alone(_name, make):
    assert reading.read(make(Sent())) is None


@pytest.mark.parametrize(("_name", "make"), FINE, ids=[name for name, _make in FINE])
def test_report_that_all_is_well_says_nothing_of_the_address(_name, make):
    assert read(Sent(), make).verdicts == ()


def test_report_names_the_address_that_failed_and_the_one_it_was_meant_for():
    found = read(
        Sent(),
        lambda sent: postfix(
            sent,
            "5.1.1",
            "550 5.1.1 User unknown",
            final="anna@privat.example",
            original="Anna+2Eberg@kommun.example",
        ),
    )

    assert found.verdicts == (
        Verdict(
            "hard",
            True,
            "550 5.1.1 User unknown",
            frozenset({"anna@privat.example", "anna.berg@kommun.example"}),
        ),
    )


def test_report_without_parts_names_the_addresses_that_stand_before_the_letter():
    found = read(Sent(email="Bo.Ek@kommun.example"), lambda sent: exim(sent, "550 Unknown user"))

    assert found.verdicts == (
        Verdict("hard", True, "550 Unknown user", frozenset({"bo.ek@kommun.example"})),
    )


def test_code_counts_more_than_the_numbers_that_anyone_can_write():
    sent, other = with_code(), Sent()

    found = read(sent, lambda sent: postfix(sent, "5.1.1", "550", headers=id_of(other)))

    assert found.tokens == {sent.token}


def test_forged_code_is_none():
    sent = with_code()
    real = returning.code_of(sent.token)
    forged = [f"{'b' if real[0] == 'a' else 'a'}{real[1:]}", "a" * 40, real[:39], real + "a"]

    assert [returning.token_in(f"retur+{one}@example.org") for one in forged] == [None] * 4
    assert returning.token_in(f"<RETUR+{real.upper()}@example.org>") == sent.token


def test_return_of_several_letters_in_one_message_names_them_all():
    first, second = Sent(), Sent()
    text = f"<anna.berg@kommun.example>: 550 User unknown\n\n{first.head}\n{second.head}"

    found = read(first, lambda sent: message(sent, text))

    assert found.tokens == {first.token, second.token}


def test_sign_off_is_known_by_our_own_word_alone():
    signed = one_click.sign(Sent().token)
    mails = [
        message(Sent(), "", by="Anna <anna@kommun.example>", subject=subject)
        for subject in (f"avsluta {signed}", f"SV: Avsluta  {signed}", f"avsluta {signed}x")
    ]

    assert [reading.read(mail) for mail in mails] == [SignOff(signed), SignOff(signed), None]


def id_of(sent: Sent) -> str:
    return f"In-Reply-To: <{sent.token}@example.org>\nReferences: <{sent.token}@example.org>\n"


NESTED = "".join(
    f'Content-Type: multipart/mixed; boundary="b{number}"\n\n--b{number}\n'
    for number in range(4000)
)
IN_LETTERS = "Content-Type: message/rfc822\n\n" * 20_000
HOSTILE = {
    "empty": b"",
    "zeros": b"\0" * 100_000,
    "nested": NESTED.encode(),
    "letters-in-letters": IN_LETTERS.encode(),
    "no-such-charset": postfix(Sent(), "5.1.1", "550 User unknown").replace(b"utf-8", b"pun\0y"),
    "zero-in-boundary": b"Content-Type: multipart/mixed; boundary*=a\0b''c\n\nHello",
    "punycode": message(Sent(), "a" * 200_000, kind="text/plain; charset=punycode"),
    "bad-encoded-word": message(Sent(), "", subject="=?utf-8?b?a?= =?utf-8?q?=?= =??="),
    "many-blocks": report(Sent(), action="failed\n\n" * 30_000),
    "long-line": message(Sent(), "user " * 2_000_000),
    "half-a-report": postfix(Sent(), "5.1.1", "550 User unknown")[:900],
    "addresses": message(Sent(), "a@" + "b." * 100_000),
    "tags": message(Sent(), "<" * 300_000, kind="text/html"),
    "header-of-1-mb": b"Subject: " + b"=?utf-8?q?" * 100_000 + b"\n\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_mail_is_read_without_harm(name):
    began = time.process_time()

    found = reading.read(HOSTILE[name])

    assert found is None or {v.kind for v in found.verdicts} <= {"hard", "unknown", "soft"}
    assert time.process_time() - began < 2
