from datetime import timedelta

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.urls import reverse

from events import approving, deciding, noting, preparing, printing, spreading, tasks
from events.models import Event
from members.models import Group, today
from sekom.outbox import letters
from sekom.outbox.models import Delivery, Mailing
from tests.event_factories import make_action, make_meeting, make_signup
from tests.factories import make_group, make_member, make_pair, make_secretary, sit_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(settings, tmp_path):
    settings.REQUIRE_TWO_FACTOR = False
    settings.MEDIA_ROOT = tmp_path
    return make_secretary()


def make_noted(by, **event):
    """An item with a note and a decision, of a meeting whose notes are out."""
    item = preparing.add_item(make_meeting(**event), {"title": "Budget"}, by=by)
    noting.save_note(item, text="- Budgeten visades.", version=0, by=by)
    deciding.decide(item, text="Vi antar budgeten.", by=by)
    make_action("Skicka budgeten", meeting=item.event, responsible=["BTH"], by=by)
    approving.send_out(item.event, until=today() + timedelta(days=7), approvers=[by], by=by)
    return item


def addresses(mailing):
    return sorted(mailing.deliveries.values_list("email", flat=True))


def test_notes_go_to_who_took_part_and_to_the_contacts_who_did_not_once_each(by):
    politician, officer = make_pair(make_member())
    event = make_noted(by).event
    make_signup(event, person=politician)
    guest = make_signup(event)
    make_signup(event, state="cancelled")

    mailings = [spreading.spread(event, what="notes", by=by) for _press in range(2)]

    assert mailings[0] == mailings[1]
    assert addresses(mailings[0]) == sorted([politician.email, officer.email, guest.email])
    assert [mailings[0].state, mailings[0].seconds_to_undo > 50] == ["approved", True]


def test_a_groups_notes_go_to_the_group_alone(by):
    board = make_group(Group.Kind.BOARD)
    sitting = sit_in(Group.Kind.BOARD)
    make_pair()
    event = make_noted(by, kind=Event.Kind.MEETING, group=board).event

    assert addresses(spreading.spread(event, what="notes", by=by)) == [sitting.email]


def test_what_has_changed_since_can_be_spread_again(by):
    make_pair()
    item = make_noted(by)
    spreading.spread(item.event, what="notes", by=by)
    noting.save_note(item, text="Annat.", version=1, by=by)

    spreading.spread(item.event, what="notes", by=by)

    assert Mailing.objects.filter(kind="events/notes").count() == 2


def test_a_draft_is_not_spread_and_a_meeting_without_readers_neither(by):
    event = preparing.add_item(make_meeting(), {"title": "Budget"}, by=by).event

    codes = []
    for what in ("notes", "agenda"):
        with pytest.raises(ValidationError) as refusal:
            spreading.spread(event, what=what, by=by)
        codes.append(refusal.value.code)

    assert codes == ["state", "nobody"]


def test_the_letters_say_what_was_agreed_and_where_to_read(by):
    make_pair()
    event = make_noted(by).event
    for what in ("agenda", "notes"):
        spreading.spread(event, what=what, by=by)

    kinds = spreading.KINDS.values()
    texts = [letter_text(Delivery.objects.filter(mailing__kind=kind).first()) for kind in kinds]

    assert ["2. Budget" in texts[0], f"/moten/{event.slug}/" in texts[0]] == [True, True]
    said = ["1. Skicka budgeten", "BTH", f"/moten/{event.slug}/anteckningar.pdf"]
    assert [words in texts[1] for words in said] == [True] * 3


def letter_text(delivery):
    """The letter as it will be read."""
    values = delivery.mailing.values | delivery.values
    return letters.write(delivery.mailing.kind, values, name=delivery.name).text


def test_one_press_sends_and_another_undoes(client, by):
    make_pair()
    event = make_noted(by).event
    client.force_login(by)

    page = client.post(reverse("events:spread_notes", args=[event.slug]), follow=True)
    letter = Mailing.objects.get(kind="events/notes")
    client.post(reverse("events:undo_meeting_letter", args=[event.slug, letter.pk]))

    letter.refresh_from_db()
    assert [page.status_code, letter.state] == [200, "draft"]


# --- PDF --------------------------------------------------------------------------------------


def test_the_documents_are_made_once_and_handed_out(client, by, django_capture_on_commit_callbacks):
    event = make_noted(by).event
    client.force_login(by)
    address = reverse("events:notes_pdf", args=[event.slug])

    with django_capture_on_commit_callbacks() as queued:
        waits = client.get(address)
    for _again in range(2):
        tasks.make_meeting_document(event.pk, "notes")
    made = client.get(address)

    assert [waits.status_code, len(queued), made.status_code] == [202, 1, 200]
    assert b"".join(made.streaming_content).startswith(b"%PDF-1.7")


def test_a_document_is_tagged_and_goes_when_the_meeting_has_changed(by):
    item = make_noted(by)
    before = printing.document_of(item.event, "notes").path
    printing.make(item.event.pk, "notes")
    with printing.document_of(item.event, "notes").find() as made, pikepdf.open(made) as document:
        is_tagged = [str(document.Root.Lang), bool(document.Root.MarkInfo.Marked)]
    noting.save_note(item, text="Annat.", version=1, by=by)

    gone = printing.document_of(item.event, "notes").find()
    printing.make(item.event.pk, "notes")

    assert [is_tagged, gone] == [["sv", True], None]
    assert before != printing.document_of(item.event, "notes").path
    assert default_storage.exists(before) is False


def test_the_agenda_has_what_is_open_and_the_notes_what_was_agreed(by):
    make_action("Från förra mötet", meeting=make_meeting(), by=by)
    event = make_noted(by).event

    agenda, notes = (
        render_to_string(printing.TEMPLATES[what], printing.context_of(event, what))
        for what in ("agenda", "notes")
    )

    words = ["Från förra mötet", "Budgeten visades.", "Vi antar budgeten.", "Skicka budgeten"]
    assert [word in agenda for word in words] == [True, False, False, False]
    assert [word in notes for word in words] == [False, True, True, True]


def test_a_document_of_a_draft_is_for_those_who_write(client, by):
    event = preparing.add_item(make_meeting(), {"title": "Budget"}, by=by).event
    politician, _officer = make_pair()

    seen = []
    for person in (politician, by):
        client.force_login(person)
        pages = [f"events:{what}_pdf" for what in ("agenda", "notes")]
        seen.append([client.get(reverse(page, args=[event.slug])).status_code for page in pages])

    assert seen == [[202, 404], [202, 202]]
