"""What survey expressions mean, and that no text and no answer can break them."""

import math
import time
from datetime import date

import elementpath
import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.expressions import ExpressionError, parse, truth
from surveys.functions import FUNCTIONS
from surveys.patterns import PatternError, compile_pattern

DAY = date(2026, 6, 5)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def work_out(source, dot=None, **values):
    return parse(source).evaluate(values, dot=dot, today=DAY)


def holds(source, dot=None, **values):
    return truth(work_out(source, dot, **values))


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("1 + 2 * 3", 7.0),
        ("(1 + 2) * 3", 9.0),
        ("10 - 3 - 2", 5.0),
        ("7 div 2", 3.5),
        ("-7 mod 3", -1.0),
        ("7 mod -3", 1.0),
        ("1 div 0", math.inf),
        ("-1 div 0", -math.inf),
        ("- - 3", 3.0),
        ("--3 * -2", -6.0),
        (".5 + 1.", 1.5),
        ("1 = 1 and 2 = 2 or 1 = 2", True),
        ("1 < 2 = true()", True),
        ("'a' = \"a\"", True),
        ("'10' > '9'", True),
        ("'abc' < 'abd'", False),
        ("'2' = 2.0", True),
        ("true() = 'no'", True),
        ("1 = 1 = 1", True),
        ("3 > 2 > 1", False),
        ("'1' = 1", True),
        ("selected('a b', 'b')", True),
        ("selected('ab', 'b')", False),
        ("selected-at('a b c', 1)", "b"),
        ("selected-at('a b c', 3)", ""),
        ("selected-at('a b c', -1)", ""),
        ("count-selected('a  b c ')", 3.0),
        ("coalesce('', 'b')", "b"),
        ("coalesce('', '')", ""),
        ("coalesce('', '', 'c')", "c"),
        ("if(1 = 1, 'yes', 'no')", "yes"),
        ("if('', 'yes', 'no')", "no"),
        ("not(1)", False),
        ("true()", True),
        ("false()", False),
        ("sum(1, 2, '3')", 6.0),
        ("min(3, 1, 2)", 1.0),
        ("max(3, 1, 2)", 3.0),
        ("round(2.5)", 3.0),
        ("round(-2.5)", -2.0),
        ("round(1.005, 2)", 1.01),
        ("round(-1.25, 1)", -1.2),
        ("round(1234, -2)", 1200.0),
        ("round(100000000, 20)", 100_000_000.0),
        ("int(-2.7)", -2.0),
        ("floor(-2.1)", -3.0),
        ("ceiling(2.1)", 3.0),
        ("abs(-3)", 3.0),
        ("pow(2, 10)", 1024.0),
        ("pow(10, 400)", math.inf),
        ("pow(0, -1)", math.inf),
        ("sqrt(9)", 3.0),
        ("number('12.5')", 12.5),
        ("number(' 7 ')", 7.0),
        ("number(true())", 1.0),
        ("string(1.0)", "1"),
        ("string(0.00001)", "0.00001"),
        ("string(1 div 0)", "Infinity"),
        ("string(0 div 0)", "NaN"),
        ("string(true())", "true"),
        ("string-length('åäö')", 3.0),
        ("concat('a', 1, true())", "a1true"),
        ("join('-', 'a', 'b')", "a-b"),
        ("substr('abcdef', 1, 3)", "bc"),
        ("substr('abcdef', -2)", "ef"),
        ("substring('12345', 2, 3)", "234"),
        ("substring('12345', 1.5, 2.6)", "234"),
        ("substring('12345', 0 div 0, 3)", ""),
        ("substring('12345', -42, 1 div 0)", "12345"),
        ("substring-before('1999/04/01', '/')", "1999"),
        ("substring-before('abc', '/')", ""),
        ("substring-after('1999/04/01', '/')", "04/01"),
        ("substring-after('abc', '')", "abc"),
        ("contains('hållbar', 'håll')", True),
        ("starts-with('hållbar', 'bar')", False),
        ("ends-with('hållbar', 'bar')", True),
        ("normalize-space('  a   b ')", "a b"),
        ("translate('bar', 'abc', 'AB')", "BAr"),
        ("translate('--aaa--', 'abc-', 'ABC')", "AAA"),
        ("regex('2026', '[0-9]{4}')", True),
        ("regex('12026', '[0-9]{4}')", False),
        ("count-non-empty('a', '', 0)", 2.0),
        ("boolean('')", False),
        ("boolean(0)", False),
        ("boolean('false')", True),
        ("boolean-from-string('true')", True),
        ("boolean-from-string('1')", True),
        ("boolean-from-string('yes')", False),
        ("today()", DAY),
        ("date('2026-01-02')", date(2026, 1, 2)),
        ("date(1)", date(1970, 1, 2)),
        ("date('2026-02-30')", ""),
        ("date(10000000)", ""),
        ("number('1970-01-03')", 2.0),
        ("today() - date('2026-06-01')", 4.0),
        ("date(today() + 1)", date(2026, 6, 6)),
        ("format-date(today(), '%d/%m %Y, %e/%n %y %%')", "05/06 2026, 5/6 26 %"),
        ("format-date('', '%Y')", ""),
        ("string(today())", "2026-06-05"),
        ("starts-with(string(now()), '2026-06-05T')", True),
        ("now() > today() - 1", True),
        ("once('new')", "new"),
        ("jr:choice-name('a', '${q}')", "a"),
    ],
)
def test_expression_gives_its_result(source, result):
    found = work_out(source)

    assert (type(found), found) == (type(result), result)


@pytest.mark.parametrize(
    "source",
    ["0 div 0", "5 mod 0", "number('')", "number('1e3')", "sqrt(-1)", "sum(1, '')", "min(1, 'x')"],
)
def test_expression_without_a_number_is_nan(source):
    assert math.isnan(work_out(source))


def test_every_function_is_tried_above():
    tried = " ".join(case[0] for case in test_expression_gives_its_result.pytestmark[0].args[1])

    assert [name for name in FUNCTIONS if f"{name}(" not in tried] == []


@pytest.mark.parametrize(
    ("source", "value", "expected"),
    [
        ("${x} = 5", None, False),
        ("${x} < 5", None, False),
        ("${x} >= 0", "", False),
        ("${x} != 5", None, True),
        ("${x} = ''", None, True),
        ("${x} != ''", None, False),
        ("${x} != ''", [], False),
        ("${x} != ''", 0, True),
        ("${x}", None, False),
        ("${x}", 0, False),
        ("${x} = '0'", 0, True),
        ("${x} = 2010", 2010, True),
        ("${x} = '2010'", 2010, True),
        ("${x} > 3", 3.1, True),
        ("${x} > 3", "3.1", True),
        ("${x} = true()", True, True),
        ("${x} = 'a b'", ["a", "b"], True),
        ("selected(${x}, 'b')", ["a", "b"], True),
        ("selected(${x}, 'b')", ("b",), True),
        ("selected(${x}, 'b')", "b", True),
        ("selected(${x}, '0')", 0, True),
        ("count-selected(${x}) = 0", None, True),
        ("count-selected(${x}) = 2", ["a", "b"], True),
        ("${x} < today()", date(2026, 6, 4), True),
        ("${x} < today()", date(2026, 6, 5), False),
        ("${x} < today()", None, False),
        ("${x} = today()", date(2026, 6, 5), True),
        ("${x} > '2026-06-04'", date(2026, 6, 5), True),
        ("${x} = '2026-06-05'", date(2026, 6, 5), True),
        ("${x} != ''", date(2026, 6, 5), True),
        ("'2026-06-05' < '2026-10-01'", None, True),
        ("string-length(${x}) < 4", 2010, False),
        ("${x} < 10", 10**400, False),
        ("${missing} = ''", None, True),
    ],
)
def test_answers_compare_as_odk_does(source, value, expected):
    assert holds(source, x=value) is expected


def test_dot_is_the_answer_being_checked():
    year = ". >= 1995 and . <= 2035"

    assert [holds(year, dot) for dot in (1994, 1995, 2035, 2036)] == [False, True, True, False]
    assert [holds("string-length() > 2", dot) for dot in ("ab", "abc")] == [False, True]
    assert work_out("once('new')", "old") == "old"


def test_none_excludes_the_rest():
    source = "not(selected(., 'inget') and count-selected(.) > 1)"

    results = [holds(source, dot) for dot in (["inget"], ["a", "b"], ["inget", "a"])]

    assert results == [True, True, False]


def test_expression_knows_what_it_refers_to():
    expression = parse("selected(${ a }, 'x') and . > ${b.c-d} or jr:choice-name(., '${å}') = ''")

    assert expression.references == {"a", "b.c-d", "å"}
    assert expression.uses_dot is True
    assert expression.mended is False
    assert parse("${a} = 1").uses_dot is False
    assert parse("string-length() > 1").uses_dot is True


def test_choice_name_gives_the_words_of_the_choice():
    words = {("q", "a"): "Alfa", ("q", "b"): "Beta"}
    expression = parse("jr:choice-name(${q}, '${q}')")

    found = expression.evaluate(
        {"q": ["a", "b"]}, choice_label=lambda name, value: words[name, value]
    )

    assert found == "Alfa, Beta"


@pytest.mark.parametrize(
    ("source", "mended"),
    [
        ("${x} = ’annat’", "${x} = 'annat'"),
        ("${x} = ‘annat’", "${x} = 'annat'"),
        ("${x} = “annat”", "${x} = 'annat'"),
        ("${x} = „annat“", "${x} = 'annat'"),
        ("${x} = 'annat’", "${x} = 'annat'"),
        ("${x} = ”annat'na”", '${x} = "annat\'na"'),
        ("5 – 3", "5 - 3"),
    ],
)
def test_typographic_signs_are_mended(source, mended):
    expression = parse(source)

    assert (expression.mended, expression.source) == (True, mended)
    assert parse(mended).tree == expression.tree


def test_typographic_signs_inside_straight_quotes_stay():
    expression = parse("${x} = 'd’Or – ”A”'")

    assert expression.mended is False
    assert expression.evaluate({"x": "d’Or – ”A”"}) is True


@pytest.mark.parametrize(
    ("source", "position", "message"),
    [
        ("", 1, "The expression ends too early; a bracket or a value is missing."),
        ("${x} = ", 8, "The expression ends too early; a bracket or a value is missing."),
        ("(1", 3, "The expression ends too early; a bracket or a value is missing."),
        ("1)", 2, "“)” does not fit here; an operator may be missing before it."),
        ("1 2", 3, "“2” does not fit here; an operator may be missing before it."),
        ("${x} == 1", 7, "Write one = sign to compare, and != for “not equal”."),
        ("${x} && 1", 6, "Write “and” instead of &&."),
        ("${x = 1", 1, "Write a reference as ${name}, with both brackets."),
        ("${1x} = 1", 1, "“${1x}” is not the name of a question."),
        ("${last-saved#x}", 1, "“${last-saved#x}” is not the name of a question."),
        (".. = 1", 1, "“..” means something only in repeated groups, which are not taken here."),
        ("/data/x", 1, "Paths are not taken here; refer to a question as ${name}."),
        ("x = 1", 1, "“x” stands alone; a text is written 'x', a question ${x}."),
        ("'x = 1", 1, "A quotation mark is opened but never closed."),
        ("1 # 2", 3, "The sign “#” has no meaning here."),
        ("foo(1)", 1, "There is no function called foo()."),
        ("1 + position(..)", 5, "The function position() is not taken in this version."),
        ("selected(.)", 1, "selected() takes 2 values between its brackets, not 1."),
        ("today(1)", 1, "today() takes 0 values between its brackets, not 1."),
        ("round(1, 2, 3)", 1, "round() takes 1–2 values between its brackets, not 3."),
        ("coalesce(1)", 1, "coalesce() takes at least 2 values between its brackets, not 1."),
        ("selected(., )", 13, "“)” does not fit here; an operator may be missing before it."),
        ("selected(. 'a')", 12, "“)” was expected before “a”."),
        ("regex(., ${x})", 10,
         "The pattern of regex() must be written out between quotation marks."),
        ("regex(., '(a')", 10, "The pattern opens a bracket that is never closed."),
        ("jr:choice-name(., 'x')", 19,
         "The second value of jr:choice-name() must be a question, as '${name}'."),
        ("1" * 2_001, 2_001, "The expression has 2001 characters; at most 2000 are taken."),
        ("(" * 60 + "1" + ")" * 60, 51,
         "The expression has too many brackets inside each other."),
    ],
)  # fmt: skip
def test_bad_expression_is_refused_with_its_place(source, position, message):
    with pytest.raises(ExpressionError) as refusal:
        parse(source)

    assert (refusal.value.position, refusal.value.message) == (position, message)
    assert str(refusal.value) == f"{message} (character {position})"


def test_expression_may_be_2000_characters_long_and_49_brackets_deep():
    assert work_out("1" + "+1" * 999) == 1_000.0
    assert work_out("-" * 1_999 + "1") == -1.0
    assert work_out("0 or " * 399 + "1") is True
    assert work_out("(" * 49 + "1" + ")" * 49) == 1.0


WORDS = """
    ( ) , + - * = != < <= > >= . .. 1 .5 'a' "b" ’c’ ${x} ${y} ${ and or div mod not( if( regex(
    selected( substr( substring( round( pow( date( today() jr:choice-name( translate( – / [ # å \0
    99999999999 format-date( '%Y' int( once( join( \ud800 '(a+)+$'
"""
PIECES = st.sampled_from(WORDS.split())
TEXTS = st.lists(PIECES, max_size=30).map(" ".join) | st.text(max_size=80)
ANSWERS = st.none() | st.text(max_size=20) | st.integers() | st.booleans() | st.dates() | (
    st.lists(st.text(max_size=5), max_size=4) | st.floats()
)  # fmt: skip


@settings(max_examples=500, deadline=None)
@given(source=TEXTS, x=ANSWERS, dot=ANSWERS)
def test_any_text_is_an_expression_or_refused_and_never_fails_later(source, x, dot):
    try:
        expression = parse(source)
    except ExpressionError:
        return
    value = expression.evaluate({"x": x}, dot=dot, today=DAY)
    assert truth(value) in (True, False)
    assert parse(expression.source).tree == expression.tree


@settings(max_examples=500, deadline=None)
@given(data=st.data(), name=st.sampled_from(sorted(set(FUNCTIONS) - {"regex", "jr:choice-name"})))
def test_no_function_fails_on_any_answer(data, name):
    function = FUNCTIONS[name]
    most = function.least + 2 if function.most is None else function.most
    count = data.draw(st.integers(function.least, most))
    values = {f"v{place}": data.draw(ANSWERS) for place in range(count)}
    source = f"{name}({', '.join(f'${{{key}}}' for key in values)})"

    value = parse(source).evaluate(values, dot=data.draw(ANSWERS), today=DAY)

    assert isinstance(value, str | float | bool | int | date | list)


XPATH = [
    "1 + 2 * 3 - 4 div 8",
    "7 mod 3 = 1 and not(7 mod 2 = 0)",
    "-7 mod 3",
    "'a' != 'b' or 1 div 0 > 5",
    "1 < 2 and 2 <= 2 and 3 > 2 and 3 >= 3",
    "true() and not(false())",
    "true() = 1",
    "'' = false()",
    "string(1 div 3 > 0)",
    "string(12.50)",
    "string(-0.5)",
    "string(1000000)",
    "concat('a', 'b', 1, 2.5)",
    "contains('hållbarhet', 'bar')",
    "contains('a', '')",
    "starts-with('abc', 'ab')",
    "starts-with('abc', '')",
    "substring('12345', 2)",
    "substring('12345', 0, 3)",
    "substring('12345', 1.5, 2.6)",
    "substring('12345', -1)",
    "substring-before('2026-06', '-')",
    "substring-before('2026', '')",
    "substring-after('2026-06', '-')",
    "substring-after('2026', 'x')",
    "string-length('åäö')",
    "string-length('')",
    "normalize-space('  a   b  c ')",
    "translate('bar', 'abc', 'AB')",
    "translate('aabbcc', 'ab', 'bа')",
    "number('12.5')",
    "number('-12')",
    "number(' 3 ')",
    "floor(2.7) + ceiling(2.1) + round(2.5)",
    "floor(-2.7) + ceiling(-2.1) + round(-2.5)",
    "round(-0.4) = 0",
    "boolean('a') and boolean(1) and not(boolean('')) and not(boolean(0))",
    "'5' + '6'",
    "(1 = 1) = (2 = 2)",
    "- (2 + 3)",
    "2 - -2",
]


@pytest.mark.parametrize("source", XPATH)
def test_expression_agrees_with_an_independent_xpath(source):
    parser = elementpath.XPath1Parser()
    expected = parser.parse(source).evaluate(elementpath.XPathContext(root=None, item=""))

    found = work_out(source)

    assert (isinstance(found, bool), found) == (isinstance(expected, bool), expected)


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        ("", [""], ["a"]),
        ("abc", ["abc"], ["ab", "abcd"]),
        ("^abc$", ["abc"], ["xabc"]),
        ("a|bc|", ["a", "bc", ""], ["ab", "c"]),
        ("a*b+c?", ["b", "aabbc"], ["a", "bcc"]),
        ("(ab){2,3}", ["abab", "ababab"], ["ab", "abababab"]),
        ("a{2}", ["aa"], ["a", "aaa"]),
        ("a{2,}?", ["aa", "aaaa"], ["a"]),
        ("(?:a|b)+", ["abba"], ["", "abc"]),
        ("[a-cx]+", ["abcx"], ["d", "-"]),
        ("[^0-9]+", ["abc", "\n"], ["a1"]),
        ("[]a-]+", ["]a-"], ["b"]),
        (r"[\w.-]+@[\w-]+\.[a-z]{2,}", ["a.b@example.org"], ["a@b", "å@example.org"]),
        (r"\d{3} ?\d{2}", ["123 45", "12345"], ["123-45", "١٢٣٤٥"]),
        (r"\D\S\W", ["ab.", "åä "], ["1b.", "a ."]),
        (r"\t\.\\", ["\t.\\"], ["t.\\"]),
        (".*", ["", "åäö"], ["a\nb"]),
        ("(a*)*", ["", "aaa"], ["b"]),
        ("(){5}a", ["a"], [""]),
    ],
)
def test_pattern_matches_whole_texts(pattern, yes, no):
    compiled = compile_pattern(pattern)

    assert [text for text in yes + no if compiled.matches(text)] == yes


@pytest.mark.parametrize(
    "pattern",
    [r"(a)\1", "(?=a)", "(?i)a", "(?P<n>a)", r"\bword", r"\p{L}", "*a", "a**", "a++", "a{2}{3}",
     "a{3,2}", "a{x}", "a{", "a)", "(a", "[a", "[z-a]", r"[\D]", "a\\", "a^", "$a",
     "((a{99}){99}){99}", "(" * 30 + ")" * 30, "a{99999}"],
)  # fmt: skip
def test_pattern_that_cannot_be_safe_is_refused(pattern):
    with pytest.raises(PatternError):
        compile_pattern(pattern)


@pytest.mark.parametrize(
    "pattern", ["(a+)+$", "(a|a)*b", "(a*)*(a*)*b", ".*.*.*.*.*x", "(a?){40}a{40}"]
)
def test_pattern_known_to_explode_is_quick(pattern):
    began = time.monotonic()

    found = compile_pattern(pattern).matches("a" * 9_999 + "!")

    assert found is False
    assert time.monotonic() - began < 2


@settings(max_examples=500, deadline=None)
@given(st.text(alphabet="ab()[]{}|*+?^$\\.-,1d\n", max_size=25), st.text(max_size=30))
def test_any_text_is_a_pattern_or_refused(pattern, text):
    try:
        compiled = compile_pattern(pattern)
    except PatternError:
        return
    assert compiled.matches(text) in (True, False)
