"""Themes: the tree, and that what is moved, merged, split or removed can be undone without loss."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveys.interviews import coding, theming, undoing
from surveys.interviews.models import Change, Dimension, Link, Statement, Theme
from tests.factories import make_framework, make_pair
from tests.interview_factories import make_interview, make_statement, make_study, make_theme

pytestmark = pytest.mark.django_db

DONE = Statement.Kind.DONE


@pytest.fixture
def officer():
    return make_pair()[1]


@pytest.fixture
def study(officer):
    return make_study(officer=officer)


def tree(study):
    """{title: (title of what it stands under, place)}."""
    rows = study.themes.order_by("parent", "position").values_list("title", "parent__title")
    beside = {}
    return {
        title: (parent, beside.setdefault(parent, []).append(title) or len(beside[parent]))
        for title, parent in rows
    }


def everything(study):
    """All that belongs to a study's themes, to compare."""
    return [
        sorted(map(repr, rows))
        for rows in (
            study.themes.values("pk", "parent", "title", "text", "position"),
            Link.objects.values(),
            Statement.objects.values(),
            study.memos.values(),
        )
    ]


def code_of(act, *args, **given):
    with pytest.raises(ValidationError) as refusal:
        act(*args, **given)
    return getattr(refusal.value, "code", None) or list(refusal.value.message_dict)


def test_add_puts_a_theme_last_among_those_beside_it(study, officer):
    energy = theming.add(study, title="  Energi  ", by=officer)
    theming.add(study, title="Resor", by=officer, parent=energy)
    theming.add(study, title="Mat", by=officer, text=" Kök ")

    assert tree(study) == {"Energi": (None, 1), "Mat": (None, 2), "Resor": ("Energi", 1)}


def test_add_refuses_the_same_name_in_the_same_place_and_who_may_not(study, officer):
    theming.add(study, title="Energi", by=officer)

    assert code_of(theming.add, study, title="Energi", by=officer) == ["__all__"]
    assert code_of(theming.add, study, title=" ", by=officer) == ["title"]
    assert code_of(theming.add, study, title="Mat", by=make_pair()[1]) == "not_yours"
    assert (
        code_of(theming.add, study, title="Mat", by=officer, parent=make_theme(make_study()))
        == "gone"
    )


def test_rename_is_undone(study, officer):
    theme = theming.add(study, title="Energi", by=officer)

    theming.rename(theme, title="K", text="Resor också", by=officer)
    undoing.undo(Change.objects.get(), by=officer)

    theme.refresh_from_db()
    assert (theme.title, theme.text) == ("Energi", "")


def test_move_puts_a_theme_in_its_place_and_undo_puts_it_back(study, officer):
    one, two, three = (theming.add(study, title=title, by=officer) for title in "ABC")
    before = everything(study)

    theming.move(three, parent=None, place=0, by=officer)
    assert tree(study) == {"C": (None, 1), "A": (None, 2), "B": (None, 3)}
    theming.move(one, parent=two, place=9, by=officer)
    assert tree(study) == {"C": (None, 1), "B": (None, 2), "A": ("B", 1)}

    for change in study.changes.all():
        undoing.undo(change, by=officer)
    assert everything(study) == before


def test_move_refuses_a_place_beneath_itself(study, officer):
    one = theming.add(study, title="A", by=officer)
    two = theming.add(study, title="B", parent=one, by=officer)

    assert code_of(theming.move, one, parent=two, place=0, by=officer) == "circle"
    assert code_of(theming.move, one, parent=one, place=0, by=officer) == ["__all__"]


def test_merge_gives_the_other_theme_all_there_is_and_undo_gives_it_back(study, officer):
    interview = make_interview(study)
    energy, climate = (theming.add(study, title=title, by=officer) for title in ("Energi", "K"))
    theming.add(study, title="Resor", parent=energy, by=officer)
    theming.add(study, title="Resor", parent=climate, by=officer)
    only, both = make_statement(interview, "Ett."), make_statement(interview, "Båda.")
    coding.tie(only, energy, by=officer, why="Därför.")
    coding.tie(both, energy, by=officer, why="Just därför.")
    coding.tie(both, climate, by=officer)
    goal = make_framework("mal", "7").items.get()
    theming.tie(energy, goal, by=officer)
    theming.tie(climate, goal, by=officer)
    energy.memos.create(study=study, text="Tänk på det.", author=officer)
    before = everything(study)

    change = theming.merge(energy, into=climate, by=officer)

    links = Link.objects.filter(theme=climate).order_by("statement")
    assert [(link.statement, link.why) for link in links] == [
        (only, "Därför."),
        (both, "Just därför."),
    ]
    assert climate.own_links.count() == climate.memos.count() == 1
    assert tree(study) == {
        "K": (None, 1),
        "Resor": ("K", 1),
        "Resor (Energi)": ("K", 2),
    }
    undoing.undo(change, by=officer)
    assert everything(study) == before


def test_merge_joins_passages_that_overlap_and_now_say_the_same(study, officer):
    interview = make_interview(study, "Vi cyklar till jobbet. Vi går också.")
    energy, climate = (theming.add(study, title=title, by=officer) for title in "AB")
    social = Dimension.SOCIAL
    coding.mark(interview, quote="Vi cyklar till", kind=DONE, by=officer, ties=[energy, social])
    coding.mark(interview, quote="till jobbet.", kind=DONE, by=officer, ties=[climate])
    coding.mark(interview, quote="Vi går", kind=DONE, by=officer, ties=[climate])
    coding.mark(
        interview, quote="Vi går också.", kind=Statement.Kind.WANTS, by=officer, ties=[energy]
    )
    before = everything(study)

    change = theming.merge(energy, into=climate, by=officer)

    found = [
        (row.text, [link.target for link in row.links.order_by("dimension")])
        for row in Statement.objects.order_by("start", "end")
    ]
    assert found == [
        ("Vi cyklar till jobbet.", [social.label, climate]),
        ("Vi går", [climate]),
        ("Vi går också.", [climate]),
    ]
    undoing.undo(change, by=officer)
    assert everything(study) == before


def test_merge_refuses_itself_and_a_theme_beneath_it(study, officer):
    one = theming.add(study, title="A", by=officer)
    two = theming.add(study, title="B", parent=one, by=officer)

    assert code_of(theming.merge, one, into=one, by=officer) == "same"
    assert code_of(theming.merge, one, into=two, by=officer) == "beneath"


def test_split_moves_the_chosen_statements_and_undo_keeps_what_came_later(study, officer):
    interview = make_interview(study)
    theme = theming.add(study, title="Allt", by=officer)
    stays, goes, later = (make_statement(interview, text) for text in "abc")
    for statement in (stays, goes):
        coding.tie(statement, theme, by=officer, why="Ja.")

    new = theming.split(theme, title="Resor", statements=[goes], by=officer)
    coding.tie(later, new, by=officer)
    assert {link.statement: link.theme for link in Link.objects.all()} == {
        stays: theme,
        goes: new,
        later: new,
    }

    undoing.undo(Change.objects.get(), by=officer)
    found = {(link.statement, link.theme, link.why) for link in Link.objects.all()}
    assert found == {(stays, theme, "Ja."), (goes, theme, "Ja."), (later, theme, "")}
    assert list(study.themes.all()) == [theme]


def test_split_refuses_without_statements(study, officer):
    theme = theming.add(study, title="Allt", by=officer)
    other = make_statement(make_interview(study))

    assert code_of(theming.split, theme, title="Ny", statements=[other], by=officer) == "none"
    assert list(study.themes.all()) == [theme]


def test_remove_is_undone_with_its_links_and_children(study, officer):
    theme = theming.add(study, title="Allt", by=officer)
    theming.add(study, title="Resor", parent=theme, by=officer)
    coding.tie(make_statement(make_interview(study)), theme, by=officer, why="Ja.")
    theming.tie(theme, make_framework("mal", "7").items.get(), by=officer)
    before = everything(study)

    change = theming.remove(theme, by=officer)

    assert (tree(study), Link.objects.count()) == ({"Resor": (None, 1)}, 0)
    undoing.undo(change, by=officer)
    assert everything(study) == before


def test_undo_says_when_something_later_stands_in_the_way(study, officer):
    one, two = (theming.add(study, title=title, by=officer) for title in "AB")
    coding.tie(make_statement(make_interview(study)), one, by=officer)
    first = theming.merge(one, into=two, by=officer)
    theming.add(study, title="A", by=officer)

    assert code_of(undoing.undo, first, by=officer) == "later"
    assert code_of(undoing.undo, first, by=make_pair()[1]) == "not_yours"
    assert Link.objects.get().theme == two


def test_a_theme_is_tied_to_a_goal_once_with_the_reason_given_last(study, officer):
    theme = theming.add(study, title="Allt", by=officer)
    goal = make_framework("mal", "7").items.get()

    theming.tie(theme, goal, by=officer)
    link = theming.tie(theme, goal, by=officer, why="Därför.")

    assert (theme.own_links.get(), link.why) == (link, "Därför.")
    theming.untie(link, by=officer)
    theming.untie(link, by=officer)
    assert theme.own_links.count() == 0


STEPS = st.lists(
    st.tuples(st.sampled_from(["move", "merge", "split", "remove"]), *[st.integers(0, 9)] * 3),
    min_size=1,
    max_size=6,
)


@settings(
    max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(STEPS)
def test_any_steps_undone_backwards_leave_everything_as_it_was(study, officer, steps):
    Theme.objects.update(parent=None)
    for rows in (Change, Link, Statement, Theme):
        rows.objects.all().delete()
    interview = make_interview(study, "Vi cyklar till jobbet och går hem, men vill åka tåg.")
    words = interview.texts.get().text.split()
    themes = [theming.add(study, title=f"T{number}", by=officer) for number in range(5)]
    for number in range(8):
        quote = " ".join(words[number : number + 3])
        ties = [themes[number % 5], themes[(number * 3) % 5]]
        coding.mark(interview, quote=quote, kind=DONE, by=officer, ties=ties)
    before = everything(study)

    for step in steps:
        _take(study, officer, *step)
    for change in study.changes.all():
        undoing.undo(change, by=officer)

    assert everything(study) == before


def _take(study, officer, step, *numbers):
    themes = list(study.themes.order_by("pk"))
    if not themes:
        return
    one, other = (themes[number % len(themes)] for number in numbers[:2])
    try:
        if step == "move":
            theming.move(one, parent=other, place=numbers[2], by=officer)
        elif step == "merge":
            theming.merge(one, into=other, by=officer)
        elif step == "split":
            chosen = Statement.objects.filter(links__theme=one)[:2]
            theming.split(one, title=f"N{numbers}", statements=chosen, by=officer)
        else:
            theming.remove(one, by=officer)
    except ValidationError:
        pass
