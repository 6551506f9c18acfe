"""How a member joins and leaves, and the documents that come with it."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from members import filing, joining, tasks
from members.models import Document, Group, Holding, Member, today
from tests.factories import (
    make_document,
    make_expert,
    make_group,
    make_holding,
    make_member,
    make_secretary,
)
from tests.members.conftest import ROLES

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Files of its own for each test."""
    settings.MEDIA_ROOT = tmp_path


def facts(member):
    member.refresh_from_db()
    return member.status, member.notice_on, member.left_on


def test_decide_makes_a_member_of_one_that_applied():
    member = make_member(status="applied", applied_on=date(2026, 3, 1))

    joining.decide(
        member,
        decided_on=date(2026, 5, 4),
        joined_on=date(2026, 6, 1),
        diary_number="2026/7",
        by=make_secretary(),
    )

    member.refresh_from_db()
    assert (member.status, member.decided_on, member.joined_on, member.diary_number) == (
        "member",
        date(2026, 5, 4),
        date(2026, 6, 1),
        "2026/7",
    )


def test_decide_takes_back_one_that_left_and_refuses_a_member():
    member = make_member(status="left", joined_on=date(1999, 1, 1), left_on=date(2010, 12, 31))
    given = {"decided_on": today(), "joined_on": today(), "by": make_secretary()}

    joining.decide(member, **given)
    with pytest.raises(ValidationError) as refusal:
        joining.decide(member, **given)

    assert facts(member) == ("member", None, None)
    assert refusal.value.code == "member"


def test_leave_changes_nothing_before_the_last_day_has_passed(kalix):
    joining.leave(kalix.member, noticed_on=today(), last_day=today(), by=make_secretary())

    for _time in range(2):
        tasks.part_from_leavers()

    assert facts(kalix.member) == ("member", today(), today())
    assert Holding.objects.current().of_member(kalix.member).count() == 2


def test_a_member_has_left_the_day_after_its_last_and_so_have_its_contacts(kalix):
    last = today() + DAY
    politician = kalix.politician.holdings.get()
    Holding.objects.filter(pk=politician.pk).update(ends_on=last + 30 * DAY)
    make_holding(seat=politician.seat, starts_on=last + 31 * DAY)
    joining.leave(kalix.member, noticed_on=today(), last_day=last, by=make_secretary())

    with time_machine.travel(last + DAY):
        for _time in range(2):
            tasks.part_from_leavers()
        represented = Member.objects.represented_by(kalix.officer).exists()

    assert facts(kalix.member) == ("left", last - DAY, last)
    assert (
        list(Holding.objects.of_member(kalix.member).values_list("ends_on", "reason"))
        == [(last, "Medlemmen lämnar nätverket")] * 2
    )
    assert not represented


def test_leave_on_a_day_that_has_passed_is_done_at_once(kalix):
    joining.leave(
        kalix.member, noticed_on=today() - 9 * DAY, last_day=today() - DAY, by=make_secretary()
    )

    assert facts(kalix.member) == ("left", today() - 9 * DAY, today() - DAY)
    assert not Holding.objects.current().of_member(kalix.member).exists()


def test_leave_refuses_a_day_before_a_contact_began_and_one_that_has_left(kalix):
    secretary = make_secretary()
    with pytest.raises(ValidationError) as early:
        joining.leave(kalix.member, noticed_on=today(), last_day=today() - 400 * DAY, by=secretary)
    gone = make_member(status="left", left_on=today())
    with pytest.raises(ValidationError) as late:
        joining.leave(gone, noticed_on=today(), last_day=today(), by=secretary)

    assert (early.value.code, late.value.code) == ("later", "left")
    assert facts(kalix.member) == ("member", None, None)


def test_stay_takes_a_notice_back_until_the_day_has_passed(kalix):
    secretary = make_secretary()
    joining.leave(kalix.member, noticed_on=today(), last_day=today() + DAY, by=secretary)

    for _time in range(2):
        joining.stay(kalix.member, by=secretary)

    assert facts(kalix.member) == ("member", None, None)
    with pytest.raises(ValidationError):
        joining.stay(make_member(status="left", left_on=today()), by=secretary)


def test_the_database_never_deletes_a_member():
    member = make_member(seats=False)

    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("delete from members_member where id = %s", [member.pk])

    assert Member.objects.filter(pk=member.pk).exists()


# --- Pages --------------------------------------------------------------------------------------


def test_membership_goes_from_application_to_decision_to_leaving_and_back(visit):
    member = make_member("Boden", slug="boden", status="applied", applied_on=today())
    client = visit("secretary")
    day = today().isoformat()

    steps = [
        client.post(reverse("members:decide", args=["boden"]), data, follow=True)
        for data in [{"decided_on": day, "joined_on": day, "diary_number": "2026/7"}]
    ]
    later = (today() + DAY).isoformat()
    leaving = {"noticed_on": day, "last_day": later}
    steps.append(client.post(reverse("members:leave", args=["boden"]), leaving, follow=True))
    steps.append(client.post(reverse("members:stay", args=["boden"]), follow=True))

    assert ["Ta tillbaka uppsägningen" in step.content.decode() for step in steps] == [
        False,
        True,
        False,
    ]
    assert facts(member) == ("member", None, None)


def test_leave_says_what_is_wrong_and_keeps_what_was_typed(visit, kalix):
    response = visit("secretary").post(
        reverse("members:leave", args=["kalix"]),
        {"noticed_on": "2020-01-01", "last_day": "2020-02-01", "diary_number": "KS 1"},
    )

    assert response.status_code == 422
    assert 'value="KS 1"' in response.content.decode()


def test_former_members_are_listed_the_latest_first(visit):
    make_member("Boden", status="left", left_on=date(2020, 1, 1))
    make_member("Arjeplog", status="left", left_on=date(2024, 1, 1))

    response = visit("secretary").get(reverse("members:former"))

    names = [member.short_name for member in response.context["members"]]
    assert names == ["Arjeplog", "Boden"]


# --- Documents ----------------------------------------------------------------------------------


def test_a_document_is_added_handed_out_and_taken_away(
    visit, kalix, django_capture_on_commit_callbacks
):
    client = visit("secretary")
    file = SimpleUploadedFile("Miljöprogram 2026.exe", PDF)

    client.post(
        reverse("members:add_document", args=["kalix"]),
        {"file": file, "kind": "programme", "valid_until": "2026-01-01"},
    )
    document = Document.objects.get()
    response = client.get(document.get_absolute_url())

    assert (document.title, document.name) == ("Miljöprogram 2026", "Miljöprogram 2026.pdf")
    assert b"".join(response.streaming_content) == PDF
    assert (
        response["Content-Type"],
        response["X-Content-Type-Options"],
        response["Content-Disposition"].partition(";")[0],
    ) == ("application/pdf", "nosniff", "attachment")
    storage, path = document.file.storage, document.file.name
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("members:remove_document", args=[document.pk]))
    assert (Document.objects.count(), storage.exists(path)) == (0, False)


def test_remove_twice_is_once(kalix):
    document = make_document(kalix.member)

    for _time in range(2):
        filing.remove(document)

    assert Document.objects.count() == 0


def test_a_file_of_another_kind_is_refused_with_words(visit, kalix):
    file = SimpleUploadedFile("beslut.pdf", b"<script>alert(1)</script>")

    response = visit("secretary").post(
        reverse("members:add_document", args=["kalix"]), {"file": file, "kind": "decision"}
    )

    assert response.status_code == 422
    assert "Vi tar emot PDF, Word, Excel" in response.content.decode()


@pytest.mark.parametrize("role", ROLES)
def test_documents_are_read_by_their_own_people_and_the_secretariat(visit, kalix, role):
    experts = Group.objects.get(kind=Group.Kind.EXPERT_GROUP)
    documents = [make_document(kalix.member), make_document(experts)]
    client = visit(role)

    answers = []
    for document in documents:
        response = client.get(document.get_absolute_url())
        response.getvalue()  # a file is closed when it has been read
        answers.append(response.status_code)

    page = client.get("/medlemmar/kalix/").content.decode()
    assert (documents[0].get_absolute_url() in page) == (role in {"own", "secretary"})
    no = 302 if role == "guest" else 404
    assert answers == {
        "own": [200, no],
        "expert": [no, 200],
        "secretary": [200, 200],
    }.get(role, [no, no])


def test_a_groups_own_people_add_files_and_take_away_their_own(client, settings):
    settings.REQUIRE_TWO_FACTOR = False
    expert, other = make_expert(), make_expert()
    group = make_group(Group.Kind.EXPERT_GROUP)
    client.force_login(expert)

    client.post(
        reverse("members:add_group_document", args=[group.slug]),
        {"file": SimpleUploadedFile("underlag.pdf", PDF), "kind": "other"},
    )

    document = Document.objects.get(group=group)
    assert Document.objects.removable_by(expert).contains(document)
    assert not Document.objects.removable_by(other).contains(document)
    client.post(reverse("members:remove_document", args=[document.pk]))
    assert Document.objects.count() == 0


def test_a_programme_has_lapsed_when_no_later_one_holds(kalix):
    make_document(kalix.member, kind="programme", valid_until=today() - DAY)
    assert [one.member for one in Document.objects.lapsed_programmes()] == [kalix.member]

    make_document(kalix.member, kind="programme", valid_until=today())
    assert not Document.objects.lapsed_programmes().exists()
