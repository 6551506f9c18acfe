from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from PIL import Image

from members.models import Member
from sekom import desk, related
from tests.factories import (
    make_example,
    make_framework,
    make_journey,
    make_pair,
    make_path,
    make_secretary,
    make_tool,
    step_values,
)
from toolbox import publishing, walking
from toolbox.models import Example, Journey, Path, StepWork, Wish, WorkFile

pytestmark = pytest.mark.django_db

State = StepWork.State


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.REQUIRE_TWO_FACTOR = False
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def tool():
    return make_tool()


@pytest.fixture
def path(tool):
    return make_path("Vägen", step_values("ett", tools=[tool.pk]), step_values("tva"))


@pytest.fixture
def walked(path):
    """A journey with both of its pair logged in: (journey, politician's client, officer's)."""
    journey, politician, officer = make_journey(path)
    return journey, logged_in(politician), logged_in(officer)


def logged_in(person):
    client = Client()
    client.force_login(person)
    return client


def page(client, name, *args, **data):
    """What a page says."""
    response = client.get(reverse(f"toolbox:{name}", args=args), data)
    assert response.status_code == 200
    return response.content.decode()


def picture(name="bild.png"):
    file = BytesIO()
    Image.new("RGB", (2, 2)).save(file, "PNG")
    return SimpleUploadedFile(name, file.getvalue())


# --- Reading a path ---------------------------------------------------------------------------


def test_a_guest_reads_a_path_one_step_or_all_at_a_time(client, path):
    one = page(client, "path", path.slug)
    second = page(client, "path", path.slug, steg="tva")
    everything = page(client, "path", path.slug, steg="alla")

    shown = [text.count('<dl class="sk-stands-on">') for text in (one, second, everything)]
    assert shown == [1, 1, 2]
    assert "Öppna verktyget" in one
    assert "Öppna verktyget" not in second
    assert "<form" not in one.split('<ol class="sk-path">')[1].split("</ol>")[0]


def test_a_drafted_path_is_not_there_and_an_old_address_leads_to_the_new(client, path):
    draft = make_path("Utkastet", published=False)
    publishing.rename(path, "ny-adress", by=make_secretary())

    moved = client.get("/arbetsgangar/vagen/")

    assert client.get(reverse("toolbox:path", args=[draft.slug])).status_code == 404
    assert (moved.status_code, moved.url) == (301, "/arbetsgangar/ny-adress/")


def test_the_path_stands_beside_a_tool_that_was_reached_from_it(client, path, tool):
    beside = page(client, "tool", tool.slug, arbetsgang=path.slug, steg="ett")

    assert 'aria-current="step"' in beside
    assert "/arbetsgangar/vagen/?steg=tva#steg-tva" in beside
    for wrong in ({"steg": "tva"}, {"arbetsgang": "finns-inte"}, {}):
        asked = {"arbetsgang": path.slug, "steg": "ett"} | wrong if wrong else {}
        assert "sk-beside-path" not in page(client, "tool", tool.slug, **asked)


# --- Walking it together ----------------------------------------------------------------------


def test_a_pair_begins_a_path_and_both_see_it(path):
    politician, officer = make_pair()
    member = Member.objects.represented_by(officer).get()
    client = logged_in(officer)

    assert "Börja arbetsgången" in page(client, "path", path.slug)
    client.post(reverse("toolbox:begin", args=[path.slug]), {"member": member.slug})
    others = client.post(
        reverse("toolbox:begin", args=[path.slug]), {"member": make_journey(path)[0].member.slug}
    )

    assert f"{member.short_name} på vägen" in page(logged_in(politician), "path", path.slug)
    assert others.status_code == 404


def test_what_one_marks_the_other_hears_at_the_next_look(walked):
    journey, politician, officer = walked
    look = reverse("toolbox:look_at_journey", args=[journey.pk])
    mark = reverse("toolbox:mark", args=[journey.pk, "ett"])

    quiet = politician.get(look, {"nummer": journey.number})
    officer.post(mark, {"state": "done", "version": "0"})
    heard = politician.get(look, {"nummer": journey.number})

    assert (quiet.status_code, heard.status_code) == (204, 200)
    today = date_format(timezone.localdate(), "DATE_FORMAT")
    assert f"Klart {today}." in heard.content.decode()
    assert "<strong>1 av 2</strong>" in heard.content.decode()


def test_a_look_costs_little(walked, django_assert_max_num_queries):
    journey, politician, _officer = walked
    look = reverse("toolbox:look_at_journey", args=[journey.pk])

    with django_assert_max_num_queries(4):
        politician.get(look, {"nummer": journey.number})


def test_a_stale_mark_is_refused_in_words(walked):
    journey, politician, officer = walked
    mark = reverse("toolbox:mark", args=[journey.pk, "ett"])
    officer.post(mark, {"state": "done", "version": "0"})

    for given in ({"state": "under_way", "version": "0"}, {"state": "x", "version": "1"}, {}):
        politician.post(mark, given)

    assert journey.works.get().state == State.DONE


def test_a_step_is_written_and_a_stale_save_shows_both_texts(walked):
    journey, politician, officer = walked
    address = reverse("toolbox:work", args=[journey.pk, "ett"])
    given = {"state": "under_way", "on": "2026-09-12", "seat": "", "result": "", "version": "0"}

    saved = politician.post(address, given | {"note": "Politikerns text"})
    stale = officer.post(address, given | {"note": "Min text"})
    text = stale.content.decode()
    again = officer.post(address, given | {"note": "Vår text", "version": "1"})

    assert (saved.status_code, stale.status_code, again.status_code) == (302, 409, 302)
    assert "Politikerns text" in text
    assert text.count("Min text") == 2  # beside the other's, and in the form
    assert 'name="version" value="1"' in text
    assert journey.works.get().note == "Vår text"


def test_a_wrong_date_is_refused_and_what_was_typed_stays(walked):
    journey, _politician, officer = walked
    address = reverse("toolbox:work", args=[journey.pk, "ett"])

    wrong = officer.post(address, {"state": "done", "on": "i går", "note": "Kvar", "version": "0"})

    assert (wrong.status_code, journey.works.count()) == (422, 0)
    assert "Kvar" in wrong.content.decode()


def test_an_open_step_says_when_the_other_has_saved_it(walked):
    journey, politician, officer = walked
    look = reverse("toolbox:look_at_work", args=[journey.pk, "ett"])
    mark = reverse("toolbox:mark", args=[journey.pk, "ett"])

    quiet = officer.get(look, {"nummer": "0"})
    politician.post(mark, {"state": "done", "version": "0"})
    heard = officer.get(look, {"nummer": "0"})

    assert (quiet.status_code, heard.status_code) == (204, 200)
    assert "får du jämföra de två" in heard.content.decode()


def test_files_are_added_handed_out_to_readers_and_removed(walked):
    journey, politician, officer = walked
    add = reverse("toolbox:add_file", args=[journey.pk, "ett"])

    officer.post(add, {"file": picture("Vår bild.exe")})
    refused = officer.post(add, {"file": SimpleUploadedFile("x.png", b"<svg onload=alert(1)>")})
    kept = WorkFile.objects.get()
    handed = politician.get(kept.get_absolute_url())
    handed.getvalue()  # a file is closed when it has been read
    foreign = logged_in(make_pair()[0]).get(kept.get_absolute_url())
    politician.post(reverse("toolbox:remove_file", args=[kept.pk]))

    assert refused.status_code == 422
    assert handed["Content-Disposition"].startswith("attachment;")
    assert (handed["X-Content-Type-Options"], foreign.status_code) == ("nosniff", 404)
    assert WorkFile.objects.count() == 0


def test_a_shared_journey_is_read_by_the_network_and_changed_by_nobody_else(walked):
    journey, _politician, officer = walked
    walking.save_work(
        journey,
        journey.path.steps.get(key="ett"),
        version=0,
        by=Journey.objects.get().begun_by,
        values={"note": "Lär av oss"},
    )
    other, office = logged_in(make_pair()[0]), logged_in(make_secretary())
    address = reverse("toolbox:journey", args=[journey.pk])

    before = [client.get(address).status_code for client in (other, office)]
    officer.post(reverse("toolbox:share_journey", args=[journey.pk]), {"shared": "1"})

    assert before == [404, 404]
    assert all("Lär av oss" in page(client, "journey", journey.pk) for client in (other, office))
    assert journey.member.name in page(other, "learn_from", journey.path.slug)
    work = reverse("toolbox:work", args=[journey.pk, "ett"])
    assert [client.get(work).status_code for client in (other, office)] == [404, 404]


def test_the_secretariat_sees_counts_and_no_notes(walked):
    journey, _politician, officer = walked
    officer.post(
        reverse("toolbox:work", args=[journey.pk, "ett"]),
        {"state": "done", "note": "Hemligt", "version": "0"},
    )
    office = logged_in(make_secretary())

    text = page(office, "manage_path", journey.path.slug)

    assert "1 klara, 0 pågår" in text
    assert journey.member.name in text
    assert "Hemligt" not in text + page(office, "path", journey.path.slug)


def test_an_ended_journey_is_read_and_not_written(walked):
    journey, politician, officer = walked
    officer.post(reverse("toolbox:end_journey", args=[journey.pk]))

    late = politician.post(
        reverse("toolbox:work", args=[journey.pk, "ett"]), {"state": "done", "version": "0"}
    )

    assert "Ni avslutade arbetsgången" in page(politician, "journey", journey.pk)
    assert (late.status_code, journey.works.count()) == (422, 0)


# --- Laying it out ----------------------------------------------------------------------------


def test_the_secretariat_lays_out_a_path_and_another_publishes_it(tool):
    writer, reviewer = logged_in(make_secretary()), logged_in(make_secretary())
    writer.post(reverse("toolbox:manage_paths"), {"title": "Ny väg"})
    path = Path.objects.get()
    given = {"title": "Ny väg", "summary": "Kort.", "outcome": "", "version": "1"}
    writer.post(reverse("toolbox:manage_path", args=[path.slug]), given)
    for version, title in ((2, "Första"), (3, "Andra")):
        step = {"title": title, "joins": "new", "instruction": "Gör.", "result": "Klart."}
        writer.post(
            reverse("toolbox:add_step", args=[path.slug]),
            step | {"tools": [tool.pk], "version": version},
        )
    on = reverse("toolbox:move_path_on", args=[path.slug])

    assert "Första" in page(reviewer, "preview_path", path.slug)
    writer.post(on, {"do": "review"})
    writer.post(on, {"do": "publish"})
    own = Path.objects.published().count()
    reviewer.post(on, {"do": "publish"})

    assert own == 0
    path = Path.objects.published().get()
    assert [step.title for step in path.steps.standing()] == ["Första", "Andra"]
    writer.post(on, {"do": "archive"})
    assert Path.objects.published().count() == 0


def test_steps_are_moved_and_taken_out_and_a_stale_edit_shows_what_stands(path):
    office = logged_in(make_secretary())
    arrange = reverse("toolbox:arrange_step", args=[path.slug, "tva"])
    edit = reverse("toolbox:edit_step", args=[path.slug, "ett"])
    given = {"title": "Min rubrik", "joins": "new", "instruction": "Gör.", "result": "Klart."}

    office.post(arrange, {"do": "up", "version": path.version})
    stale = office.post(edit, given | {"version": path.version})
    moved = [step["key"] for step in Path.objects.get().drafted()["steps"]]
    office.post(arrange, {"do": "remove", "version": path.version + 1})

    assert (stale.status_code, moved) == (409, ["tva", "ett"])
    assert "Min rubrik" in stale.content.decode()
    assert [step["key"] for step in Path.objects.get().drafted()["steps"]] == ["ett"]


def test_a_reason_is_written_for_each_item_of_a_step(path):
    office, item = logged_in(make_secretary()), make_framework("mal", "11").items.get()
    edit = reverse("toolbox:edit_step", args=[path.slug, "ett"])
    given = {"title": "Ett", "joins": "new", "instruction": "Gör.", "result": "Klart."}
    given["items"] = [item.pk]

    office.post(edit, given | {"version": path.version})
    office.post(edit, given | {"version": path.version + 1, f"why-{item.pk}": "Därför"})

    assert Path.objects.get().drafted()["steps"][0]["items"] == [{"item": item.pk, "why": "Därför"}]


def test_a_path_is_renamed_and_an_older_version_restored(path):
    office = logged_in(make_secretary())
    given = {"title": "Fel", "summary": "Fel.", "version": path.version}
    office.post(reverse("toolbox:manage_path", args=[path.slug]), given)

    office.post(reverse("toolbox:restore_path", args=[path.slug, 1]))
    office.post(reverse("toolbox:rename_path", args=[path.slug]), {"slug": "annan"})

    path = Path.objects.get()
    assert (path.slug, path.drafted()["title"]) == ("annan", "Vägen")


# --- Examples ---------------------------------------------------------------------------------


def test_an_example_is_written_sent_in_published_and_wished_for(tool):
    _politician, officer = make_pair()
    member = Member.objects.represented_by(officer).get()
    own, office = logged_in(officer), logged_in(make_secretary())
    given = {
        "title": "Vi lyckades",
        "problem": "Svårt.",
        "action": "Enkelt.",
        "result": "Bra.",
        "cost": "",
        "tools": [tool.pk],
        "seat": member.seats.get(kind="officer").pk,
        "version": "1",
    }

    own.post(reverse("toolbox:write_example", args=[member.slug]), given | {"do": "send"})
    example = Example.objects.get()
    waiting = [task.url for task in desk.tasks_for(make_secretary())]
    office.post(reverse("toolbox:publish_example", args=[example.pk]))
    asking = make_pair()[0]
    who = Member.objects.represented_by(asking).get()
    for _time in range(2):
        logged_in(asking).post(
            reverse("toolbox:wish_to_try", args=[example.pk]), {"member": who.slug}
        )

    assert example.get_absolute_url() in waiting
    assert "Vi lyckades" in page(Client(), "examples")
    assert "Vi lyckades" in page(Client(), "tool", tool.slug)
    assert [wish.member for wish in Wish.objects.all()] == [who]
    assert "har fått veta det" in page(logged_in(asking), "example", example.pk)
    cards = related.cards_about(member, asking)
    assert [list(card.context["examples"]) for card in cards if "examples" in card.context] == [
        [example]
    ]


def test_an_example_comes_back_with_a_comment_and_is_mended():
    example = make_example(state=Example.State.SENT_IN)
    officer = example.seat.current_holding().person
    office, own = logged_in(make_secretary()), logged_in(officer)
    back = reverse("toolbox:send_back_example", args=[example.pk])

    empty = office.post(back, {"comment": ""})
    office.post(back, {"comment": "Skriv kostnaden."})

    assert empty.status_code == 422
    assert "Skriv kostnaden." in page(own, "example", example.pk)
    assert [task.detail for task in desk.tasks_for(officer)][:1] == ["Skriv kostnaden."]
    own.post(reverse("toolbox:send_example", args=[example.pk]))
    example.refresh_from_db()
    assert example.state == Example.State.SENT_IN
    office.post(reverse("toolbox:publish_example", args=[example.pk]))
    office.post(reverse("toolbox:take_down_example", args=[example.pk]))
    assert Example.objects.published().count() == 0


def test_two_who_write_an_example_at_once_see_both_texts():
    example = make_example(state=Example.State.DRAFT)
    officer = example.seat.current_holding().person
    client = logged_in(officer)
    address = reverse("toolbox:edit_example", args=[example.pk])
    given = {
        "title": "Exempel",
        "problem": "Den enas",
        "action": "A",
        "result": "R",
        "seat": example.seat_id,
        "version": "1",
    }

    saved = client.post(address, given)
    stale = client.post(address, given | {"problem": "Den andras"})

    assert (saved.status_code, stale.status_code) == (302, 409)
    assert "Den enas" in stale.content.decode()
    assert "Den andras" in stale.content.decode()


# --- What stands elsewhere --------------------------------------------------------------------


def test_an_items_page_tells_of_paths_and_examples():
    item = make_framework("mal", "11").items.get()
    path = publish_through(item)
    example = make_example(items=[item])

    cards = related.cards_about_item(item, make_secretary())

    told = [value for card in cards for value in card.context.values()]
    assert [list(rows) for rows in told] == [[path], [example]]


def publish_through(item):
    return make_path("Vägen", step_values("ett", items=[item]), step_values("tva"))


def test_a_journey_under_way_waits_on_ones_own_page(walked):
    journey, _politician, _officer = walked

    urls = [task.url for task in desk.tasks_for(journey.begun_by)]

    assert journey.get_absolute_url() in urls
