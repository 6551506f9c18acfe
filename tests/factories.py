"""People, members and seats for tests: valid by default, the test spells out what matters."""

from datetime import timedelta
from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.http import int_to_base36 as base36

from members import filing, handing_over
from members.models import Confirmation, Doubt, Group, Holding, Member, Person, Seat, today
from sekom import uploads
from toolbox import publishing, sharing, walking, writing
from toolbox.models import Example, Framework, FrameworkItem, Path, Tool

_numbers = count(1)


def make_person(name="", **columns):
    """Somebody with an address of their own and no seat."""
    number = next(_numbers)
    given = {"name": name or f"Exempelperson {number}", "email": f"person{number}@example.org"}
    return Person.objects.create_person(**(given | columns))


def make_member(name="", *, seats=True, **columns):
    """A member with its two seats, both vacant."""
    number = next(_numbers)
    short_name = name or f"Exempelby {number:03}"
    given = {
        "kind": Member.Kind.MUNICIPALITY,
        "code": f"X{base36(number):>03}",  # like no code of Statistics Sweden's
        "name": f"{short_name} kommun",
        "short_name": short_name,
        "slug": f"exempelby-{number}",
        "county": "99",
        "inhabitants": 12_000,
        "is_fictional": True,
    }
    member = Member.objects.create(**(given | columns))
    if seats:
        for kind in Seat.PAIR:
            make_seat(member=member, kind=kind)
    return member


def make_seat(**columns):
    """A seat of a member or a group; the one that is there already when there is one."""
    seat, _is_new = Seat.objects.get_or_create(**columns)
    return seat


def make_holding(*, seat=None, member=None, kind="politician", person=None, confirmed=True, **days):
    """A person on a seat, since a year unless told otherwise."""
    seat = seat or make_seat(member=member or make_member(), kind=kind)
    given = {"starts_on": today() - timedelta(days=365)}
    person = person or make_person(title="Roll i kommunen")
    holding = Holding.objects.create(seat=seat, person=person, **(given | days))
    if confirmed:
        Confirmation.objects.create(holding=holding, through=Confirmation.Through.REGISTER)
    return holding


def make_pair(member=None):
    """The politician and the officer of a member: (politician, officer)."""
    member = member or make_member()
    return tuple(make_holding(member=member, kind=kind).person for kind in Seat.PAIR)


def make_group(kind=Group.Kind.WORKING_GROUP, **columns):
    """A group; one of each kind is enough for a test."""
    group = Group.objects.filter(kind=kind).first()
    given = {"name": Group.Kind(kind).label, "slug": kind.replace("_", "-")}
    return group or Group.objects.create(kind=kind, **(given | columns))


def sit_in(kind, **columns):
    """A person who sits in a group of this kind today."""
    group = make_group(kind)
    seat = make_seat(group=group, kind=Seat.Kind.ORDINARY, number=group.seats.count() + 1)
    return make_holding(seat=seat, **columns).person


def make_document(owner, *, by=None, **columns):
    """A small PDF of a member or a group."""
    file = SimpleUploadedFile("beslut.pdf", b"%PDF-1.7")
    file.kind = uploads.PDF
    return filing.add(owner, file=file, by=by, **({"title": "Beslut"} | columns))


def hand_over(holding, **given):
    """A seat that passes to somebody new in a year."""
    person = {"name": "Exempelperson Ny", "email": f"ny{next(_numbers)}@example.org"}
    day = today() + timedelta(days=365)
    return handing_over.hand_over(
        holding, by=holding.person, **(person | {"starts_on": day} | given)
    )


def make_doubt(holding, *, by=None, said="Personen har slutat."):
    """That somebody says a contact is wrong."""
    return Doubt.objects.create(holding=holding, by=by or make_person(), said=said)


def make_secretary(**columns):
    """Somebody of the secretariat."""
    return sit_in(Group.Kind.SECRETARIAT, **columns)


def make_expert(**columns):
    """Somebody of the expert group."""
    return sit_in(Group.Kind.EXPERT_GROUP, **columns)


def make_former_contact():
    """Somebody who was a contact until last month."""
    return make_holding(ends_on=today() - timedelta(days=30)).person


# --- The toolbox ------------------------------------------------------------------------------


def make_framework(slug="ramverk", *codes, kind=Framework.Kind.STANDARD, **columns):
    """A framework with an item for each of the codes."""
    given = {"name": f"Exempelramverk {slug}", "kind": kind} | columns
    framework, _is_new = Framework.objects.get_or_create(slug=slug, defaults=given)
    for position, code in enumerate(codes, start=1):
        columns = {"title": f"Avsnitt {code}", "position": position}
        FrameworkItem.objects.get_or_create(framework=framework, code=code, defaults=columns)
    return framework


def tool_values(*items, **values):
    """What a tool needs to be published; it goes with these items."""
    items = items or make_framework("ramverk", "1").items.all()
    given = {
        "summary": "Se var ni står.",
        "solves": "<p>Ni vet inte var ni står.</p>",
        "when": "<p>Inför en ny plan.</p>",
        "minutes": 60,
        "people": "4–8 personer",
        "steps": [{"title": "Samlas", "text": "<p>Sätt er i ring.</p>"}],
        "result": "<p>En lista.</p>",
        "source": "Exempelhögskolan",
        "links": [{"item": item.pk, "why": ""} for item in items],
    }
    return given | values


def make_draft(title="Nulägesanalys", *items, by=None, **values):
    """A tool that has never been published."""
    return writing.begin(Tool, title=title, values=tool_values(*items, **values), by=by)


def make_tool(title="Nulägesanalys", *items, **values):
    """A published tool, sent in by a guest."""
    return publish(make_draft(title, *items, **values))


def publish(thing):
    """Send to review and publish what is drafted, by two."""
    publishing.send_to_review(thing)
    return publishing.publish(thing, by=make_secretary())


def step_values(key, *, joins="new", tools=(), items=(), **values):
    """A step as a path's draft keeps it."""
    given = {"title": f"Steg {key}", "instruction": "Gör så.", "result": "En lista."}
    links = [{"item": item.pk, "why": ""} for item in items]
    return given | values | {"key": key, "joins": joins, "tools": list(tools), "items": links}


def make_path(title="Vägen", *steps, published=True, **values):
    """A path of these steps, or of two; published unless told otherwise."""
    steps = steps or (step_values("ett"), step_values("tva"))
    given = {"summary": "Från början till slut.", "steps": list(steps)} | values
    path = writing.begin(Path, title=title, values=given)
    return publish(path) if published else path


def make_journey(path=None, pair=None):
    """A member's pair on a path: (journey, politician, officer)."""
    politician, officer = pair or make_pair()
    mine = Member.objects.represented_by(officer).get()
    journey = walking.begin(path or make_path(), member=mine, by=officer)
    return journey, politician, officer


def make_example(member=None, *, by=None, state=Example.State.PUBLISHED, tools=(), items=()):
    """A member's example in this state, written by its officer."""
    member = member or make_member()
    officer = by or make_pair(member)[1]
    values = {
        "title": "Exempel",
        "problem": "Ingen läste.",
        "action": "Vi skrev kort.",
        "result": "Alla läste.",
        "cost": "10 timmar",
        "seat": Seat.objects.get(member=member, kind=Seat.Kind.OFFICER),
    }
    example = sharing.write(
        Example(member=member), values=values, version=1, by=officer, tools=tools, items=items
    )
    if state != Example.State.DRAFT:
        example = sharing.send_in(example, by=officer)
    if state == Example.State.PUBLISHED:
        example = sharing.publish(example, by=make_secretary())
    return example
