"""Attendance. The reports here are synthetic: written as Teams writes them, of nobody real."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from openpyxl import load_workbook

from events import attendance_reports, attending
from events.attendance_reports import Participant
from events.models import Signup
from tests.event_factories import make_event, make_signup
from tests.factories import make_member, make_person, make_secretary

SWEDISH = """\
1. Sammanfattning
Mötesrubrik\tVerktygslådan
Deltagare som deltog\t3
Starttid\t2027-02-09 08:58:01

2. Deltagare
Namn\tFörsta anslutning\tSenast lämnade\tVaraktighet i mötet\tE-post\tDeltagar-ID (UPN)\tRoll
Åsa Öberg\t2027-02-09 08:58\t2027-02-09 10:31\t1 h 33 m\tASA@example.org\t\tOrganisatör
Ek, Bo (Exempelby)\t2027-02-09 09:01\t2027-02-09 10:29\t1 h 28 m\t\t\tDeltagare
"Nisse" Gäst\t2027-02-09 09:05\t2027-02-09 10:29\t1 h 24 m\t\t\tDeltagare

3. Aktiviteter under mötet
Namn\tAnslutningstid\tTid för avslut\tVaraktighet\tE-post\tRoll
Någon Annan\t2027-02-09 08:58\t2027-02-09 10:31\t1 h 33 m\tannan@example.org\tOrganisatör
"""
ENGLISH = """\
1. Summary
Meeting title\tToolbox
Attended participants\t3

2. Participants
Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole
Åsa Öberg\t2/9/27, 8:58:01 AM\t2/9/27, 10:31:00 AM\t1h 33m\t\tasa@example.org\tPresenter
Ek, Bo (Exempelby)\t2/9/27, 9:01:00 AM\t2/9/27, 10:29:00 AM\t1h 28m\t\t\tPresenter
"Nisse" Gäst\t2/9/27, 9:05:00 AM\t2/9/27, 10:29:00 AM\t1h 24m\t\t\tPresenter

3. In-Meeting Activities
Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole
"""
PEOPLE = [
    Participant("Åsa Öberg", "asa@example.org"),
    Participant("Ek, Bo (Exempelby)", ""),
    Participant('Nisse" Gäst', ""),
]


# --- Reading ------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [SWEDISH, ENGLISH])
@pytest.mark.parametrize(
    "encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8", "utf-8-sig", "cp1252"]
)
def test_a_report_reads_the_same_in_any_language_and_encoding(text, encoding):
    data = text.replace("\n", "\r\n").encode(encoding)

    assert attendance_reports.read(data) == PEOPLE


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_list_that_was_saved_anew_reads_too(delimiter):
    text = f'Namn{delimiter}E-post\n"Ek{delimiter} Bo"{delimiter}bo@example.org\n'

    assert attendance_reports.read(text.encode()) == [
        Participant(f"Ek{delimiter} Bo", "bo@example.org")
    ]


def test_a_report_of_an_earlier_teams_has_a_row_for_each_time():
    text = (
        "Full Name\tUser Action\tTimestamp\n"
        "Åsa Öberg\tJoined\t2/9/2027, 8:58:01 AM\n"
        "Åsa Öberg\tLeft\t2/9/2027, 9:58:01 AM\n"
        "Bo Ek\tJoined\t2/9/2027, 9:00:01 AM\n"
    )

    assert attendance_reports.read(text.encode("utf-16")) == [
        Participant("Åsa Öberg", ""),
        Participant("Bo Ek", ""),
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "kind"),
        (b"%PDF-1.7", "kind"),
        (bytes(range(256)) * 20, "kind"),
        (b"Name\tEmail\n", "empty"),
        (b"x" * 2_000_001, "size"),
        (b"Name\tEmail\n" + b"A\ta@example.org\n" * 5_001, "many"),
        (b'Name,Email\n"' + b"x" * 200_000, "broken"),
    ],
)
def test_what_is_no_report_is_refused_in_words(data, code):
    with pytest.raises(ValidationError) as refusal:
        attendance_reports.read(data)

    assert refusal.value.code == code


def test_half_a_report_is_read_as_far_as_it_goes():
    whole = SWEDISH.encode("utf-16")

    assert attendance_reports.read(whole[: len(whole) // 2 + 1])[0] == PEOPLE[0]


# --- Matching -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_preview_finds_by_mail_then_by_name_and_tells_who_is_unknown():
    event = make_event()
    asa = make_signup(event, name="Åsa Ö", email="asa@example.org")
    bo = make_signup(event, name="bo ek", email="bo@example.org")
    away = make_signup(event, name="Cia Borta")
    make_signup(event, name="Nisse Gäst", state=Signup.State.WAITING)

    preview = attending.preview(event, SWEDISH.encode("utf-16"))

    assert [(match.signup, match.by_mail) for match in preview.found] == [(bo, False), (asa, True)]
    assert preview.unknown == [PEOPLE[2]]
    assert preview.missing == [away]


@pytest.mark.django_db
def test_preview_takes_the_address_that_one_logs_in_with_too():
    person = make_person(email="asa@example.org")
    signup = make_signup(person=person, email="asa.oberg@example.org")

    preview = attending.preview(signup.event, SWEDISH.encode())

    assert [match.signup for match in preview.found] == [signup]


@pytest.mark.django_db
def test_preview_does_not_guess_between_two_of_the_same_name():
    event = make_event()
    twins = [make_signup(event, name="Bo Ek"), make_signup(event, name="Bo Ek")]

    preview = attending.preview(event, SWEDISH.encode())

    assert preview.found == []
    assert preview.missing == twins


@pytest.mark.django_db
def test_who_comes_back_under_the_same_name_is_not_unknown():
    signup = make_signup(name="Åsa Öberg", email="asa@example.org")
    text = "Namn\tE-post\nÅsa Öberg\tasa@example.org\nÅsa Öberg\t\n"

    preview = attending.preview(signup.event, text.encode())

    assert preview.unknown == []


# --- Marking ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_mark_notes_who_came_once_and_can_be_taken_back():
    by, signup = make_secretary(), make_signup()
    event = signup.event

    assert attending.mark(event, [signup.pk], attended=True, by=by) == 1
    signup.refresh_from_db()
    noted_at = signup.attended_at
    assert attending.mark(event, [signup.pk], attended=True, by=by) == 0
    signup.refresh_from_db()
    assert (signup.attended, signup.attended_at) == (True, noted_at)

    attending.mark(event, [signup.pk], attended=None, by=by)
    signup.refresh_from_db()
    assert (signup.attended, signup.attended_at) == (None, None)


@pytest.mark.django_db
def test_mark_leaves_other_events_and_those_without_a_place_alone():
    by, event = make_secretary(), make_event()
    waiting = make_signup(event, state=Signup.State.WAITING)
    elsewhere = make_signup()

    assert attending.mark(event, [waiting.pk, elsewhere.pk], attended=True, by=by) == 0


@pytest.mark.django_db
def test_mark_all_leaves_what_was_noted_by_hand():
    by, event = make_secretary(), make_event()
    away = make_signup(event, attended=False)
    others = [make_signup(event), make_signup(event)]

    changed = attending.mark_all(event, attended=True, by=by)

    assert sorted(changed) == [one.pk for one in others]
    away.refresh_from_db()
    assert away.attended is False
    assert len(attending.mark_all(event, attended=None, by=by)) == 3


# --- Over the year ------------------------------------------------------------------------------


@pytest.mark.django_db
def test_of_members_counts_who_came_from_each_within_the_year():
    one, other = make_member("Aby"), make_member("Öby")
    this_year = datetime(2027, 1, 1, 9, tzinfo=UTC)
    events = [make_event(starts_at=this_year + timedelta(days=days)) for days in (0, 30, 365)]
    for event in events:
        make_signup(event, member=one, attended=True)
        make_signup(event, member=one, attended=True)
    make_signup(events[0], member=other, attended=False)
    make_signup(events[1], member=other)

    rows = attending.of_members(2027)

    assert [(row.member.short_name, row.events, row.came, row.missed) for row in rows] == [
        ("Aby", 2, 4, 0),
        ("Öby", 0, 0, 1),
    ]
    assert attending.years() == [2028, 2027]


@pytest.mark.django_db
def test_the_sheets_hold_the_same_and_run_nothing():
    member = make_member("Aby")
    signup = make_signup(name="=1+1", member=member, attended=True)
    year = signup.event.starts_at.year

    [members] = load_workbook(attending.workbook_of_members(year)).worksheets
    [people] = load_workbook(attending.workbook_of_event(signup.event)).worksheets

    assert [cell.value for cell in members[2]] == ["Aby kommun", 1, 1, 0]
    assert [cell.value for cell in people[2]][:3] == ["'=1+1", signup.email, "Aby kommun"]
