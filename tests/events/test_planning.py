"""How an event is begun, changed, published, cancelled and deleted, and what is refused."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from events import filing, planning, starters
from events.models import Event, Series, Signup
from members.models import Group
from sekom.outbox.models import Delivery
from sekom.text import STOCKHOLM
from sekom.uploads import UploadField
from tests.event_factories import make_event, make_signup
from tests.factories import make_group, make_secretary

pytestmark = pytest.mark.django_db

START = datetime(2027, 2, 9, 9, tzinfo=STOCKHOLM)
HOSTILE = [
    "<script>alert(1)</script>",
    '=HYPERLINK("https://ond.example")',
    "\"'><img src=x onerror=alert(1)>",
    "{{ 7*7 }}{% now 'Y' %}",
]


@pytest.fixture
def secretary():
    return make_secretary()


def make_draft(**columns):
    return make_event(**({"state": Event.State.DRAFT, "summary": "Kort."} | columns))


def kinds_of_letters():
    return sorted(Delivery.objects.values_list("mailing__kind", flat=True))


# --- Beginning ------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", starters.STARTERS)
def test_every_starter_gives_a_draft_whose_programme_fits(secretary, key):
    event = starters.begin(starters.STARTERS[key], title="", starts_at=START, by=secretary)

    event.refresh_from_db()
    assert event.state == Event.State.DRAFT
    assert event.starts_at == START
    assert all(row.starts_at < event.ends_at for row in event.programme.all())


def test_a_board_meeting_is_the_boards_own(secretary):
    board = make_group(Group.Kind.BOARD)

    starter = starters.STARTERS["styrelsemote"]
    event = starters.begin(starter, title="", starts_at=START, by=secretary)

    assert (event.group, event.has_signup) == (board, False)


def test_addresses_are_free_and_never_a_page_of_its_own(secretary):
    given = {"starts_at": START, "length": timedelta(hours=1), "by": secretary}

    slugs = [planning.begin(title=title, **given).slug for title in ("Ny", "Ålö å", "Ålö å", "!!")]

    assert slugs == ["ny-2", "alo-a", "alo-a-2", "evenemang"]


# --- Publishing -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"starts_at": START - timedelta(days=365)}, "har passerat"),
        ({"online_link": ""}, "Länken till mötet"),
        ({"form": "on_site"}, "Platsen saknas"),
        ({"summary": ""}, "Sammanfattningen saknas"),
        ({"signup_closes_at": START - timedelta(days=300)}, "Anmälan har redan stängt"),
    ],
)
def test_what_is_not_ready_is_not_published(secretary, columns, said):
    event = make_draft(**({"starts_at": START} | columns))

    with pytest.raises(ValidationError) as refusal:
        planning.publish(event, by=secretary)

    event.refresh_from_db()
    assert [sentence for sentence in refusal.value.messages if said in sentence]
    assert event.state == Event.State.DRAFT


def test_publishing_twice_is_as_publishing_once(secretary):
    event = planning.publish(make_draft(), by=secretary)

    again = planning.publish(event, by=secretary)

    assert again.published_at == event.published_at


def test_what_is_cancelled_is_neither_published_nor_changed(secretary):
    event = planning.cancel(make_event(), by=secretary)

    for act in (
        lambda: planning.publish(event, by=secretary),
        lambda: planning.change(event, {"title": "Ny"}, by=secretary),
    ):
        with pytest.raises(ValidationError) as refusal:
            act()
        assert refusal.value.code == "state"


# --- Changing -------------------------------------------------------------------------------------


def test_a_change_that_calendars_show_grows_the_number_and_is_told_once(secretary):
    event = make_event(summary="Kort.")
    make_signup(event)

    planning.change(event, {"title": "Ny titel"}, by=secretary)
    planning.change(event, {"bring": "Penna"}, by=secretary)

    event.refresh_from_db()
    assert (event.sequence, event.version) == (1, 2)
    assert kinds_of_letters() == ["events/changed"]


def test_a_draft_is_changed_without_telling_anybody(secretary):
    event = make_draft()
    make_signup(event)

    planning.change(event, {"title": "Ny titel", "places": 5}, by=secretary)

    event.refresh_from_db()
    assert (event.title, event.places) == ("Ny titel", 5)
    assert kinds_of_letters() == []


def test_more_places_are_offered_at_once_and_fewer_than_given_refused(secretary):
    event = make_event(places=1, summary="Kort.")
    make_signup(event)
    waiting = make_signup(event, state=Signup.State.WAITING)

    planning.change(event, {"places": 2}, by=secretary)
    with pytest.raises(ValidationError) as refusal:
        planning.change(event, {"places": 1, "title": "Ny"}, by=secretary)

    waiting.refresh_from_db()
    event.refresh_from_db()
    assert waiting.state == Signup.State.OFFERED
    assert refusal.value.code == "too_few"
    assert (event.places, event.title != "Ny") == (2, True)


def test_an_earlier_start_shortens_what_is_offered(secretary):
    event = make_event(places=1, summary="Kort.")
    offered = make_signup(event, state=Signup.State.OFFERED)

    moved = planning.move(event, timezone.now() + timedelta(hours=10), by=secretary)

    offered.refresh_from_db()
    assert offered.offered_until == moved.starts_at - timedelta(hours=1)


@pytest.mark.parametrize(
    "values",
    [
        {"ends_at": START - timedelta(minutes=1)},
        {"starts_at": START - timedelta(days=900), "ends_at": START - timedelta(days=899)},
        {"signup_closes_at": START + timedelta(hours=1)},
        {"title": ""},
        {"title": "a" * 1_000_000},
        {"online_link": "javascript:alert(1)"},
        {"online_link": ""},
        {"kind": "fest"},
        {"places": 0},
    ],
)
def test_a_published_event_stays_one_that_can_be(secretary, values):
    event = make_event(starts_at=START, summary="Kort.")

    with pytest.raises(ValidationError):
        planning.change(event, values, by=secretary)

    assert Event.objects.filter(
        pk=event.pk, version=0, starts_at=START, title=event.title, online_link=event.online_link
    ).exists()


def test_what_has_been_held_can_still_be_described(secretary):
    event = make_event(summary="Kort.", starts_at=timezone.now() - timedelta(days=2))

    planning.change(event, {"description": "<p>Så gick det.</p>"}, by=secretary)

    event.refresh_from_db()
    assert event.description == "<p>Så gick det.</p>"


def test_who_began_from_an_older_version_is_told(secretary):
    event = make_event(summary="Kort.")
    planning.change(event, {"bring": "Penna"}, by=secretary, version=0)

    with pytest.raises(planning.StaleEvent) as stale:
        planning.change(event, {"bring": "Dator"}, by=secretary, version=0)

    assert stale.value.theirs.bring == "Penna"


def test_a_row_outside_the_event_is_refused_and_nothing_else_is_kept(secretary):
    event = make_event(summary="Kort.")
    row = {"minutes": 90, "title": "Efteråt", "text": ""}

    with pytest.raises(ValidationError) as refusal:
        planning.change(event, {"bring": "Penna"}, by=secretary, parts=planning.Parts([row]))

    event.refresh_from_db()
    assert (refusal.value.code, event.bring) == ("programme", "")


def test_a_speaker_who_stays_keeps_the_link_and_others_go(secretary):
    event = make_event()
    blank = dict.fromkeys(planning.SPEAKER_TEXTS, "")
    rows = [blank | {"id": None, "name": name} for name in ("Ada", "Bo")]
    planning.put_parts(event, planning.Parts(speakers=rows))
    ada = event.speakers.get(name="Ada")
    ada.link_key = "nyckel"
    ada.save()
    other = make_event().speakers.create(name="Cia")

    rows = [blank | {"id": other.pk, "name": "Dan"}, blank | {"id": ada.pk, "name": "Ada Ek"}]
    planning.put_parts(event, planning.Parts(speakers=rows))

    ada.refresh_from_db()
    other.refresh_from_db()
    assert [speaker.name for speaker in event.speakers.in_order()] == ["Dan", "Ada Ek"]
    assert (ada.link_key, other.name) == ("nyckel", "Cia")


# --- Cancelling and deleting ----------------------------------------------------------------------


def test_cancelling_tells_everybody_once_and_says_why(secretary):
    event = make_event()
    make_signup(event)
    make_signup(event, state=Signup.State.WAITING)

    planning.cancel(event, by=secretary, reason="  Sjukdom\n i huset ")
    again = planning.cancel(event, by=secretary, reason="Annat")

    assert (again.cancel_reason, again.sequence) == ("Sjukdom i huset", 1)
    assert kinds_of_letters() == ["events/called_off"] * 2


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"state": Event.State.DRAFT}, "state"),
        ({"starts_at": START - timedelta(days=900)}, "over"),
    ],
)
def test_drafts_and_what_has_been_held_are_not_cancelled(secretary, columns, code):
    with pytest.raises(ValidationError) as refusal:
        planning.cancel(make_event(**columns), by=secretary)

    assert refusal.value.code == code


def test_a_draft_is_deleted_and_deleting_it_again_is_no_matter(secretary):
    event = make_draft()

    planning.delete_draft(event, by=secretary)
    planning.delete_draft(event, by=secretary)

    assert Event.objects.count() == 0


def test_a_draft_with_sign_ups_is_kept(secretary):
    event = make_draft()
    make_signup(event)

    with pytest.raises(ValidationError) as refusal:
        planning.delete_draft(event, by=secretary)

    assert refusal.value.code == "signups"


# --- A life, and what comes in from outside -------------------------------------------------------


def test_a_workshop_lives_over_the_change_of_the_clock(client, secretary):
    with time_machine.travel("2027-03-01 08:00 +0100", tick=False) as clock:
        starter = starters.STARTERS["workshop-pa-natet"]
        start = datetime(2027, 3, 30, 9, tzinfo=STOCKHOLM)
        event = starters.begin(starter, title="Kollen", starts_at=start, by=secretary)
        planning.change(event, {"online_link": "https://moten.example.org/1"}, by=secretary)
        event = planning.publish(event, by=secretary)
        before = client.get(event.get_absolute_url()).text
        planning.move(event, datetime(2027, 3, 25, 9, tzinfo=STOCKHOLM), by=secretary)
        event.refresh_from_db()
        moved = client.get(event.get_absolute_url()).text
        states = []
        for at in ("2027-03-23 08:59 +0100", "2027-03-23 09:00 +0100", "2027-03-25 10:30 +0100"):
            clock.move_to(at)
            states.append((event.takes_signups, event.is_over))

    assert "30 mars 2027 kl. 9.00–10.30 (svensk tid)" in before
    assert "25 mars 2027 kl. 9.00–10.30 (svensk tid)" in moved
    assert states == [(True, False), (False, False), (False, True)]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_shown_as_words(client, secretary, words):
    given = {"title": words, "summary": words, "audience": words, "bring": words, "place": words}
    event = make_event(form=Event.Form.BOTH, description=words, **given)
    row = {"minutes": 1, "title": words, "text": words}
    who = {"id": None, "name": words, "organisation": words, "about": words, "email": ""}
    planning.put_parts(event, planning.Parts([row], [who | {"fee_note": words}]))
    event.series = Series.objects.create(title=words)
    event.save()
    file = UploadField().clean(SimpleUploadedFile(f"{words}.pdf", b"%PDF-1.7"))
    filing.add(event, title=words, file=file, audience="public", by=secretary)
    client.force_login(secretary)

    names = ("detail", "manage_event", "edit_event", "move_event", "repeat_event")
    pages = [client.get(reverse(f"events:{name}", args=[event.slug])) for name in names]
    pages += [client.get(reverse(f"events:{name}")) for name in ("list", "manage_events")]

    assert {page.status_code for page in pages} == {200}
    assert not [page for page in pages if "<script>alert" in page.text or "<img src=x" in page.text]


def test_a_speaker_hands_in_so_much_and_no_more():
    event = make_event()
    speaker = event.speakers.create(name="Ada")

    def hand_in():
        file = UploadField().clean(SimpleUploadedFile("bilder.pdf", b"%PDF-1.7"))
        return filing.add(event, title="Bilder", file=file, speaker=speaker)

    for _number in range(filing.MOST_OF_A_SPEAKER):
        hand_in()
    with pytest.raises(ValidationError) as refusal:
        hand_in()

    assert refusal.value.code == "many"
