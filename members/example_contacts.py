"""What has happened at some made-up members of the example network: it shows what pages can say."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from members import doubting, filing, reference, seating
from members.models import Doubt, Holding, Member, Person, Seat, today
from sekom import uploads

PROGRAMME = reference.DATA / "example_programme.pdf"
ABOUT = (
    "Hållbarhetsarbetet leds från kommunledningskontoret av en grupp med en person från varje "
    "förvaltning. Politiken följer upp två gånger om året."
)
CODES = ("9903", "9904", "9905")
REPORTER = ("Exempelrapportör Nyckeltal", "nyckeltal@example.org")


def load(*, by: Person) -> None:
    """A page with words, a programme that has lapsed, a reporter and a doubt, once each."""
    members = {member.code: member for member in Member.objects.filter(code__in=CODES)}
    if set(members) != set(CODES):
        return
    _describe(members["9905"], by=by)
    _add_programme(members["9903"], by=by)
    _doubt(members["9904"], by=by)


def _describe(member: Member, *, by: Person) -> None:
    if not member.description:
        member.description = ABOUT
        member.save(update_fields=["description"])
    if not member.seats.beside_pairs().exists():
        seat = seating.add_member_seat(member, kind=Seat.Kind.KEY_FIGURE_REPORTER)
        name, email = REPORTER
        seating.invite(seat, email=email, name=name, starts_on=today(), by=by)


def _add_programme(member: Member, *, by: Person) -> None:
    if member.documents.exists():
        return
    file = SimpleUploadedFile("Exempelprogram.pdf", PROGRAMME.read_bytes())
    filing.add(
        member,
        file=uploads.UploadField().clean(file),
        kind="programme",
        title="Exempelprogram för hållbarhet",
        dated_on=date(today().year - 5, 1, 1),
        valid_until=date(today().year - 1, 12, 31),
        by=by,
    )


def _doubt(member: Member, *, by: Person) -> None:
    held = Holding.objects.current().of_member(member).of_pairs().first()
    if held and not Doubt.objects.filter(holding__seat__member=member).exists():
        doubting.doubt(held, said="Mejlet kom tillbaka, är adressen rätt?", by=by)
