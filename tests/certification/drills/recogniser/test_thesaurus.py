"""Words of one meaning look alike to the models."""

from certification.drills.recogniser.data import read_data
from certification.drills.recogniser.model import grams
from certification.drills.recogniser.thesaurus import all_signs, with_signs


def entries():
    lines = [line for line in read_data("thesaurus.txt").splitlines() if not line.startswith("#")]
    return [line.split() for line in lines]


def test_words_of_one_meaning_become_one_sign_and_the_rest_stays():
    assert with_signs("送奶茶") == with_signs("送红茶".replace("红茶", "惊喜"))
    assert with_signs("拍张照片") != with_signs("拍张桌子")
    assert with_signs("甲乙丙") == "甲乙丙"


def test_the_longest_word_wins():
    assert with_signs("聊天记录") != with_signs("聊天") + with_signs("记录")
    assert len(with_signs("聊天记录")) == 1


def test_every_sign_is_one_character_no_word_has_two_and_no_word_holds_a_sign():
    words = [word for _, *words in entries() for word in words]

    assert {len(sign) for sign, *_ in entries()} == {1}
    assert len(words) == len(set(words))
    assert not any(all_signs() & set(word) for word in words)


def test_clauses_of_one_meaning_share_what_the_models_see_of_them():
    shared = grams("麻烦传一张截图") & grams("麻烦传一张照片")

    assert any(all_signs() & set(gram) for gram in shared)
    assert grams("") == {"^", "$", "^$"}
