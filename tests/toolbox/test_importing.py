"""Frameworks in and out: what would change is shown, all or nothing; a new edition maps the old."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.factories import make_framework, make_secretary, make_tool
from toolbox import crossing, importing
from toolbox.models import Framework, FrameworkItem, Tool

pytestmark = pytest.mark.django_db

HEAD = "kod;rubrik;grupp;under;text;länk;färg;ersätter\n"


def sheet(*lines):
    return (HEAD + "\n".join(lines)).encode()


def test_take_in_adds_changes_and_leaves_the_rest():
    framework = make_framework("standard", "1", "9")

    plan = importing.take_in(framework, sheet("1;Nytt namn", "1.1;Under;;1", "2;Färgad;;;;;11"))

    assert [item.code for item in plan.new] == ["1.1", "2"]
    assert [(old.title, new.title) for old, new in plan.changed] == [("Avsnitt 1", "Nytt namn")]
    assert [item.code for item in plan.untouched] == ["9"]
    assert list(framework.items.order_by("code").values_list("code", "title", "parent__code")) == [
        ("1", "Nytt namn", None),
        ("1.1", "Under", "1"),
        ("2", "Färgad", None),
        ("9", "Avsnitt 9", None),
    ]


def test_take_in_again_changes_nothing():
    framework = make_framework("standard")
    content = sheet("1;Ett", "1.1;Under;;1;Text;https://example.org;3")
    importing.take_in(framework, content)

    plan = importing.take_in(framework, importing.write(framework).encode())

    assert (plan.changes_nothing, len(plan.rows)) == (True, 2)


def test_take_in_says_every_fault_and_keeps_nothing():
    framework = make_framework("standard")

    with pytest.raises(ValidationError) as refusal:
        importing.take_in(framework, sheet("1;", "2;Två;;9", "2;Igen", "3;Tre;;;;;18", "<4>;Fyra"))

    assert refusal.value.messages == [
        "Rad 2, rubrik: Detta fält får inte vara tomt.",
        "Rad 5, färg: skriv ett måls nummer, 1 till 17.",
        "Rad 6, kod: En kod har bokstäver, siffror, punkter och bindestreck, som 11.2 eller SP4.",
        "Rad 4: koden 2 finns redan på rad 3.",
        "Rad 3, under: det finns inget 9 att höra under.",
    ]
    assert framework.items.count() == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"kod,text\n1,Ett", "Rad 1: kolumnerna rubrik saknas."),
        ("kod;rubrik\n1;Å".encode("latin-1"), "Filen är inte UTF-8."),
        (b"", "Rad 1: kolumnerna kod, rubrik saknas."),
    ],
)
def test_read_refuses_what_is_no_sheet(content, said):
    with pytest.raises(ValidationError) as refusal:
        importing.read(make_framework("standard"), content)

    assert refusal.value.messages[0].startswith(said)


def test_write_lets_no_spreadsheet_run_a_title():
    framework = make_framework("standard", "1")
    framework.items.update(title="=HYPERLINK(1)")

    written = importing.write(framework)

    assert "'=HYPERLINK(1)" in written
    assert importing.read(framework, written.encode()).changes_nothing


def test_new_edition_takes_over_the_tools_of_the_old_without_a_migration(client):
    goals = make_framework("mal", "11")
    old = make_framework("standard-2021", "4.1", edition="2021")
    tool = make_tool("Nuläge", *goals.items.all(), *old.items.all())
    new = Framework.objects.create(slug="standard-2026", name="Standard", replaces=old)
    importing.take_in(new, sheet("5;Ny indelning;;;;;;4.1", "6;Annat"))
    Framework.objects.filter(pk=old.pk).update(is_active=False)

    item = FrameworkItem.objects.get(framework=new, code="5")
    page = client.get(item.get_absolute_url())
    rows = crossing.cross(new, goals)

    assert [found.title for found in page.context["tools"]] == ["Nuläge"]
    assert [(row.item.code, [cell.count for cell in row.cells]) for row in rows] == [
        ("5", [1]),
        ("6", [0]),
    ]
    assert [link.item.code for link in tool.links.in_order()] == ["11", "4.1"]
    assert client.get(reverse("toolbox:item", args=["standard-2021", "4.1"])).status_code == 200


def test_cross_counts_tools_once_and_goals_with_their_targets():
    goal = make_framework("mal", "11").items.get()
    targets = [
        FrameworkItem.objects.create(framework=goal.framework, code=code, title=code, parent=goal)
        for code in ("11.1", "11.2")
    ]
    principles = list(make_framework("principer", "1", "2").items.order_by("position"))
    make_tool("Ett", principles[0], *targets)
    make_tool("Två", *principles, goal)
    hidden = make_tool("Tre", principles[1], goal)
    Tool.objects.filter(pk=hidden.pk).update(state="archived")

    rows = crossing.cross(principles[0].framework, goal.framework)

    assert [[cell.count for cell in row.cells] for row in rows] == [[2], [1]]
    assert [row.gap_count for row in rows] == [0, 0]


def test_office_looks_at_a_file_before_it_is_taken_in(client, settings):
    settings.REQUIRE_TWO_FACTOR = False  # tests/sekom/test_two_factor.py
    framework = make_framework("standard")
    client.force_login(make_secretary())
    address = reverse("toolbox:take_in", args=["standard"])

    shown = client.post(address, {"sheet": SimpleUploadedFile("a.csv", sheet("1;Ett"))})
    before = framework.items.count()
    sent = {"looked_at": shown.context["plan"].content, "do": "take_in"}
    client.post(address, sent)
    refused = client.post(address, {"sheet": SimpleUploadedFile("a.csv", sheet("1;"))})

    assert (before, framework.items.count()) == (0, 1)
    assert (refused.status_code, refused.context["faults"]) == (
        422,
        ["Rad 2, rubrik: Detta fält får inte vara tomt."],
    )
