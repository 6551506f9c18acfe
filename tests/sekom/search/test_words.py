"""Swedish words: which are forms of one another, what they are made of, what was meant."""

import pytest

from sekom.search import words

SAME = """
    analys analysen analysernas, policy policyn policyer, stad staden städer städernas,
    hand händerna, bok böcker, verktyg verktyget verktygens, mål målet målens, arbete arbetet,
    möte mötena, område områden, klimat klimatet, vatten vattnet vattnets, program programmen,
    medlem medlemmarnas, nyckel nycklar, cykel cykeln, exempel exemplet, säker säkra säkert,
    vinter vintern vintrar, åker åkrar, centrum centret, museum museet museer, strategi strategin,
    miljö miljön, by byn byar, sjö sjöar, hållbar hållbart hållbara hållbarhet,
    giftfri giftfritt giftfria, system systemen, resurs resursen, kurs kurser, process processer,
    politiker politikern politikernas, handläggare handläggarna, planera planerade planerat,
    ledamot ledamöterna, nummer numret, ansvar ansvarets, workshop workshoppar workshops,
    medel medlen, idé idén idéer, studie studier, kriterium kriterierna, kommitté kommittén,
    tecken tecknet, sommar somrarna, son söner, barn barnens, buss bussar, utsläpp utsläppen
"""
OTHERS = """
    mål måltid, mål anmälan, plan plats, mat mäter, väg väggar, tak tack, hus hund, bok bock,
    kommun kommunikation, klimat klimakterium, energi energisk, mål mal
"""


def groups(text):
    return [group.split() for group in text.split(",")]


@pytest.mark.parametrize(("first", "others"), [(line[0], line[1:]) for line in groups(SAME)])
def test_forms_of_a_word_share_a_key(first, others):
    apart = [one for one in others if not set(words.stems(first)) & set(words.stems(one))]

    assert apart == []


@pytest.mark.parametrize(("first", "second"), groups(OTHERS))
def test_other_words_share_none(first, second):
    assert set(words.stems(first)) & set(words.stems(second)) == set()


def test_words_that_say_nothing_are_left_out_and_hyphens_read_both_ways():
    said = list(words.words_in("E-post och Covid\xad-19, mål\x00 12.7 i SS-EN agenda2030"))

    told = "epost e post covid19 covid 19 mål 12.7 ssen ss agenda2030 agenda 2030"
    assert " ".join(said) == told


def test_compounds_are_taken_apart_by_known_words():
    known = {key for word in ("miljö", "mål", "arbete", "hållbarhet") for key in words.stems(word)}

    found = {
        word: sorted(words.parts(word, known))
        for word in ("hållbarhetsarbetet", "miljömålsarbete", "anmälan", "kommunmål")
    }

    assert found == {
        "hållbarhetsarbetet": ["arbet", "hållbar", "hållbarh", "hållbarhet"],
        "miljömålsarbete": ["arbe", "arbet", "arbete", "miljö", "mål"],
        "anmälan": [],
        "kommunmål": [],
    }


def test_words_that_share_their_end_are_read_as_whole():
    assert "naturarv" in set(words.shortened_in("Natur- och kulturarv skyddas"))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("kilmat", ["klimat"]),
        ("klimaat", ["klimat"]),
        ("upphandlign", ["upphandling"]),
        ("malet", ["målet"]),
        ("hus", []),
        ("xyzzyx", []),
    ],
)
def test_the_word_that_was_meant_is_near(written, meant):
    assert words.nearest(written, ["klimat", "upphandling", "målet", "avfall"]) == meant
