"""The secretariat's pages of events, and what readers and speakers see."""

from datetime import datetime, timedelta
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from events import handing_out, inviting_speakers, planning
from events.models import Event, Material
from sekom.outbox.models import Delivery
from sekom.text import STOCKHOLM
from tests.event_factories import make_event, make_signup
from tests.factories import make_pair, make_person, make_secretary, make_tool

pytestmark = pytest.mark.django_db

START = datetime(2027, 2, 9, 9, tzinfo=STOCKHOLM)


@pytest.fixture
def secretary(client, settings):
    """Somebody of the secretariat, logged in."""
    settings.REQUIRE_TWO_FACTOR = False
    person = make_secretary()
    client.force_login(person)
    return person


def office(name, *args):
    return reverse(f"events:{name}", args=args)


def read(answer):
    """The workbook that was handed out."""
    return openpyxl.load_workbook(BytesIO(b"".join(answer)))


def typed(event, **changes):
    """What the form of an event sends when only these things are changed."""
    given = {
        name: getattr(event, name)
        for name in (
            "title", "kind", "summary", "description", "audience", "bring", "form", "place",
            "online_link", "link_hours_before",
        )
    }  # fmt: skip
    given |= {
        "version": event.version,
        "has_signup": "on",
        "rad-TOTAL_FORMS": 0,
        "rad-INITIAL_FORMS": 0,
        "med-TOTAL_FORMS": 0,
        "med-INITIAL_FORMS": 0,
    }
    return given | changes


# --- From a starter to the website ----------------------------------------------------------------


def test_a_workshop_goes_from_a_starter_to_the_website_in_three_steps(client, secretary):
    begun = client.post(
        office("begin_event"),
        {"sort": "workshop-pa-natet", "title": "Hållbarhetskoll", "starts_at": "2027-02-09T09:00"},
    )
    event = Event.objects.get()
    assert begun.url == office("edit_event", "hallbarhetskoll")
    assert client.post(office("publish_event", event.slug)).status_code == 302
    event.refresh_from_db()
    assert event.state == Event.State.DRAFT

    client.post(
        office("edit_event", event.slug), typed(event, online_link="https://moten.example.org/1")
    )
    client.post(office("publish_event", event.slug))

    client.logout()
    page = client.get("/evenemang/hallbarhetskoll/")
    event.refresh_from_db()
    assert (event.starts_at, event.state) == (START, Event.State.PUBLISHED)
    assert event.signup_closes_at == datetime(2027, 2, 7, 9, tzinfo=STOCKHOLM)
    assert page.status_code == 200
    assert "moten.example.org" not in page.text


@pytest.mark.parametrize("role", ["guest", "contact"])
def test_the_secretariats_pages_are_for_the_secretariat_alone(client, role, settings):
    settings.REQUIRE_TWO_FACTOR = False
    event = make_event()
    if role == "contact":
        client.force_login(make_pair()[0])

    for name in ("manage_event", "edit_event", "move_event", "repeat_event"):
        assert client.get(office(name, event.slug)).status_code == 302
    for name in ("publish_event", "cancel_event", "delete_event", "add_material"):
        assert client.post(office(name, event.slug)).status_code == 302

    assert Event.objects.get().state == Event.State.PUBLISHED


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"starts_at": "9 februari"}, "2027-02-09 09:00"),
        ({"starts_at": "2027-03-28T02:30"}, "Europe/Stockholm"),
        ({"sort": "fest"}, "fest"),
        ({"title": "a" * 1_000_000}, "120"),
    ],
)
def test_bad_input_for_a_new_event_is_refused_and_kept(client, secretary, sent, said):
    given = {"sort": "workshop-pa-natet", "title": "Titel", "starts_at": "2027-02-09T09:00"}

    answer = client.post(office("begin_event"), given | sent)

    assert answer.status_code == 422
    assert said in answer.text
    assert Event.objects.count() == 0


def test_one_like_it_takes_programme_speakers_and_tools_along(client, secretary):
    tool, event = make_tool(), make_event("Onsdagskoll", starts_at=START, places=12)
    row = {"minutes": 10, "title": "Välkomna", "text": ""}
    who = dict.fromkeys(planning.SPEAKER_TEXTS, "") | {"id": None, "name": "Ada"}
    planning.put_parts(event, planning.Parts([row], [who], [tool]))

    client.post(
        office("begin_event") + f"?fran={event.slug}",
        {"title": "Onsdagskoll igen", "starts_at": "2027-04-06T09:00"},
    )

    copied = Event.objects.get(slug="onsdagskoll-igen")
    assert copied.ends_at - copied.starts_at == timedelta(minutes=90)
    assert (copied.places, planning.tools_of(copied)) == (12, [tool])
    assert [speaker.name for speaker in copied.speakers.all()] == ["Ada"]
    assert copied.programme.get().title == "Välkomna"


# --- Writing --------------------------------------------------------------------------------------


def test_programme_and_speakers_are_written_in_one_form(client, secretary):
    event = make_event(starts_at=START, state=Event.State.DRAFT)
    sent = typed(event) | {
        "rad-TOTAL_FORMS": 3,
        "rad-0-clock": "09.30",
        "rad-0-title": "Arbete",
        "rad-1-clock": "9:00",
        "rad-1-title": "Välkomna",
        "rad-2-clock": "",
        "med-TOTAL_FORMS": 2,
        "med-0-name": "Ada",
        "med-0-ORDER": 2,
        "med-0-fee_note": "5 000 kr",
        "med-1-name": "Bo",
        "med-1-ORDER": 1,
    }

    answer = client.post(office("edit_event", event.slug), sent)

    assert answer.status_code == 302
    assert [(row.minutes, row.title) for row in event.programme.all()] == [
        (0, "Välkomna"),
        (30, "Arbete"),
    ]
    assert [speaker.name for speaker in event.speakers.in_order()] == ["Bo", "Ada"]


@pytest.mark.parametrize(
    "row",
    [
        {"rad-0-clock": "halv tio", "rad-0-title": "Arbete"},
        {"rad-0-clock": "08:59", "rad-0-title": "Arbete"},
        {"rad-0-clock": "10:30", "rad-0-title": "Arbete"},
        {"rad-0-clock": "", "rad-0-title": "Arbete"},
        {"rad-0-clock": "09:10", "rad-0-title": ""},
    ],
)
def test_a_row_that_cannot_be_is_refused_and_kept(client, secretary, row):
    event = make_event(starts_at=START)

    sent = typed(event, title="Ny titel", **row) | {"rad-TOTAL_FORMS": 1}
    answer = client.post(office("edit_event", event.slug), sent)

    assert answer.status_code == 422
    assert 'value="Ny titel"' in answer.text
    assert event.programme.count() == 0


def test_who_has_been_overtaken_sees_what_is_kept_and_saves_again(client, secretary):
    event = make_event(summary="Först.", starts_at=timezone.now() + timedelta(days=9))
    mine = typed(event, summary="Min.")
    planning.change(event, {"summary": "Den andras."}, by=secretary)

    overtaken = client.post(office("edit_event", event.slug), mine)

    event.refresh_from_db()
    assert overtaken.status_code == 409
    assert "Den andras." in overtaken.text
    assert 'value="Min."' in overtaken.text
    assert f'name="version" value="{event.version}"' in overtaken.text
    assert event.summary == "Den andras."


def test_an_event_is_moved_by_its_page(client, secretary):
    event = make_event(starts_at=START, summary="Kort.")

    client.post(
        office("move_event", event.slug),
        {
            "starts_at": "2027-02-10T13:00",
            "ends_at": "2027-02-10T14:30",
            "signup_closes_at": "2027-02-09T12:00",
        },
    )

    event.refresh_from_db()
    assert event.starts_at == datetime(2027, 2, 10, 13, tzinfo=STOCKHOLM)
    assert event.sequence == 1


def test_a_series_is_looked_at_before_it_is_made(client, secretary):
    event = make_event(starts_at=datetime(2027, 1, 20, 9, tzinfo=STOCKHOLM))
    sent = {"rhythm": "nth", "count": 6, "skipping": "2027-04-21\n19 maj 2027"}

    looked = client.post(office("repeat_event", event.slug), sent | {"do": "look"})
    assert Event.objects.count() == 1
    made = client.post(office("repeat_event", event.slug), sent | {"do": "make"})

    assert "21 juli 2027" in looked.text
    assert made.status_code == 302
    assert [
        timezone.localtime(one.starts_at).strftime("%m-%d %H") for one in Event.objects.all()
    ] == [
        "01-20 09",
        "02-17 09",
        "03-17 09",
        "06-16 09",
        "07-21 09",
        "08-18 09",
    ]


def test_a_cancelled_event_says_why(client, secretary):
    event = make_event()

    client.post(office("cancel_event", event.slug), {"reason": "Föreläsaren är sjuk."})

    client.logout()
    assert "Föreläsaren är sjuk." in client.get(event.get_absolute_url()).text


def test_only_a_draft_is_deleted(client, secretary):
    draft, published = make_event(state=Event.State.DRAFT), make_event()

    client.post(office("delete_event", draft.slug))
    client.post(office("delete_event", published.slug))

    assert list(Event.objects.all()) == [published]


def test_the_list_and_its_sheet_show_state_and_numbers(client, secretary):
    event = make_event("=SUMMA(A1)", places=2)
    make_signup(event)

    page = client.get(office("manage_events"))
    sheet = client.get(office("manage_events") + "?format=xlsx")

    [rows] = [list(sheet.values) for sheet in read(sheet)]
    assert page.context["page"].object_list[0].free_count == 1
    assert rows[1][0] == "'=SUMMA(A1)"
    assert rows[1][8:] == (2, 1, 0, 0)


# --- The website ----------------------------------------------------------------------------------


def test_drafts_and_a_groups_meetings_are_not_there_for_others(client):
    draft = make_event(state=Event.State.DRAFT)

    assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.get("/evenemang/").context["page"].object_list == []


def test_the_list_is_filtered_by_kind_place_tool_and_goal(client):
    tool = make_tool("Nulägesanalys")
    online = make_event("På nätet")
    on_site = make_event("På plats", form=Event.Form.ON_SITE, kind=Event.Kind.WINTER)
    planning.put_parts(online, planning.Parts(tools=[tool]))
    item = tool.items.get()
    asked = {
        "": [online, on_site],
        "?slag=vintermote": [on_site],
        "?plats=nat": [online],
        "?plats=plats": [on_site],
        f"?verktyg={tool.slug}": [online],
        f"?mal={item.framework.slug}/{item.code}": [online],
        "?slag=finns-inte&verktyg=inte-det-heller": [online, on_site],
        "?slag=sommarmote": [],
        "?vy=tidigare": [],
    }

    found = {
        query: client.get(f"/evenemang/{query}").context["page"].object_list for query in asked
    }

    assert found == asked


def test_the_sheet_of_the_website_is_for_those_who_are_logged_in(client):
    make_event("Kurs")
    guest = client.get("/evenemang/?format=xlsx")
    client.force_login(make_pair()[0])

    sheet = client.get("/evenemang/?format=xlsx")

    [rows] = [list(sheet.values) for sheet in read(sheet)]
    assert guest.status_code == 404
    assert [row[0] for row in rows[1:]] == ["Kurs"]
    assert "hemlig-lank" not in str(rows)


@pytest.mark.parametrize(
    ("role", "titles"),
    [
        ("guest", ["Alla"]),
        ("contact", ["Alla", "Medlemmar"]),
        ("attendee", ["Alla", "Deltagare"]),
        ("secretary", ["Alla", "Deltagare", "Medlemmar", "Väntar"]),
    ],
)
def test_material_is_for_those_it_is_meant_for(client, settings, role, titles):
    settings.REQUIRE_TWO_FACTOR = False
    event = make_event()
    for title, audience in (
        ("Alla", "public"),
        ("Medlemmar", "members"),
        ("Deltagare", "attended"),
    ):
        Material.objects.create(event=event, title=title, audience=audience, link="https://x.se/")
    waiting = Material(event=event, title="Väntar", audience="public", is_out=False)
    waiting.link = "https://x.se/"
    waiting.save()
    people = {
        "contact": lambda: make_pair()[0],
        "secretary": make_secretary,
        "attendee": make_guest,
    }
    if role != "guest":
        client.force_login(person := people[role]())
    if role == "attendee":
        make_signup(event, person=person, attended=True)

    shown = client.get(event.get_absolute_url()).context["material"]
    handed_out = {
        one.title
        for one in Material.objects.all()
        if client.get(one.get_absolute_url()).status_code == 302
    }

    assert sorted(one.title for one in shown) == sorted(handed_out) == titles


def make_guest():
    """Somebody with an account and no seat."""

    return make_person()


# --- Material and speakers ------------------------------------------------------------------------


def pdf(name="bilder.pdf"):
    return SimpleUploadedFile(name, b"%PDF-1.7 bilder")


def make_speaker(event, **columns):
    given = dict.fromkeys(planning.SPEAKER_TEXTS, "") | {"id": None, "name": "Ada"} | columns
    planning.put_parts(event, planning.Parts(speakers=[given]))
    return event.speakers.get()


def path_of(link):
    return "/" + link.split("/", 3)[3]


def test_material_is_added_changed_and_taken_away(client, secretary):
    event = make_event()
    sent = {"kind": "slides", "title": "Bilder", "audience": "public", "file": pdf()}

    client.post(office("add_material", event.slug), sent)
    one = event.material.get()
    file = b"".join(client.get(one.get_absolute_url()).streaming_content)
    path = office("change_material", event.slug, one.pk)
    client.post(path, {f"{one.pk}-audience": "members"})
    one.refresh_from_db()
    audience = one.audience
    client.post(path, {"do": "remove"})

    assert file == b"%PDF-1.7 bilder"
    assert audience == Material.Audience.MEMBERS
    assert event.material.count() == 0


@pytest.mark.parametrize(
    "sent",
    [
        {"title": "Inget"},
        {"title": "Båda", "link": "https://x.se/", "file": pdf()},
        {"title": "Skript", "link": "javascript:alert(1)"},
        {"title": "Ftp", "link": "ftp://x.se/a"},
        {"title": "Program", "file": SimpleUploadedFile("a.pdf", b"MZ")},
    ],
)
def test_material_that_cannot_be_is_refused(client, secretary, sent):
    event = make_event()

    client.post(office("add_material", event.slug), {"kind": "slides", "audience": "public"} | sent)

    assert event.material.count() == 0


def test_a_speaker_reads_the_facts_and_hands_in_slides_by_a_link(client):
    event, secretary = make_event(), make_secretary()
    speaker = make_speaker(event, email="ada@example.org", fee_note="5 000 kr")
    path = path_of(inviting_speakers.open_link(speaker, by=secretary))

    page = client.get(path)
    handed = client.post(path, {"title": "Mina bilder", "file": pdf()})

    one = event.material.get()
    assert "hemlig-lank" in page.text
    assert "5 000" not in page.text
    assert handed.status_code == 302
    assert (one.speaker, one.is_out, one.audience) == (speaker, False, Material.Audience.ATTENDED)
    assert client.get(one.get_absolute_url()).status_code == 404


def test_a_speakers_link_ends_when_it_is_ended_and_when_the_event_is_long_past(client, secretary):
    event = make_event()
    speaker = make_speaker(event, email="ada@example.org")
    path = path_of(inviting_speakers.open_link(speaker, by=secretary))
    client.post(office("speaker_link", event.slug, speaker.pk), {"do": "end"})
    ended = client.get(path)
    other = path_of(inviting_speakers.open_link(speaker, by=secretary))
    again = client.get(other)
    Event.objects.filter(pk=event.pk).update(
        starts_at=timezone.now() - timedelta(days=40), ends_at=timezone.now() - timedelta(days=31)
    )

    late = client.get(other)

    assert path != other
    assert [ended.status_code, again.status_code, late.status_code] == [410, 200, 410]
    assert client.get("/medverkande/paahittad/").status_code == 410


def test_the_link_is_mailed_to_the_speaker(client, secretary):

    event = make_event()
    speaker = make_speaker(event, email="ada@example.org")

    client.post(office("speaker_link", event.slug, speaker.pk), {"do": "send"})

    letter = Delivery.objects.get()
    speaker.refresh_from_db()
    assert letter.email == "ada@example.org"
    assert letter.values["link"] == inviting_speakers.address_of(speaker)


@pytest.mark.parametrize(
    ("columns", "titles"),
    [
        ({"attended": True}, ["attended", "public"]),
        ({"attended": False}, ["public"]),
        ({"state": "cancelled", "attended": True}, None),
    ],
)
def test_participants_without_an_account_get_their_material_by_a_link(client, columns, titles):
    event = make_event(starts_at=timezone.now() - timedelta(days=2))
    for audience in Material.Audience.values:
        link = "https://film.example.org/"
        Material.objects.create(event=event, title=audience, audience=audience, link=link)
    path = path_of(handing_out.link_to(make_signup(event, **columns)))

    page = client.get(path)

    statuses = {client.get(f"{path}{one.pk}/").status_code for one in event.material.all()}
    if titles is None:
        assert (page.status_code, statuses) == (410, {410})
    else:
        assert sorted(one.title for one in page.context["material"]) == titles
        assert statuses == {302, 404}


def test_a_link_to_material_ends_after_a_year(client):
    event = make_event()
    path = path_of(handing_out.link_to(make_signup(event)))

    with time_machine.travel(timezone.now() + timedelta(days=366)):
        assert client.get(path).status_code == 410
