"""The example network's paths, a journey under way and a good example: all made up, all ours."""

import json
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from members.models import Member, Person, Seat
from toolbox import publishing, sharing, walking, writing
from toolbox.loading import DATA
from toolbox.models import Example, FrameworkItem, Journey, Path, StepWork, Tool

WALKER = "9905"  # a made-up member of the example network
WALKED = "abcd-i-en-forvaltning"
State = StepWork.State
SO_FAR = [
    (
        "samla-gruppen",
        State.DONE,
        71,
        "officer",
        "Åtta personer från gata, park, kost, fastighet och ekonomi. Förvaltningschefen är med.",
        "Uppdraget är beslutat av ledningsgruppen. Tre möten är bokade.",
    ),
    (
        "beskriv-en-hallbar-forvaltning",
        State.DONE,
        59,
        "politician",
        "Principen om inflytande tog längst tid. Vi bytte ut exemplen mot egna.",
        "Här går det att arbeta, röra sig och äta utan att någon annan betalar priset.",
    ),
    (
        "kartlagg-nulaget",
        State.UNDER_WAY,
        24,
        "officer",
        "Fordon och måltider är klara. Fastigheter återstår, siffrorna kommer från energiansvarig.",
        "",
    ),
]


@transaction.atomic
def load(*, by: Person) -> None:
    """Load paths, a journey and an example; loading them again changes nothing.

    `by` is somebody of the secretariat, who looks through what was sent in.
    """
    items = {
        (item.framework.slug, item.code): item.pk
        for item in FrameworkItem.objects.select_related("framework")
    }
    tools = dict(Tool.objects.values_list("slug", "pk"))
    known = set(Path.objects.values_list("slug", flat=True))
    for told in json.loads((DATA / "example_paths.json").read_text(encoding="utf-8")):
        if told["slug"] not in known:
            _load_path(told, items, tools, by)
    member = Member.objects.filter(code=WALKER, is_fictional=True).first()
    if member and not member.journeys.exists():
        _load_journey(member)
    if member and not member.examples.exists():
        _load_example(member, by)


def _load_path(told: dict, items: dict, tools: dict, by: Person) -> None:
    for step in told["steps"]:
        step["tools"] = [tools[slug] for slug in step["tools"] if slug in tools]
        step["items"] = [
            {"item": items[framework, code], "why": why}
            for framework, code, why in step["items"]
            if (framework, code) in items
        ]
    slug = told.pop("slug")
    path = writing.begin(Path, title=told["title"], slug=slug, values=told, guest="Exempeltexter")
    publishing.send_to_review(path)
    publishing.publish(path, by=by)


def _pair(member: Member) -> dict[str, Person]:
    """Who holds the member's two seats today."""
    seats = Seat.objects.of_pairs().filter(member=member)
    held = {seat.role: seat.current_holding() for seat in seats}
    return {role: holding.person for role, holding in held.items() if holding}


def _load_journey(member: Member) -> None:
    """A journey that the pair has begun, so many days ago."""
    pair = _pair(member)
    path = Path.objects.published().get(slug=WALKED)
    journey = walking.begin(path, member=member, by=pair["officer"])
    for key, state, days, role, note, result in SO_FAR:
        values = {
            "state": state,
            "on": timezone.localdate() - timedelta(days=days),
            "seat": Seat.objects.get(member=member, kind=role),
            "note": note,
            "result": result,
        }
        step = path.steps.get(key=key)
        walking.save_work(journey, step, version=0, by=pair[role], values=values)
    begun_at = timezone.now() - timedelta(days=SO_FAR[0][2])
    Journey.objects.filter(pk=journey.pk).update(begun_at=begun_at)


def _load_example(member: Member, by: Person) -> None:
    officer = _pair(member)["officer"]
    example = sharing.write(
        Example(member=member),
        values={
            "title": "Hållbarhetskoll i alla tjänsteskrivelser",
            "problem": (
                "Hållbarhet stod som en egen rubrik i varje ärende, men texten var densamma "
                "överallt. Nämnden läste den inte."
            ),
            "action": (
                "Vi provade fem frågor i en förvaltning under två månader. Handläggarna svarade "
                "tidigt och skrev bara det som spelade roll för beslutet, högst tre rader.\n\n"
                "Efter det gick vi igenom tjugo skrivelser tillsammans och ändrade två frågor. "
                "Sedan lades frågorna in i mallen för hela kommunen."
            ),
            "result": (
                "På ett halvår fick 46 av 120 ärenden ett stycke som handlade om just det ärendet. "
                "I fyra av dem ändrades förslaget innan det gick till nämnden."
            ),
            "cost": "Ungefär 60 timmar för två personer. Inga andra kostnader.",
            "seat": Seat.objects.get(member=member, kind=Seat.Kind.OFFICER),
        },
        version=1,
        by=officer,
        tools=Tool.objects.filter(slug="hallbarhetskoll-i-tjansteskrivelsen"),
        items=FrameworkItem.objects.filter(framework__slug="agenda-2030", code__in=["16", "12"]),
    )
    sharing.publish(sharing.send_in(example, by=officer), by=by)
