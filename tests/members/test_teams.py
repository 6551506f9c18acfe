"""The contact persons' Team: its lists, followed by hand and through a made-up Microsoft Graph."""

import socket
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError

from members import graph, listing_team, tasks, teams, updating_team
from members.models import Group, Holding, Person, TeamList, TeamPlace, TeamSettings, today
from tests.factories import (
    make_expert,
    make_group,
    make_holding,
    make_member,
    make_pair,
    make_person,
    make_secretary,
)
from tests.members.graph_server import GraphServer

pytestmark = pytest.mark.django_db

State, Through = TeamList.State, TeamList.Through


@pytest.fixture
def kalix(db):
    """A member with both contacts, and somebody of the secretariat who does the work."""
    member = make_member("Kalix", slug="kalix")
    people = [
        make_person("Polly", email="polly@example.org"),
        make_person("Tove", email="tove@example.org"),
    ]
    for kind, person in zip(("politician", "officer"), people, strict=True):
        make_holding(member=member, kind=kind, person=person)
    return SimpleNamespace(
        member=member, politician=people[0], officer=people[1], secretary=make_secretary()
    )


@pytest.fixture
def server(settings):
    """The made-up Graph, which the portal is set up to use."""
    with GraphServer() as server:
        settings.MICROSOFT_GRAPH = server.settings
        yield server
        server.shutdown()


def in_team(*kinds):
    settings, _is_new = TeamSettings.objects.get_or_create(pk=1)
    settings.groups.set(make_group(kind) for kind in kinds)


def emails(entries):
    return [entry.email for entry in entries]


def leave(person):
    person.holdings.update(ends_on=today() - timedelta(days=1))


def tell_state(made):
    made.refresh_from_db()
    return made.state, made.through, made.added_count, made.removed_count, made.problem


# --- Who should be in it ------------------------------------------------------------------------


def test_wanted_are_todays_pairs_and_the_groups_that_were_chosen(kalix):
    expert = make_expert(person=make_person("Elsa", email="elsa@example.org"))
    leave(make_pair()[0])
    make_holding(member=make_member("Boden"), starts_on=today() + timedelta(days=1), kind="officer")
    [former] = Person.objects.filter(holdings__ends_on__lt=today())
    other = Person.objects.get(holdings__seat__member=former.holdings.get().seat.member_id,
                               holdings__seat__kind="officer")  # fmt: skip

    before = teams.wanted()
    in_team(Group.Kind.EXPERT_GROUP)
    after = teams.wanted()

    pairs = {kalix.politician.email, kalix.officer.email, other.email}
    assert set(emails(before)) == pairs
    assert set(emails(after)) == pairs | {expert.email}
    assert [entry.belongs_to for entry in after if entry.email == "polly@example.org"] == [
        "Kalix kommun"
    ]


def test_wanted_names_a_person_of_two_members_once_and_nobody_who_may_not_log_in(kalix):
    make_holding(member=make_member("Boden"), kind="officer", person=kalix.officer)
    Person.objects.filter(pk=kalix.politician.pk).update(is_active=False)

    [entry] = teams.wanted()

    assert (entry.email, entry.belongs_to) == ("tove@example.org", "Boden kommun och Kalix kommun")


def test_wanted_asks_as_often_for_three_members_as_for_one(kalix, django_assert_num_queries):
    with django_assert_num_queries(2):
        teams.wanted()
    make_pair()
    make_pair()
    with django_assert_num_queries(2):
        assert len(teams.wanted()) == 6


# --- By hand ------------------------------------------------------------------------------------


def test_list_followed_by_hand_is_what_the_next_one_is_compared_with(kalix):
    by = kalix.secretary
    first = listing_team.make_list(by=by)
    again = listing_team.make_list(by=by)
    listing_team.mark_done(first)
    listing_team.mark_done(first)
    leave(kalix.politician)
    new = make_holding(member=kalix.member, kind="politician", starts_on=today()).person

    changed = teams.change_since_applied()
    second = listing_team.make_list(by=by)
    sheets = teams.sheets_of(second)
    listing_team.mark_done(second)

    assert first == again
    assert (emails(changed.add), emails(changed.remove)) == ([new.email], ["polly@example.org"])
    assert [[row[0] for row in rows[1:]] for rows in sheets.values()] == [
        ["tove@example.org", new.email],
        [new.email],
        ["polly@example.org"],
    ]
    assert tell_state(first) == (State.APPLIED, Through.HAND, 2, 0, "")
    assert tell_state(second) == (State.APPLIED, Through.HAND, 1, 1, "")
    assert [places.list_id for places in TeamPlace.objects.all()] == [second.pk] * 2
    assert not teams.change_since_applied()


def test_new_address_goes_out_under_the_old_and_in_under_the_new(kalix):
    listing_team.mark_done(listing_team.make_list(by=kalix.secretary))
    Person.objects.filter(pk=kalix.officer.pk).update(email="tove.ny@example.org")

    changed = teams.change_since_applied()

    assert (emails(changed.add), emails(changed.remove)) == (
        ["tove.ny@example.org"],
        ["tove@example.org"],
    )


def test_list_that_nobody_followed_gives_way_to_a_true_one(kalix):
    old = listing_team.make_list(by=kalix.secretary)
    leave(kalix.politician)

    new = listing_team.make_list(by=kalix.secretary)

    assert list(TeamList.objects.all()) == [new]
    assert old != new


def test_empty_list_is_refused(kalix):
    Holding.objects.of_pairs().delete()

    with pytest.raises(ValidationError) as refusal:
        listing_team.make_list(by=kalix.secretary)

    assert refusal.value.code == "empty"
    assert TeamList.objects.count() == 0


def test_nothing_else_is_done_while_the_team_is_being_updated(kalix):
    made = listing_team.make_list(by=kalix.secretary)
    TeamList.objects.update(state=State.APPLYING)

    for act in (lambda: listing_team.make_list(by=kalix.secretary),
                lambda: listing_team.mark_done(made)):  # fmt: skip
        with pytest.raises(ValidationError):
            act()

    assert tell_state(made)[0] == State.APPLYING


# --- Comparing ----------------------------------------------------------------------------------


def test_compare_reads_every_page_and_changes_nothing(kalix, server):
    made = listing_team.make_list(by=kalix.secretary)
    server.seat("polly@example.org")
    server.seat("gammal@example.org")
    server.seat("agare@example.org", roles=["owner"])
    server.team["id-utan"] = {"email": None, "name": "Utan adress", "roles": []}
    before = server.emails()

    found = updating_team.compare(made)

    assert len(found.team) == 4
    assert found.add == {}
    assert emails(found.invite) == ["tove@example.org"]
    assert [member.email for member in found.remove] == ["gammal@example.org"]
    assert [member.name for member in found.nameless] == ["Utan adress"]
    assert found.removes_many
    assert server.emails() == before
    assert server.times_asked("/members") == 2


def test_compare_knows_a_guest_whose_address_in_the_team_is_another(kalix, server):
    made = listing_team.make_list(by=kalix.secretary)
    server.know("polly@example.org", "tove@example.org")
    server.team["id-tove@example.org"] = {
        "email": "tove_example.org#EXT#@exempel.onmicrosoft.com", "name": "Tove", "roles": [],
    }  # fmt: skip

    found = updating_team.compare(made)

    assert (list(found.add), found.remove) == (["id-polly@example.org"], [])


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ((401, {"error": {"code": "Unauthorized"}}), "forbidden"),
        ((403, {"error": {"code": "Forbidden"}}), "forbidden"),
        ((404, {"error": {"code": "NotFound"}}), "unknown"),
        ((500, {"error": {"code": "Internal"}}), "error"),
        ((302, None, {"Location": "https://example.org/"}), "error"),
        ((429, None, {"Retry-After": "3600"}), "busy"),
        ((200, {"value": [], "@odata.nextLink": "https://example.org/stjal"}), None),
    ],
)
def test_compare_says_in_words_what_went_wrong(kalix, server, answer, code):
    made = listing_team.make_list(by=kalix.secretary)
    server.instead.append(answer)

    with pytest.raises(ValidationError) as refusal:
        updating_team.compare(made)

    assert refusal.value.code == code
    assert tell_state(made)[0] == State.MADE


def test_compare_waits_when_microsoft_asks_for_it(kalix, server):
    made = listing_team.make_list(by=kalix.secretary)
    server.instead.extend([(429, None, {"Retry-After": "0"}), (503, None, {"Retry-After": "0"})])

    found = updating_team.compare(made)

    assert len(found.invite) == 2
    assert server.times_asked("/members") == 3


def test_compare_says_so_when_the_secret_is_wrong_or_nobody_answers(kalix, server, settings):
    made = listing_team.make_list(by=kalix.secretary)
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{closed.getsockname()[1]}"
    codes = []

    for wrong in ({"client_secret": "fel"}, {"login_url": nowhere}):
        settings.MICROSOFT_GRAPH = server.settings | wrong
        with pytest.raises(ValidationError) as refusal:
            updating_team.compare(made)
        codes.append(refusal.value.code)

    assert codes == ["login", "silent"]


def test_answer_that_is_no_json_is_told_of(kalix, server):
    made = listing_team.make_list(by=kalix.secretary)
    server.instead.append((200, b"<html>"))

    with pytest.raises(ValidationError) as refusal:
        updating_team.compare(made)

    assert refusal.value.code == "unreadable"


def test_addresses_with_apostrophes_and_many_at_once_are_looked_up(server):
    asked = [f"o'person{number}@example.org" for number in range(20)]
    server.know(*asked)

    found = graph.Team(patience=5).find_users(asked)

    assert found == {email: f"id-{email}" for email in asked}
    assert server.times_asked("/users") == 2


# --- Updating -----------------------------------------------------------------------------------


def order(made, *, is_sure=True):
    found = updating_team.compare(made)
    return listing_team.order_update(made, found, seen=found.digest, is_sure=is_sure)


def test_update_adds_and_removes_and_leaves_owners(
    kalix, server, django_capture_on_commit_callbacks
):
    made = listing_team.make_list(by=kalix.secretary)
    server.know("polly@example.org")
    server.seat("agare@example.org", roles=["owner"])
    for number in range(25):
        server.seat(f"gammal{number}@example.org")

    with django_capture_on_commit_callbacks(execute=True):
        order(made)
    tasks.update_team(made.pk)
    changes = server.times_asked("/remove"), server.times_asked("/add")
    order(made)

    assert server.emails() == ["agare@example.org", "polly@example.org"]
    assert emails(teams.change_since_applied().add) == ["tove@example.org"]
    assert tell_state(made) == (State.APPLIED, Through.GRAPH, 1, 25, "")
    assert changes == (2, 1) == (server.times_asked("/remove"), server.times_asked("/add"))
    assert [place.email for place in made.places.filter(needs_invitation=True)] == [
        "tove@example.org"
    ]


def test_update_goes_on_where_it_was_interrupted(kalix, server):
    made = listing_team.make_list(by=kalix.secretary)
    server.know("polly@example.org", "tove@example.org")
    for number in range(22):
        server.seat(f"gammal{number}@example.org")
    order(made)
    del server.team["id-gammal0@example.org"]
    server.seat("polly@example.org")

    told = []
    updating_team.update(made.pk, tell=lambda done, of: told.append((done, of)))
    updating_team.update(made.pk)

    assert told == [(3, 24), (23, 24), (24, 24)]
    assert server.emails() == ["polly@example.org", "tove@example.org"]
    assert tell_state(made) == (State.APPLIED, Through.GRAPH, 2, 22, "")


def test_update_tells_whom_microsoft_refused_in_numbers(kalix, server):
    made = listing_team.make_list(by=kalix.secretary)
    server.know("polly@example.org", "tove@example.org")
    server.seat("gammal@example.org")
    server.refuse = {"id-polly@example.org": "Forbidden", "id-gammal@example.org": "NotFound"}
    order(made)

    updating_team.update(made.pk)

    state, _through, added, removed, problem = tell_state(made)
    assert (state, added, removed) == (State.APPLIED, 1, 0)
    assert problem.count("1 ") == 2
    assert "(Forbidden)" in problem
    assert "(NotFound)" in problem


def test_update_that_fails_says_why_and_can_be_ordered_again(kalix, server):
    made = listing_team.make_list(by=kalix.secretary)
    server.know("polly@example.org")
    order(made)
    server.instead.append((500, {"error": {"code": "Internal"}}))

    updating_team.update(made.pk)
    failed = tell_state(made)
    order(made)
    updating_team.update(made.pk)

    assert failed[0] == State.FAILED
    assert "500" in failed[-1]
    assert tell_state(made) == (State.APPLIED, Through.GRAPH, 1, 0, "")


def test_update_that_breaks_unforeseen_fails_loudly_and_is_marked_so(kalix, server):
    made = listing_team.make_list(by=kalix.secretary)
    order(made)
    server.instead.append((200, {"value": ["inte en medlem"]}))

    with pytest.raises(AttributeError):
        updating_team.update(made.pk)

    assert tell_state(made)[0] == State.FAILED


def test_more_than_a_tenth_is_removed_only_by_somebody_who_is_sure(kalix, server):
    made = listing_team.make_list(by=kalix.secretary)
    server.seat("polly@example.org")
    server.seat("tove@example.org")
    server.seat("gammal@example.org")

    with pytest.raises(ValidationError) as refusal:
        order(made, is_sure=False)
    for number in range(7):
        server.seat(f"agare{number}@example.org", roles=["owner"])
    exactly_a_tenth = updating_team.compare(made)
    order(made, is_sure=False)

    assert refusal.value.code == "many"
    assert (len(exactly_a_tenth.remove), exactly_a_tenth.removes_many) == (1, False)
    assert tell_state(made)[0] == State.APPLYING


def test_order_is_refused_when_the_list_is_empty_or_the_team_has_changed(kalix, server):
    made = listing_team.make_list(by=kalix.secretary)
    found = updating_team.compare(made)
    codes = []

    server.seat("gammal@example.org")
    changed = updating_team.compare(made)
    with pytest.raises(ValidationError) as refusal:
        listing_team.order_update(made, changed, seen=found.digest, is_sure=True)
    codes.append(refusal.value.code)
    made.places.all().delete()
    with pytest.raises(ValidationError) as refusal:
        listing_team.order_update(made, changed, seen=changed.digest, is_sure=True)
    codes.append(refusal.value.code)

    assert codes == ["changed", "empty"]
    assert tell_state(made)[0] == State.MADE


def test_update_removes_nobody_whom_the_one_who_ordered_it_did_not_see(kalix, server):
    made = listing_team.make_list(by=kalix.secretary)
    order(made)
    server.seat("ny.i.teamet@example.org")

    updating_team.update(made.pk)

    assert tell_state(made)[0] == State.FAILED
    assert server.emails() == ["ny.i.teamet@example.org"]
