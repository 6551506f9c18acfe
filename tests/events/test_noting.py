import random
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from events import commanding, noted, noting, preparing
from events.models import Action, AgendaItem, Event, Notes
from members.models import Group, Seat
from tests.event_factories import make_meeting
from tests.factories import make_group, make_holding, make_person, make_seat, make_secretary, sit_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(settings):
    settings.REQUIRE_TWO_FACTOR = False
    return make_secretary()


def make_item(event=None, title="Enkäten"):
    return preparing.add_item(event or make_meeting(), {"title": title}, by=make_person())


def save(item, text, version, by, **given):
    return noting.save_note(item, text=text, version=version, by=by, **given).item


# --- Saving -----------------------------------------------------------------------------------


def test_save_note_keeps_the_text_and_who_wrote_it(by):
    item = save(make_item(), "Vi talade.\r\nOch lyssnade.  \n", 0, by)

    item.refresh_from_db()
    assert [item.note, item.version, item.noted_by] == ["Vi talade.\nOch lyssnade.", 1, by]


def test_save_note_refuses_what_started_from_an_older_text_and_shows_both(by):
    item = make_item()
    save(item, "Först.", 0, by)

    with pytest.raises(noting.StaleNote) as refusal:
        save(item, "Sist.", 0, make_secretary())

    item.refresh_from_db()
    assert [refusal.value.theirs.note, item.note, item.version] == ["Först.", "Först.", 1]


def test_save_note_of_the_same_text_twice_changes_nothing(by):
    item = make_item()

    versions = [save(item, "Samma.", 0, by).version for _ in range(2)]

    assert versions == [1, 1]


def test_save_note_refuses_a_text_that_is_far_too_long(by):
    with pytest.raises(ValidationError) as refusal:
        save(make_item(), "x" * 40_001, 0, by)

    assert refusal.value.code == "long"


def test_two_who_write_at_once_lose_nothing(by):
    """200 saves by two on one item, each from what it last saw: every line is there at the end."""
    dice = random.Random(1)  # the same order each time
    item, other = make_item(), make_secretary()
    seen = {by: ("", 0), other: ("", 0)}
    written, refused = [], 0

    for number in range(200):
        who = dice.choice([by, other])
        line = f"rad {number}"
        text, version = seen[who]
        try:
            stands = save(item, f"{text}\n{line}".strip(), version, who)
        except noting.StaleNote as stale:
            refused += 1
            theirs = stale.theirs
            stands = save(item, f"{theirs.note}\n{line}".strip(), theirs.version, who)
        seen[who] = (stands.note, stands.version)
        written.append(line)

    item.refresh_from_db()
    assert item.note.split("\n") == written
    assert item.version == 200
    assert refused > 50
    # And the history has every text that stood.
    texts = set(AgendaItem.pgh_event_model.objects.values_list("note", flat=True))
    assert {"\n".join(written[: place + 1]) for place in range(200)} <= texts


# --- /åtgärd ----------------------------------------------------------------------------------


def test_a_line_that_begins_with_the_command_becomes_an_action(by):
    make_group(Group.Kind.EXPERT_GROUP, name="Expertgruppen", slug="expertgruppen")
    item = make_item()

    item = save(
        item,
        "Vi vet för lite.\n- /åtgärd Skicka enkäten, ut till alla, expertgruppen och @BTH, "
        "30 oktober 2027",
        0,
        by,
        is_finished=True,
    )

    action = Action.objects.get()
    assert [action.title, action.due_on, action.meeting, action.item, action.number] == [
        "Skicka enkäten, ut till alla",
        date(2027, 10, 30),
        item.event,
        item,
        1,
    ]
    assert sorted(str(one) for one in action.responsible.all()) == ["BTH", "Expertgruppen"]
    assert item.note == (
        "Vi vet för lite.\n- [åtgärd 1] Skicka enkäten, ut till alla "
        "(Expertgruppen och BTH, 30 oktober 2027)"
    )


def test_a_line_in_the_middle_of_being_written_is_left_alone(by):
    item = save(make_item(), "/åtgärd Ski", 0, by)

    assert [item.note, Action.objects.count()] == ["/åtgärd Ski", 0]


def test_finishing_twice_makes_one_action(by):
    item = make_item()

    item = save(item, "/åtgärd Ring", 0, by, is_finished=True)
    item = save(item, item.note, item.version, by, is_finished=True)

    assert Action.objects.count() == 1


def test_an_action_that_is_refused_leaves_the_line_as_it_was_written(by):
    done = noting.save_note(
        make_item(), text="/åtgärd Ring, 1 mars 2020", version=0, by=by, is_finished=True
    )

    assert [done.item.note, len(done.problems), Action.objects.count()] == [
        "/åtgärd Ring, 1 mars 2020",
        1,
        0,
    ]


def test_nobody_named_means_the_groups_own_or_the_secretariat(by):
    board = make_group(Group.Kind.BOARD)
    theirs = make_item(make_meeting(kind=Event.Kind.MEETING, group=board))

    save(theirs, "/åtgärd Ring", 0, by, is_finished=True)
    save(make_item(), "/åtgärd Skriv", 0, by, is_finished=True)

    who = [
        str(one)
        for one in Action.objects.order_by("pk").values_list("responsible__group__kind", flat=True)
    ]
    assert who == ["board", "secretariat"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Vi talade om en åtgärd", None),
        ("/åtgärd", None),
        ("/åtgärder är bra", None),
        ("/ÅTGÄRD: Ring, löpande", ("", "Ring", [], None)),
        ("Budget /atgard Ring", ("Budget ", "Ring", [], None)),
        ("/åtgärd Ring Kim, Eva och alla", ("", "Ring Kim, Eva och alla", [], None)),
        ("/åtgärd Ring, @BTH, 2027-01-15", ("", "Ring", ["BTH"], date(2027, 1, 15))),
        ("/åtgärd kansliet", ("", "kansliet", [], None)),
    ],
)
def test_commands_are_read_out_of_lines(line, said):
    command = commanding.read(line)

    assert (command and (command.before, command.text, command.responsible, command.due_on)) == said


def test_a_person_is_named_by_name():
    person = make_holding(person=make_person("Kim Exempel")).person

    assert commanding.read("/åtgärd Ring, kim exempel").responsible == [person]


# --- How it is shown --------------------------------------------------------------------------


def test_notes_are_paragraphs_lists_and_actions():
    action = Action(number=2)

    blocks = noted.blocks_of("Ett\ntvå\n\n- [åtgärd 2] Ring\n* [åtgärd 9]\nSist", {2: action})

    assert [(block.is_list, block.lines) for block in blocks] == [
        (False, [[noted.Part("Ett")], [noted.Part("två")]]),
        (True, [[noted.Part(action=action), noted.Part(" Ring")], [noted.Part("[åtgärd 9]")]]),
        (False, [[noted.Part("Sist")]]),
    ]


# --- Comments and participants ----------------------------------------------------------------


def test_comment_is_taken_only_while_the_notes_are_out_and_once(by):
    item = make_item()
    with pytest.raises(ValidationError) as refusal:
        noting.comment(item, text="Bra.", by=by)
    Notes.objects.filter(event=item.event).update(state="out")

    for _press in range(2):
        noting.comment(item, text=" Bra. ", by=by)

    assert refusal.value.code == "state"
    assert [(one.text, one.by_name) for one in item.comments.all()] == [("Bra.", by.name)]


def test_an_empty_comment_is_refused(by):
    item = make_item()
    Notes.objects.filter(event=item.event).update(state="out")

    with pytest.raises(ValidationError) as refusal:
        noting.comment(item, text="  ", by=by)

    assert refusal.value.code == "empty"


# --- The page -----------------------------------------------------------------------------------


def test_the_page_saves_every_item_at_once_without_scripts(client, by):
    item = make_item()
    other = make_item(item.event, "Budget")
    client.force_login(by)

    answer = client.post(
        reverse("events:take_notes", args=[item.event.slug]),
        {
            f"text-{item.pk}": "Ett",
            f"version-{item.pk}": "0",
            f"text-{other.pk}": "Två",
            f"version-{other.pk}": "0",
        },
    )

    assert answer.status_code == 302
    assert list(AgendaItem.objects.of(item.event).values_list("note", flat=True)) == [
        "",
        "Ett",
        "Två",
    ]


def test_the_page_keeps_what_was_typed_and_shows_what_stands(client, by):
    item = make_item()
    save(item, "Deras text", 0, make_secretary())
    client.force_login(by)

    answer = client.post(
        reverse("events:take_notes", args=[item.event.slug]),
        {f"text-{item.pk}": "Min <b>text</b>", f"version-{item.pk}": "0"},
    )

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Deras text</pre>" in page
    assert "Min &lt;b&gt;text&lt;/b&gt;</textarea>" in page
    assert f'name="version-{item.pk}" value="1"' in page


def test_a_save_in_the_background_answers_with_what_stands(client, by):
    item = make_item()
    client.force_login(by)
    address = reverse("events:save_note", args=[item.event.slug, item.pk])

    saved = client.post(address, {"text": "/åtgärd Ring", "version": "0", "finished": "1"}).json()
    stale = client.post(address, {"text": "Annat", "version": "0"}).json()
    refused = client.post(address, {"text": "x" * 40_001, "version": "1"}).json()

    assert [saved["outcome"], saved["version"], saved["replaced"]] == [
        "saved",
        1,
        [["/åtgärd Ring", saved["text"]]],
    ]
    assert "Ring" in saved["actions"]
    assert [stale["outcome"], stale["text"]] == ["stale", saved["text"]]
    assert refused["outcome"] == "refused"


def test_look_tells_what_others_wrote_and_who_is_here(client, by):
    item, other = make_item(), make_secretary()
    save(item, "Nytt", 0, other)
    address = reverse("events:look_at_notes", args=[item.event.slug])
    client.force_login(other)
    client.post(address, {"number": "0", "at": str(item.pk)})
    client.force_login(by)

    seen = client.post(address, {"number": "0", "at": ""}).json()
    again = client.post(address, {"number": str(seen["number"]), "at": ""}).json()

    assert seen["items"][1]["text"] == "Nytt"
    assert seen["here"] == [{"name": other.name, "item": item.pk}]
    assert again["items"] == []


def test_only_those_who_write_for_the_meeting_get_there(client, by):
    board = make_group(Group.Kind.BOARD)
    chair = make_holding(seat=make_seat(group=board, kind=Seat.Kind.CHAIR)).person
    item = make_item(make_meeting(kind=Event.Kind.MEETING, group=board))
    people = [chair, sit_in(Group.Kind.BOARD), sit_in(Group.Kind.EXPERT_GROUP), by]

    seen = []
    for person in people:
        client.force_login(person)
        pages = [
            reverse(f"events:{name}", args=[item.event.slug]) for name in ("meeting", "take_notes")
        ]
        seen.append([client.get(page).status_code for page in pages])

    assert seen == [[200, 200], [200, 404], [404, 404], [200, 200]]
