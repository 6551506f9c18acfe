from datetime import date
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from members.models import Member, Seat
from sekom.uploads import UploadField
from tests.factories import (
    make_expert,
    make_former_contact,
    make_journey,
    make_pair,
    make_path,
    make_secretary,
    publish,
    step_values,
)
from toolbox import guiding, laying_out, walking
from toolbox.models import Journey, Path, StepWork, WorkFile

pytestmark = pytest.mark.django_db

State = StepWork.State


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def refused(operation, *args, **given):
    """The code of the refusal."""
    with pytest.raises(ValidationError) as refusal:
        operation(*args, **given)
    return refusal.value.code


def picture(name="bild.png"):
    """A picture as it comes out of the form."""
    file = BytesIO()
    Image.new("RGB", (2, 2)).save(file, "PNG")
    return UploadField().clean(SimpleUploadedFile(name, file.getvalue()))


def test_begin_gives_both_of_the_pair_one_journey():
    path, (politician, officer) = make_path(), make_pair()
    member = Member.objects.represented_by(officer).get()

    journeys = [walking.begin(path, member=member, by=one) for one in (officer, politician)]

    assert journeys[0] == journeys[1]
    assert list(Journey.objects.walked_by(politician)) == [journeys[0]]


def test_begin_is_refused_to_others_and_on_a_draft():
    path, (_politician, officer) = make_path(), make_pair()
    member = Member.objects.represented_by(officer).get()
    other = make_pair()[0]

    assert refused(walking.begin, path, member=member, by=other) == "not_yours"
    draft = make_path("Utkastet", published=False)
    assert refused(walking.begin, draft, member=member, by=officer) == "state"


def test_save_work_keeps_what_one_writes_and_the_other_reads():
    journey, politician, officer = make_journey()
    step = journey.path.steps.get(key="ett")
    seat = Seat.objects.get(member=journey.member, kind=Seat.Kind.POLITICIAN)
    values = {"state": State.DONE, "on": date(2026, 9, 12), "seat": seat, "note": "Så här."}

    walking.save_work(journey, step, version=0, by=officer, values=values)

    read = Journey.objects.walked_by(politician).get().works.get()
    assert (read.state, read.on, read.seat, read.note, read.version, read.changed_by) == (
        State.DONE,
        date(2026, 9, 12),
        seat,
        "Så här.",
        1,
        officer,
    )


def test_save_work_notes_the_day_when_the_state_changes():
    journey, _politician, officer = make_journey()
    step = journey.path.steps.get(key="ett")

    work = walking.save_work(
        journey, step, version=0, by=officer, values={"state": State.UNDER_WAY}
    )

    assert work.on == timezone.localdate()


def test_save_work_refuses_what_started_from_an_older_version():
    journey, politician, officer = make_journey()
    step = journey.path.steps.get(key="ett")
    walking.save_work(journey, step, version=0, by=politician, values={"note": "Politikerns"})

    with pytest.raises(walking.StaleWork) as stale:
        walking.save_work(journey, step, version=0, by=officer, values={"note": "Min"})

    assert stale.value.theirs.note == "Politikerns"
    assert [(work.note, work.version) for work in journey.works.all()] == [("Politikerns", 1)]


def test_save_work_twice_is_one_change():
    journey, _politician, officer = make_journey()
    step = journey.path.steps.get(key="ett")

    for _time in range(2):
        walking.save_work(journey, step, version=0, by=officer, values={"note": "Samma"})

    journey.refresh_from_db()
    assert (journey.works.get().version, journey.number) == (1, 2)


def test_save_work_refuses_others_foreign_steps_and_seats():
    journey, _politician, officer = make_journey()
    step = journey.path.steps.get(key="ett")
    foreign = make_path("En annan").steps.first()
    theirs = Seat.objects.get(member__seats__holdings__person=make_pair()[0], kind="officer")
    given = {"version": 0, "values": {"note": "Hej"}}

    assert refused(walking.save_work, journey, step, by=make_pair()[0], **given) == "not_yours"
    assert refused(walking.save_work, journey, foreign, by=officer, **given) == "unknown"
    seat = {"version": 0, "values": {"seat": theirs}}
    assert refused(walking.save_work, journey, step, by=officer, **seat) == "seat"


def test_end_closes_the_journey_and_lets_the_path_begin_anew():
    journey, _politician, officer = make_journey()
    step = journey.path.steps.get(key="ett")

    ended = [walking.end(journey, by=officer).ended_at for _time in range(2)]

    assert ended[0] == ended[1]
    assert (
        refused(walking.save_work, journey, step, version=0, by=officer, values={"note": "Hej"})
        == "ended"
    )
    assert walking.begin(journey.path, member=journey.member, by=officer) != journey


def test_a_file_is_kept_counted_and_taken_away(django_capture_on_commit_callbacks):
    journey, politician, officer = make_journey()
    step = journey.path.steps.get(key="ett")

    kept = walking.add_file(journey, step, file=picture("../Vår bild.svg"), by=officer)

    assert (kept.name, kept.media_type) == ("Vår bild.png", "image/png")
    stored = kept.file.storage
    with django_capture_on_commit_callbacks(execute=True):
        walking.remove_file(kept, by=politician)
    assert (list(WorkFile.objects.all()), stored.exists(kept.file.name)) == ([], False)


def test_only_the_pair_adds_and_removes_files():
    journey, _politician, officer = make_journey()
    step = journey.path.steps.get(key="ett")
    kept = walking.add_file(journey, step, file=picture(), by=officer)
    other = make_pair()[0]

    assert refused(walking.add_file, journey, step, file=picture(), by=other) == "not_yours"
    assert refused(walking.remove_file, kept, by=other) == "not_yours"


def test_journeys_and_files_are_read_by_the_pair_and_when_shared_by_the_network():
    journey, politician, officer = make_journey()
    step = journey.path.steps.get(key="ett")
    walking.add_file(journey, step, file=picture(), by=officer)
    roles = {
        "politician": politician,
        "officer": officer,
        "other": make_pair()[0],
        "former": make_former_contact(),
        "expert": make_expert(),
        "secretary": make_secretary(),
    }

    def readers():
        files = {name: WorkFile.objects.readable_by(one).exists() for name, one in roles.items()}
        read = {name: Journey.objects.readable_by(one).exists() for name, one in roles.items()}
        assert files == read
        return {name for name, may in read.items() if may}

    alone = readers()
    walking.share(journey, is_shared=True, by=officer)
    shared = readers()
    walking.share(journey, is_shared=False, by=politician)

    assert alone == {"politician", "officer"}
    assert shared == set(roles) - {"former"}
    assert readers() == alone
    assert refused(walking.share, journey, is_shared=True, by=roles["other"]) == "not_yours"


def test_work_on_a_step_stays_when_the_path_loses_the_step():
    journey, _politician, officer = make_journey(
        make_path("Vägen", *(step_values(key) for key in ("ett", "tva", "tre")))
    )
    step = journey.path.steps.get(key="tva")
    walking.save_work(journey, step, version=0, by=officer, values={"note": "Kvar"})
    secretary = make_secretary()

    path = journey.path
    for key in ("tva", "tre"):
        path = Path.objects.get(pk=path.pk)
        laying_out.remove_step(path, key, version=path.version, by=secretary)
    laying_out.add_step(
        Path.objects.get(pk=path.pk),
        step_values("fyra"),
        version=Path.objects.get(pk=path.pk).version,
        by=secretary,
    )
    publish(path)

    assert [step.key for step in path.steps.standing()] == ["ett", "fyra"]
    assert [step.key for step in path.steps.all() if not step.is_standing] == ["tva"]
    assert journey.works.get().note == "Kvar"
    assert (
        refused(walking.save_work, journey, step, version=1, by=officer, values={"note": "Ny"})
        == "unknown"
    )


def test_walks_show_what_is_done_and_the_step_to_do_next_with_the_one_after():
    path = make_path("Vägen", *(step_values(key) for key in ("ett", "tva", "tre", "fyra")))
    journey, politician, officer = make_journey(path)
    done = {"state": StepWork.State.DONE}
    walking.save_work(journey, path.steps.get(key="ett"), version=0, by=officer, values=done)

    [walk] = guiding.walks_of(politician)
    walking.end(journey, by=officer)

    told = [(stop.step.key, stop.look) for stop in walk.stops]
    assert told == [("ett", "done"), ("tva", "now"), ("tre", "next")]
    assert guiding.walks_of(politician) == []


def test_my_page_shows_the_path_that_one_walks(client):
    journey, politician, _officer = make_journey()
    client.force_login(politician)

    page = client.get("/min-sida/")

    assert [walk.journey for walk in page.context["walks"]] == [journey]
    assert "Er väg i verktygslådan" in page.content.decode()
