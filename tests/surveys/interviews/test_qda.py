"""REFI-QDA: what is written follows the format, comes back to the sign, and nothing harms."""

import io
import re
import zipfile

import pytest
from defusedxml import ElementTree
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import gettext
from hypothesis import given
from hypothesis import strategies as st

from surveys.interviews import (
    coding,
    qda_reading,
    qda_taking_in,
    qda_writing,
    remembering,
    theming,
    wording,
)
from surveys.interviews.models import Coding, Dimension, Interview, Link, Memo, Statement, Theme
from surveys.interviews.passages import Span
from surveys.interviews.qda_places import Kept, best_count, is_in_words
from surveys.interviews.qda_reading import Plan
from tests.factories import make_framework, make_pair
from tests.interview_factories import (
    make_department,
    make_guest,
    make_interview,
    make_statement,
    make_study,
    make_theme,
)

DONE, WANTS, OBSTACLE, IDEA = Statement.Kind.values
GUID = "11111111-1111-1111-1111-%012d"
ODD = "Vi såg 👩‍🌾 odla e\u0301ä\u0308n.\nOch 🚲 cyklade."
ODD_KEPT = wording.normalised(ODD)


@pytest.fixture
def officer():
    return make_pair()[1]


@pytest.fixture
def study(officer):
    return make_study("Vad har gjorts?", "Vad vill ni?", officer=officer, goals=("Rent vatten",))


# --- What others write --------------------------------------------------------------------------


def qdpx(project, method=zipfile.ZIP_DEFLATED, **files):
    """A project of this XML and these sources."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.writestr("project.qde", project)
        for name, text in files.items():
            archive.writestr(f"Sources/{name}.txt", text)
    return file.getvalue()


def foreign(*selections, text=None, path="internal://a.txt", sources="", codes=1):
    """A project with one text, and one code unless told, as another program writes it."""
    rows = "".join(
        f'<PlainTextSelection guid="{GUID % (50 + number)}" startPosition="{start}" '
        f'endPosition="{end}"><Coding guid="{GUID % (70 + number)}">'
        f'<CodeRef targetGUID="{{{GUID % 1}}}"/></Coding></PlainTextSelection>'
        for number, (start, end) in enumerate(selections)
    )
    code = "".join(
        f'<Code guid="{GUID % (number + 1)}" name="Kod {number + 1}" isCodable="true"/>'
        for number in range(codes)
    )
    content = f"<PlainTextContent>{text}</PlainTextContent>" if text else ""
    where = "" if text else f'plainTextPath="{path}"'
    return (
        f'<Project xmlns="urn:QDA-XML:project:1.0" name="P"><CodeBook><Codes>{code}</Codes>'
        f'</CodeBook><Sources><TextSource guid="{GUID % 40}" name="Skolan" {where}>{content}{rows}'
        f"</TextSource>{sources}</Sources></Project>"
    )


def words(plan):
    """The words of each passage of the first source, and whether they are doubtful."""
    source = plan.sources[0]
    return [(one.span.of(source.text), one.is_doubtful) for one in source.passages]


def refusal(data):
    """The code of the refusal."""
    with pytest.raises(ValidationError) as refused:
        qda_reading.read(data)
    return refused.value.code


# --- Places -------------------------------------------------------------------------------------

SIGNS = st.sampled_from([*"ab e\u0301\u030a\r\n\t\x0b\x85\u2028\x00😀å", "\u1100", "\u1161"])


@given(st.text(SIGNS, max_size=40))
def test_kept_is_what_texts_are_kept_as(raw):
    kept = Kept(raw)

    assert kept.text == wording.normalised(raw)
    assert [kept.place(0), kept.place(len(raw) + 1)] == [0, len(kept.text)]


def test_a_place_follows_its_word_through_line_ends_and_composed_letters():
    raw = "\ufeff \r\n\r\n\r\n\r\nEn a\u030alder  \r\n\r\n\r\n\r\nhär\x00ifrån".removeprefix(
        "\ufeff"
    )
    kept = Kept(raw)

    found = [
        Span(kept.place(raw.index(word)), kept.place(raw.index(word) + len(word))).of(kept.text)
        for word in ("En", "a\u030alder", "här")
    ]

    assert kept.text == "En ålder\n\nhärifrån"
    assert found == ["En", "ålder", "här"]


def test_best_count_goes_by_the_words_that_passages_begin_and_end_with():
    raw = "😀😀 Vi cyklar ofta."
    here = Span(raw.index("cyklar"), raw.index("cyklar") + 6)
    in_units = Span(here.start + 2, here.end + 2)

    assert best_count(raw, [here]) == [here]
    assert best_count(raw, [in_units]) == [here]
    assert best_count("Vi cyklar.", [Span(3, 9)]) == [Span(3, 9)]
    assert [is_in_words(raw, span) for span in (here, in_units, Span(3, 3))] == [True, False, False]
    assert not is_in_words("e\u0301n", Span(0, 1))


# --- What we write ------------------------------------------------------------------------------

# Of the schema (Project.xsd, 18 March 2019): what each element holds, in order, `*` for any number
# and `?` for one or none, and the attributes that it must have and may have.
DATED = "creatingUser creationDateTime modifyingUser modifiedDateTime"
TEXT_SOURCE = (
    "Description? PlainTextContent? PlainTextSelection* Coding* NoteRef* VariableValue*",
    "guid",
    f"name richTextPath plainTextPath {DATED}",
)
SCHEMA = {
    "Project": (
        "Users? CodeBook? Variables? Cases? Sources? Notes? Links? Sets? Graphs? Description? "
        "NoteRef*",
        "name",
        "origin creatingUserGUID creationDateTime modifyingUserGUID modifiedDateTime basePath",
    ),
    "Users": ("User+", "", ""),
    "User": ("", "guid", "name id"),
    "CodeBook": ("Codes", "", "origin"),
    "Codes": ("Code+", "", ""),
    "Code": ("Description? NoteRef* Code*", "guid name isCodable", "color"),
    "Variables": ("Variable+", "", ""),
    "Variable": ("Description?", "guid name typeOfVariable", ""),
    "Cases": ("Case+", "", ""),
    "Case": (
        "Description? CodeRef* VariableValue* SourceRef* SelectionRef*",
        "guid",
        "name",
    ),
    "Sources": ("TextSource+", "", ""),
    "TextSource": TEXT_SOURCE,
    "Notes": ("Note+", "", ""),
    "Note": TEXT_SOURCE,
    "PlainTextSelection": (
        "Description? Coding* NoteRef*",
        "guid startPosition endPosition",
        f"name {DATED}",
    ),
    "Coding": ("CodeRef NoteRef*", "guid", "creatingUser creationDateTime"),
    "VariableValue": ("VariableRef (DateValue|TextValue)", "", ""),
    **dict.fromkeys(("CodeRef", "NoteRef", "SourceRef", "VariableRef"), ("", "targetGUID", "")),
    **dict.fromkeys(("Description", "PlainTextContent", "DateValue", "TextValue"), ("", "", "")),
}
GUID_PATTERN = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def breaches(root, namespace):
    """Where a file is not as the schema says."""
    found, guids = [], []
    for element in root.iter():
        assert element.tag.startswith(f"{{{namespace}}}")
        tag = element.tag.rpartition("}")[2]
        order, must, may = SCHEMA[tag]
        pattern = re.sub(r"(\w+)", r"(?:\1 )", order).replace(") ", ")").replace(" (", "(")
        held = "".join(f"{child.tag.rpartition('}')[2]} " for child in element)
        if not re.fullmatch(pattern.replace(" (?:", "(?:"), held):
            found.append((tag, held))
        if not set(must.split()) <= set(element.keys()) <= {*must.split(), *may.split()}:
            found.append((tag, element.keys()))
        named = [value for name, value in element.items() if name.endswith(("guid", "GUID", "ser"))]
        found += [(tag, value) for value in named if not GUID_PATTERN.fullmatch(value)]
        guids.append(element.get("guid"))
    owned = [guid for guid in guids if guid]
    if len(owned) != len(set(owned)):
        found.append("a guid stands twice")
    aims = {element.get("targetGUID") for element in root.iter()} - {None}
    return found + sorted(aims - set(owned))


def make_rich_study(study, officer):
    """A study with all that can be written: every kind of tie, memos, emoji, loose statements."""
    water = make_theme(study, "Vatten", text="Allt vått.")
    deep = make_theme(study, "Djupt", parent=water)
    item = make_framework("agenda-2030", "6", kind="goals").items.get()
    goal = study.goal_term.goals.get()
    school = make_department(study, "Skolan")
    interview = make_interview(study, "Först.", ODD_KEPT, department=school, approved=False)
    second = interview.texts.get(text=ODD_KEPT)
    interview.texts.update(author=officer)
    start = ODD_KEPT.index("👩")
    marked = coding.mark(
        interview,
        quote=ODD_KEPT[start : start + 12],
        kind=WANTS,
        by=officer,
        answer_id=second.pk,
        span=Span(start, start + 12),
        ties=[deep, goal, item, Dimension.SOCIAL],
    )
    coding.tie(marked, deep, by=officer, why="De sade det.")
    coding.write(interview, text="Vi fick <inga> pengar & 🚲", kind=OBSTACLE, by=officer)
    for about in (marked, water, interview, goal, None):
        remembering.keep(study, text=f"Om {type(about).__name__} 😀", by=officer, about=about)
    return marked


@pytest.mark.django_db
def test_project_is_as_the_schema_says(study, officer):
    make_rich_study(study, officer)

    with zipfile.ZipFile(io.BytesIO(qda_writing.project(study, officer))) as archive:
        root = ElementTree.fromstring(archive.read("project.qde"))
        names = archive.namelist()
        (name,) = names[1:]
        text = archive.read(name).decode()

    (source,) = root.iter("{urn:QDA-XML:project:1.0}TextSource")
    assert breaches(root, "urn:QDA-XML:project:1.0") == []
    assert source.get("plainTextPath") == name.replace("Sources/", "internal://")
    assert text == (
        f"Vad har gjorts?\n\nFörst.\n\nVad vill ni?\n\n{ODD_KEPT}\n\n"
        f"{gettext('Written down while coding')}\n\nVi fick <inga> pengar & 🚲"
    )


@pytest.mark.django_db
def test_codebook_is_as_the_schema_says_and_is_refused_while_it_is_empty(study):
    with pytest.raises(ValidationError) as refused:
        qda_writing.codebook(study)
    water = make_theme(study, "Vatten & is", text="Allt vått.")
    make_theme(study, "Djupt", parent=water)

    data = qda_writing.codebook(study)

    assert refused.value.code == "none"
    assert breaches(ElementTree.fromstring(data), "urn:QDA-XML:codebook:1.0") == []
    assert [(code.title, code.text) for code in qda_reading.read(data).codes] == [
        ("Vatten & is", "Allt vått."),
        ("Djupt", ""),
    ]


@pytest.mark.django_db
def test_project_leaves_out_what_another_codes_blind(study, officer):
    interview = make_interview(study, "Ett.")
    make_statement(interview, "Syns.")
    make_statement(interview, "Blint.", is_blind=True)

    plan = qda_reading.read(qda_writing.project(study, officer))

    assert words(plan) == [("Syns.", False)]


# --- There and back -----------------------------------------------------------------------------


def said(study):
    """All that statements say and are tied to, themes by their names."""
    rows = Statement.objects.filter(interview__study=study).prefetch_related("links__theme")
    return sorted(
        (row.text, row.kind, sorted((str(link.target), link.why) for link in row.links.all()))
        for row in rows
    )


@pytest.mark.django_db
def test_a_project_of_ours_comes_back_to_the_sign(study, officer):
    make_rich_study(study, officer)
    other = make_study(officer=officer)
    plan = qda_reading.read(qda_writing.project(study, officer))
    preview = qda_taking_in.preview(plan, other)

    carried = qda_taking_in.unpacked(qda_taking_in.packed(plan, other), other)
    (interview,) = qda_taking_in.take_in(carried, other, kind=DONE, by=officer)
    again = qda_taking_in.take_in(plan, other, kind=DONE, by=officer)

    assert carried == plan
    assert preview.new_themes == ["Vatten", "Vatten › Djupt"]
    assert said(other) == said(study)
    assert {row.span.of(row.answer.text) == row.text for row in interview.statements.all()} == {
        True
    }
    assert str(interview.department) == "Skolan"
    assert interview.state == Interview.State.DRAFT
    assert [(theme.title, str(theme.parent), theme.text) for theme in other.themes.all()] == [
        ("Vatten", "None", "Allt vått."),
        ("Djupt", "Vatten", ""),
    ]
    assert sorted(other.memos.values_list("text", flat=True)) == sorted(
        study.memos.values_list("text", flat=True)
    )
    assert again == []
    assert qda_taking_in.preview(plan, other).changes_nothing
    assert (other.interviews.count(), other.themes.count(), other.memos.count()) == (1, 2, 5)


@pytest.mark.django_db
def test_a_codebook_of_another_study_joins_themes_of_the_same_name(study, officer):
    make_theme(study, "Vatten")
    other = make_study(officer=officer)
    mine = make_theme(other, "Energi")
    make_theme(other, "Sol", parent=mine)
    make_theme(other, "VATTEN")

    qda_taking_in.take_in(
        qda_reading.read(qda_writing.codebook(other)), study, kind=DONE, by=officer
    )

    assert [(theme.title, str(theme.parent)) for theme in study.themes.order_by("title")] == [
        ("Energi", "None"),
        ("Sol", "Energi"),
        ("Vatten", "None"),
    ]


# --- What others have written -------------------------------------------------------------------


def test_read_counts_as_the_passages_ask_for_and_shows_the_doubtful():
    raw = "😀\r\n\r\n\r\nVi cyklar i a\u030agy 👩 ofta."
    at = raw.index("cyklar")
    points, units = foreign((at, at + 6)), foreign((at + 1, at + 7))
    odd = foreign((at, at + 6), (at + 2, at + 6))

    plans = [qda_reading.read(qdpx(project, a=raw)) for project in (points, units, odd)]

    assert [words(plan) for plan in plans] == [
        [("cyklar", False)],
        [("cyklar", False)],
        [("cyklar", False), ("klar", True)],
    ]
    assert plans[0].sources[0].text == "😀\n\nVi cyklar i ågy 👩 ofta."


def test_read_takes_text_in_the_project_and_says_what_is_left_out():
    picture = f'<PictureSource guid="{GUID % 90}" path="internal://b.jpg"/>'
    long = "a" * 4001

    plan = qda_reading.read(
        qdpx(foreign((0, 2), (0, 2), (3, 3), (3, 4004), text=f"Vi {long}", sources=picture))
    )

    assert words(plan) == [("Vi", False)]
    assert (plan.other_sources, plan.whole_codings, plan.left_passages) == (1, 0, 2)


@pytest.mark.django_db
def test_take_in_gives_foreign_passages_a_kind_and_a_place(study, officer):
    theme = make_theme(study, "kod 1")
    plan = qda_reading.read(qdpx(foreign((3, 9), text="Vi cyklar.")))

    (interview,) = qda_taking_in.take_in(plan, study, kind=IDEA, by=officer)

    assert str(interview.department) == gettext("Read in")
    assert said(study) == [("cyklar", IDEA, [("kod 1", "")])]
    assert list(study.themes.all()) == [theme]
    assert Coding.objects.get().interview == interview
    (statement,) = interview.statements.all()
    assert coding.mark(interview, quote="cyklar", kind=IDEA, by=officer, ties=[theme]) == statement


@pytest.mark.django_db
def test_take_in_keeps_nothing_when_something_is_refused(study, officer):
    plan = qda_reading.read(qdpx(foreign((3, 9), text="Vi cyklar.")))
    strange = make_department(make_study())

    with pytest.raises(ValidationError):
        qda_taking_in.take_in(plan, study, kind=DONE, by=officer, department=strange)
    with pytest.raises(ValidationError):
        qda_taking_in.take_in(plan, study, kind=DONE, by=make_guest(study))

    rows = (Theme, Interview, Statement, Link, Memo)
    assert [model.objects.count() for model in rows] == [0] * 5


def test_a_plan_is_taken_back_by_its_own_study_alone(db, study):
    text = qda_taking_in.packed(Plan(codes=[]), study)

    with pytest.raises(ValidationError) as refused:
        qda_taking_in.unpacked(text, make_study())

    assert qda_taking_in.unpacked(text, study) == Plan(codes=[])
    assert refused.value.code == "stale"


# --- Bad files ----------------------------------------------------------------------------------

ENTITY = '<!DOCTYPE Project [<!ENTITY x SYSTEM "file:///etc/passwd">]><Project>&x;</Project>'
NESTED = "<CodeBook><Codes>{}</Codes></CodeBook>".format(
    "".join(f'<Code guid="{GUID % n}" name="k" isCodable="true">' for n in range(30))
    + "</Code>" * 30
)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "kind"),
        (b"inte alls", "kind"),
        (b"<html/>", "kind"),
        (b"<CodeBook>", "broken"),
        (ENTITY.encode(), "entities"),
        (NESTED.encode(), "broken"),
        (b"x" * 50_000_000, "large"),
        (b"PK\x03\x04trasig", "broken"),
        (qdpx(ENTITY), "entities"),
        (qdpx("<Project>"), "broken"),
        (qdpx(foreign((0, 2)), b="Vi cyklar."), "missing"),
        (qdpx(foreign((0, 2), path="../../etc/passwd"), a="Vi cyklar."), "missing"),
        (qdpx(foreign((0, 2), path="internal://../project.qde"), a="Vi."), "missing"),
        (qdpx(foreign((0, 11), text="Vi cyklar.")), "outside"),
        (qdpx(foreign((9, 3), text="Vi cyklar.")), "outside"),
        (qdpx(foreign((-1, 3), text="Vi cyklar.")), "broken"),
        (qdpx(foreign((0, "9" * 5000), text="Vi cyklar.")), "broken"),
        (qdpx(foreign((0, 2), text="Vi cyklar.", codes=0)), "broken"),
        (qdpx(foreign(text="Vi.", codes=1001)), "much"),
        (qdpx(foreign(text="Vi.").replace(GUID % 40, "")), "broken"),
        (qdpx(foreign(text="Vi.", codes=2).replace(GUID % 2, GUID % 1)), "broken"),
        (qdpx(foreign(), a="a" * 100_001), "long"),
        (qdpx(foreign(), a=b"\xff\xfe\x00"), "broken"),
        (qdpx(foreign(), a=b"0" * 30_000_000), "bomb"),
        (qdpx(foreign(), **{"../../ut": "x", "a": "x"}), "broken"),
    ],
)
def test_a_bad_file_is_refused(data, code):
    assert refusal(data) == code


def test_a_project_with_two_files_of_one_name_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("project.qde", foreign(text="Vi."))
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("project.qde", foreign(text="Ni."))

    assert refusal(file.getvalue()) == "broken"


# --- The page -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_project_is_looked_at_and_then_taken_in(client, study, officer):
    client.force_login(officer)
    address = reverse("interviews:exchange", args=[study.pk])
    file = SimpleUploadedFile("p.qdpx", qdpx(foreign((0, 2), (4, 6), text="Vi cyklar.")))

    looked = client.post(address, {"file": file})
    page = looked.content.decode()
    was_empty = not study.interviews.exists()
    given = {"looked_at": looked.context["take_in_form"]["looked_at"].value(), "kind": WANTS}
    refused = client.post(address, given | {"kind": "annat"})
    taken = client.post(address, given)

    assert ("Kod 1" in page, "Skolan" in page, "<q>yk</q>" in page, was_empty) == (True,) * 4
    assert (refused.status_code, taken.status_code, taken.url) == (
        422,
        302,
        study.get_absolute_url(),
    )
    assert said(study) == [("Vi", WANTS, [("Kod 1", "")]), ("yk", WANTS, [("Kod 1", "")])]
    assert client.post(address, {"looked_at": "x", "kind": WANTS}).status_code == 422


@pytest.mark.django_db
def test_files_are_handed_out_and_bad_ones_answered(client, study, officer):
    client.force_login(officer)
    address = reverse("interviews:exchange", args=[study.pk])
    empty = client.get(reverse("interviews:codebook_qdc", args=[study.pk]))
    theming.add(study, title="Vatten", by=officer)

    codebook = client.get(reverse("interviews:codebook_qdc", args=[study.pk]))
    project = client.get(reverse("interviews:project_qdpx", args=[study.pk]))
    bad = client.post(address, {"file": SimpleUploadedFile("p.qdpx", b"inte alls")})

    assert (empty.status_code, empty.url, bad.status_code) == (302, address, 422)
    assert [code.title for code in qda_reading.read(codebook.content).codes] == ["Vatten"]
    assert qda_reading.read(project.content).sources == []
    said = gettext("Choose a REFI-QDA file, .qdc or .qdpx.")
    assert bad.context["form"].errors == {"file": [said]}


@pytest.mark.django_db
def test_a_guest_takes_along_but_not_in(client, study):
    client.force_login(make_guest(study))
    address = reverse("interviews:exchange", args=[study.pk])
    plan = Plan(codes=[qda_reading.Code("a", "Nytt", "", "")])

    page = client.get(address)
    looked_at = qda_taking_in.packed(plan, study)
    tried = client.post(address, {"looked_at": looked_at, "kind": DONE})

    assert (page.status_code, page.context["may_take_in"], tried.status_code) == (200, False, 404)
    assert not study.themes.exists()
