import re
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
import time_machine

from events import acting, reminding_of_actions, tasks
from events.models import ActionEntry
from members.models import Group
from sekom.outbox import letters
from sekom.outbox.models import Delivery, Mailing
from tests.event_factories import make_action, make_meeting
from tests.factories import (
    make_expert,
    make_group,
    make_holding,
    make_member,
    make_person,
    make_seat,
    make_secretary,
)

pytestmark = pytest.mark.django_db

AGREED = date(2027, 1, 4)
DUE = date(2027, 2, 1)


def in_the_morning(day):
    at = datetime(day.year, day.month, day.day, 6, 50, tzinfo=ZoneInfo("Europe/Stockholm"))
    return time_machine.travel(at, tick=False)


def told():
    """Every reminder: (to whom, its subject)."""
    sent = Delivery.objects.filter(mailing__kind=reminding_of_actions.KIND).order_by("pk")
    return list(sent.values_list("person", "mailing__subject"))


def make_due(**given):
    with in_the_morning(AGREED):
        return make_action("Skicka enkäten", due_on=DUE, **given)


def letter_of(delivery):
    return letters.write(delivery.mailing.kind, delivery.values, name=delivery.name)


def link_in(delivery):
    return urlsplit(delivery.values["link"]).path


def test_reminders_over_the_whole_life_of_an_action_come_once_each_to_who_holds_the_seat():
    seat = make_seat(member=make_member(), kind="officer")
    first = make_holding(seat=seat, starts_on=AGREED, ends_on=DUE).person
    second = make_holding(seat=seat, starts_on=DUE + timedelta(days=1)).person
    action = make_due(responsible=[seat])
    days_told = []

    for day in (AGREED + timedelta(days=number) for number in range(60)):
        with in_the_morning(day):
            if day == date(2027, 2, 20):
                acting.finish(action, by=second)
            for _time in range(2):
                before = len(told())
                tasks.remind_of_actions()
                days_told += [day] * (len(told()) - before)

    early, late = "Senast 1 februari 2027: Skicka enkäten", "Försenad: Skicka enkäten"
    assert told() == [
        (first.pk, early),
        (first.pk, "I dag: Skicka enkäten"),
        (second.pk, late),
        (second.pk, late),
        (second.pk, late),
    ]
    assert days_told == [
        date(2027, 1, 25),
        DUE,
        DUE + timedelta(days=1),
        DUE + timedelta(days=7),
        DUE + timedelta(days=14),
    ]


def test_a_reminder_that_missed_its_day_comes_when_it_can_and_the_day_moves_them():
    action = make_due(responsible=[make_person()])

    with in_the_morning(date(2027, 1, 28)):
        tasks.remind_of_actions()
    with in_the_morning(DUE):
        acting.change(action, {"due_on": date(2027, 3, 1)}, by=make_secretary())
        tasks.remind_of_actions()
    with in_the_morning(date(2027, 2, 23)):
        tasks.remind_of_actions()

    assert [subject for _person, subject in told()] == [
        "Senast 1 februari 2027: Skicka enkäten",
        "Senast 1 mars 2027: Skicka enkäten",
    ]


def test_each_of_those_responsible_is_told_once_and_nobody_of_what_goes_on_or_is_dropped():
    expert = make_expert()
    someone, gone = make_person(), make_person(is_active=False)
    group = make_group(Group.Kind.EXPERT_GROUP)
    make_due(responsible=[group, expert, someone, gone, "BTH"])
    with in_the_morning(AGREED):
        make_action("Löpande", responsible=[someone])
        dropped = make_action("Nej", responsible=[someone], due_on=DUE)
        acting.drop(dropped, by=someone, words="Behövs inte.")

    with in_the_morning(DUE):
        tasks.remind_of_actions()

    assert told() == [(expert.pk, "I dag: Skicka enkäten"), (someone.pk, "I dag: Skicka enkäten")]


def test_the_letter_says_what_it_is_about_and_its_link_leads_to_the_buttons(client):
    person = make_person("Exempelperson Ek")
    make_due(responsible=[person], meeting=make_meeting("Sommarmötet"), description="Till alla.")
    with in_the_morning(DUE + timedelta(days=9)):
        tasks.remind_of_actions()
    delivery = Delivery.objects.select_related("mailing").get(person=person)

    text = " ".join(letter_of(delivery).text.split())

    assert "Det skulle ha varit klart 1 februari 2027, för 9 dagar sedan." in text
    assert "Det bestämdes på ”Sommarmötet”." in text
    assert "Till alla." in text
    assert delivery.values["link"] in letter_of(delivery).html


def test_the_page_behind_a_reminder_changes_nothing_until_a_button_is_pressed(client):
    person = make_person("Exempelperson Ek")
    action = make_due(responsible=[person])
    with in_the_morning(DUE):
        tasks.remind_of_actions()
        page = link_in(Delivery.objects.get(person=person))

        seen = client.get(page)
        client.head(page)
        untouched = action.log.count()
        empty = client.post(page, {"do": "rad", "words": ""})
        line = client.post(page, {"do": "rad", "words": "På gång."})
        done = client.post(page, {"do": "klar", "words": ""})

    action.refresh_from_db()
    assert [seen.status_code, empty.status_code, line.status_code, done.status_code] == [
        200,
        422,
        302,
        302,
    ]
    assert untouched == 1
    assert list(action.log.values_list("kind", "words", "by_name"))[1:] == [
        (ActionEntry.Kind.COMMENT, "På gång.", "Exempelperson Ek"),
        (ActionEntry.Kind.DONE, "", "Exempelperson Ek"),
    ]
    assert action.is_done


def test_a_link_is_dead_for_who_answers_no_more_after_a_month_and_when_forged(client):
    person = make_person()
    action = make_due(responsible=[person])
    with in_the_morning(DUE):
        tasks.remind_of_actions()
        page = link_in(Delivery.objects.get(person=person))
        acting.change(action, {"responsible": ["BTH"]}, by=make_secretary())
        other = client.post(page, {"do": "klar", "words": ""})
        forged = client.get(re.sub(r".{4}/$", "abcd/", page))
    with in_the_morning(DUE + timedelta(days=31)):
        old = client.get(page)

    action.refresh_from_db()
    assert [other.status_code, forged.status_code, old.status_code] == [200, 404, 410]
    assert "Du ansvarar inte längre för det här" in other.content.decode()
    assert action.is_open


def test_reminders_are_letters_to_one_that_stay_as_they_are():
    make_due(responsible=[make_person()])

    with in_the_morning(DUE):
        tasks.remind_of_actions()

    assert list(Mailing.objects.values_list("is_single", "audience", "state").distinct()) == [
        (True, Delivery.objects.get().name, Mailing.State.SENDING)
    ]
