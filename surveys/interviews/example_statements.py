"""The example study's themes, and its statements marked in the notes."""

from members.models import Person
from surveys.interviews import coding, theming
from surveys.interviews.compiling import AGENDA_2030
from surveys.interviews.models import Dimension, Interview, Statement, Study
from toolbox.models import FrameworkItem

KINDS = {
    "gjort": Statement.Kind.DONE,
    "vill": Statement.Kind.WANTS,
    "hinder": Statement.Kind.OBSTACLE,
}
DIMENSIONS = {
    "ekologisk": Dimension.ECOLOGICAL,
    "social": Dimension.SOCIAL,
    "ekonomisk": Dimension.ECONOMIC,
}


def load(study: Study, story: dict, interviews: dict[str, Interview], by: Person) -> None:
    """Mark every statement of the story in the interview of its unit, tied to all it names."""
    themes = {
        theme["code"]: theming.add(study, title=theme["title"], by=by) for theme in story["themes"]
    }
    term = study.goal_term
    goals = {goal.code: goal for goal in term.goals.all()} if term else {}
    agenda = FrameworkItem.objects.filter(framework__slug=AGENDA_2030)
    targets = {item.code: item for item in agenda}
    for told in story["statements"]:
        coding.mark(
            interviews[told["unit"]],
            quote=told["text"],
            kind=KINDS[told["kind"]],
            by=by,
            ties=[
                themes[told["theme"]],
                goals[told["goal"]],
                *(DIMENSIONS[word] for word in told["dimensions"]),
                *(targets[code] for code in told["sdg"] if code in targets),
            ],
        )
