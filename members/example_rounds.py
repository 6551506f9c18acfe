"""The example's gaps and rounds: a mandate change under way at made-up members, and reminders."""

from datetime import timedelta

from django.db import transaction

from members import mandates, verifying
from members.models import (
    Confirmation,
    Holding,
    Inquiry,
    Member,
    Person,
    Reminder,
    Round,
    Seat,
    today,
)

# Made-up members whose mandates change, by short name.
ASKED = ("Granfors", "Havsvik", "Lövstranda", "Tallmo", "Öjevik")


@transaction.atomic
def load(*, by: Person) -> None:
    """Let made-up members be asked, and remind some; only once."""
    if Round.objects.exists():
        return
    change = mandates.coming_change()
    seated = (
        Holding.objects.current()
        .of_pairs()
        .filter(seat__member__short_name__in=ASKED, seat__member__is_fictional=True)
    )
    seated.filter(seat__kind=Seat.Kind.POLITICIAN).update(ends_on=change.last_day)
    _age(seated)
    round = verifying.open_round(
        [holding for holding in verifying.contacts() if holding in set(seated)],
        answer_by=min(today() + timedelta(days=21), max(change.last_day, today())),
        mandates_end_on=change.last_day,
        by=by,
    )
    _answer(round)
    _remind(by)


def _age(seated) -> None:
    """Confirmations of half a year and more than a year ago."""
    for name, days in (("Öjevik", 250), ("Tallmo", 400)):
        of_officer = seated.filter(seat__member__short_name=name, seat__kind=Seat.Kind.OFFICER)
        on = today() - timedelta(days=days)
        Confirmation.objects.filter(holding__in=of_officer).update(on=on)


def _answer(round: Round) -> None:
    for inquiry in Inquiry.objects.filter(round=round).with_names():
        person, place = inquiry.holding.person, inquiry.holding.seat
        if place.member.short_name == "Granfors":
            verifying.answer_right(inquiry, by=person)
        elif place.member.short_name == "Lövstranda" and place.kind == Seat.Kind.OFFICER:
            verifying.answer_changed(
                inquiry,
                name=person.name,
                title=person.title,
                phone=person.phone,
                email="ny.adress.lovstranda@example.org",
                note="Vi byter domän vid årsskiftet.",
                by=person,
            )


def _remind(by: Person) -> None:
    fictional = Member.objects.filter(is_fictional=True)
    Reminder.objects.create(
        member=fictional.get(short_name="Exempelkommunen"),
        through=Reminder.Through.PHONE,
        on=today() - timedelta(days=12),
        by=by,
    )
    Reminder.objects.create(
        member=fictional.get(short_name="Havsvik"),
        through=Reminder.Through.MAIL,
        on=today() - timedelta(days=4),
        answer_expected_on=today() + timedelta(days=10),
        by=by,
    )
