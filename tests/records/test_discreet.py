"""Names as others may read them: initials, and texts in which a client's own name is shortened."""

import re
import unicodedata

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scripts import SCRIPTS, Named, bare, broken, declined, named, words_left

from caseload.records.of.discreet import _clusters, _forms_of, _shortened, _words_of, discreet
from caseload.records.of.initials import initials

FEW = settings(max_examples=settings().max_examples // 4)
"""Of each script; there are twenty."""


@pytest.mark.parametrize(
    ("given_name", "family_name", "said"),
    [
        ("Mary-Kate", "O'Neill", "MKO"),
        (None, "van der Berg", "VDB"),
        ('Robert "Bobby"', "Ortiz", "RO"),
        ("Robert “Bobby”", "Ortiz", "RO"),
        ("Robert (Bob)", "Ortiz", "RO"),
        ("Robert 'Bobby'", "O'Neill", "RO"),
        ("Robert «Bobby»", "Ortiz", "RO"),
        ('"Bobby"', None, "B"),
        ("A\u200bna", "\u202aRuiz\u202c", "AR"),
        ("E\u0301lise", "ßander", "ÉS"),
        ("김", "민준", "김민"),
        # All of 王伟 would be its initials.
        ("伟", "王", "王"),
        ("小明", "王", "小王"),
        ("🌸", None, "?"),
    ],
)
def test_initials_are_the_first_letter_of_every_word_but_a_nickname(
    given_name: str | None, family_name: str | None, said: str
) -> None:
    assert initials(given_name, family_name) == said


@pytest.mark.parametrize(
    ("text", "names", "said"),
    [
        ("Call Ana Ruiz", "Ana Ruiz", "Call A. R."),
        ("AnaRuiz and ana_ruiz, ANARUIZ; anaruiz", "Ana Ruiz", "A.R. and a._r., A.R.; a.r."),
        ("ruizana callAna Ana2 RUIZlease", "Ana Ruiz", "r.a. callA. A.2 R.lease"),
        ("Ana's, Ana’s and Anas lease", "Ana Ruiz", "A.'s, A.’s and A.s lease"),
        ("banana in Anatolia, ruizes", "Ana Ruiz", "banana in Anatolia, ruizes"),
        ("Zoe\u0308, Zoë, Zoe and ZOË", "Zoë Li", "Z., Z., Z. and Z."),
        ("A\u200bna and A\u00adna\u200f", "Ana Ruiz", "A. and A."),
        ("ONeill, O’Neill, Oneill", "Kate O'Neill", "O.N., O’N., O.n."),
        ("Kaiulani, Ka'iulani", "Kaʻiulani", "K.i., K.'i."),
        ("给王伟打电话", "伟 王", "给_打电话"),
        ("王 伟、王小伟", "伟 王", "_、王小伟"),
        ("王小明的住房", "小明 王", "王.的住房"),
        ("田中さくらさんに電話", "さくら 田中", "田.さんに電話"),
        ("ﾀﾅｶさん", "タナカ", "ﾀ.さん"),
        ("김민준에게 전화", "민준 김", "김.에게 전화"),
        ("โทรหาสมชายพรุ่งนี้", "สมชาย ใจดี", "โทรหาส.พรุ่งนี้"),
        ("ទូរស័ព្ទទៅសុខាស្អែក", "សុខា", "ទូរស័ព្ទទៅស.ស្អែក"),
        ("ဒေါ်အောင်ဆန်းကို", "အောင်ဆန်း", "ဒေါ်အ.ကို"),
        ("मीरा शर्मा से, मीराने", "मीरा शर्मा", "म. श. से, म.ने"),
        ("রাহুলকে, রাহুলের", "রাহুল দাস", "র.কে, র.র"),
        ("குமாரை அழை", "குமார்", "க.ர அழை".replace("ர", "", 1)),
        ("اتصل بعلي، ولعَلِيّ بن", "علي", "اتصل بع.، ولع. بن"),
        ("تعليم", "علي", "تعليم"),
        ("להתקשר לאנה, אָנָּה", "אנה", "להתקשר לא., א."),
        ("伟's ride, 李’s ride", "伟 李", "_'s ride, _’s ride"),
        ("Call 伟", "伟 李", "Call _"),
        ("伟先生的车, 李伟, 伟李", "伟 李", "_先生的车, _, _"),
        ("伟大, 李子", "伟 李", "伟大, 李子"),
        ("Callराजेशकुमारplease", "राजेश कुमार", "Callर.please"),
        ("CallАннаplease", "Анна", "CallА.please"),
        ("Callالياسplease", "الياس", "Callا.please"),
        ("Callנועםplease", "נועם", "Callנ.please"),
        ("Callგიორგიplease", "გიორგი", "Callგ.please"),
        ("CallԱննաplease", "Աննա", "CallԱ.please"),
        ("CallΜαρίαplease", "Μαρία", "CallΜ.please"),
        ("Mc Donald form, Mc-Donald, Mc\u200b Donald", "McDonald", "M. form, M., M."),
        ("Du Bois, Re-nee", "Renée Dubois", "D., R."),
        ("in a box, be a", "Ina Bea", "in a box, be a"),
        ("MRSMCDONALD", "McDonald", "MRSM."),
        ("محمـــد", "محمد", "م."),
        ("Mueller, Müller, Muller", "Müller", "M., M., M."),
        ("Петрову, Łukasza, Lukasza", "Łukasz Петров", "П.у, Ł.a, L.a"),
        # One sign in a sentence: before a title, after whom something is done for, called 小 or 老.
        ("给伟打电话", "伟 王", "给_打电话"),
        ("提醒伟带证件，和伟去", "伟 王", "提醒_带证件，和_去"),
        ("联系李女士, 明天王先生来", "伟 李 王", "联系_女士, 明天_先生来"),
        ("小伟来, 找老王, 请小伟去", "伟 王", "小_来, 找老_, 请小_去"),
        ("很伟大, 行李, 王小伟", "伟 李", "很伟大, 行李, 王小伟"),
        # Endings that grammar puts in the place of the last letters.
        ("Annę, Annie, ANNĄ, anny, Annou", "Anna", "A., A., A., anny, A."),
        ("Ewę, Ewie, Ewy; Any news", "Ewa Ana", "E., E., Ewy; Any news"),
        ("Marka, Markiem, Pavla, Petrovi", "Marek Pavel Petr", "M., M., P., P."),
        ("Kowalskiego, Kowalską, Novákovou, Novotného", "Kowalski Nováková Novotný", "K.ego, K., N., N."),
        ("Marcie, Monice, Oldze, Barbarze, Magdzie", "Marta Monika Olga Barbara Magda", "M., M., O., B., M."),
        ("Ивана, Марии, Ольгу, Андрею, Игоря", "Иван Мария Ольга Андрей Игорь", "И.а, М., О., А., И."),
        ("Яну, Льва, Павлу, Достоевского, Толстой", "Яна Лев Павел Достоевский Толстая", "Я., Л., П., Д., Т."),
        ("Ользі, Оксанці, Тараса", "Ольга Оксанка Тарас", "О., О., Т.а"),
        ("Γιώργου, Γιάννη, Ελένης", "Γιώργος Γιάννης Ελένη", "Γ., Γ., Ε.ς"),
        ("Jono, Annát", "Jonas Anna", "J., A."),
        ("Annual, Marking, jane, same, Store room", "Anna Mark Jana Sam Stone",
         "Annual, Marking, jane, same, Store room"),
        # Two breaks, and a name spelled out.
        ("Mc Do nald, Mc - Don-ald, M c D o n a l d, R-u-i-z", "McDonald Ruiz", "M., M., M., R."),
        ("am in a box, a re a", "Amina Area", "am in a box, a re a"),
        ("marked, Martinique", "Mark Marti", "marked, Martinique"),
        ("Call client", "Al client", "Call client"),
        ("nothing of hers", "", "nothing of hers"),
    ],
)  # fmt: skip
def test_a_name_in_a_text_is_shortened_in_every_script(text: str, names: str, said: str) -> None:
    assert discreet(text, *names.split()) == said


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
@FEW
@given(data=st.data())
def test_of_a_name_no_word_is_left_in_whatever_way_it_is_written(script: Named, data: st.DataObject) -> None:
    names, text = data.draw(named(script))
    # A name that begins again in its own midst is shortened once: what is left of the second is no name.
    assume(
        all(len(re.findall(f"(?={re.escape(bare(one))})", bare(text))) == bare(text).count(bare(one)) for one in names)
    )
    said = discreet(text, *names)
    assert not words_left(names, said), (names, text, said)


@pytest.mark.parametrize("script", [one for one in SCRIPTS if one.cases], ids=lambda script: script.name)
@FEW
@given(data=st.data())
def test_no_name_is_left_in_the_forms_that_grammar_gives_it(script: Named, data: st.DataObject) -> None:
    names, form, text = data.draw(declined(script))
    said = discreet(text, *names)
    assert bare(form) not in bare(said), (names, text, said)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
@FEW
@given(data=st.data())
def test_no_name_is_left_with_two_breaks_in_it(script: Named, data: st.DataObject) -> None:
    name, text = data.draw(broken(script))
    said = discreet(text, name)
    assert bare(name) not in re.sub(r"[\W_]", "", bare(said)), (name, text, said)


@given(st.text(), st.text(min_size=1))
def test_whatever_it_is_given_it_shortens_nothing_twice_and_keeps_a_text_without_the_name(text: str, name: str) -> None:
    said = discreet(text, name)
    assert len(said) <= 2 * len(unicodedata.normalize("NFC", text)) + 2
    if not any(char.isalnum() for char in name):
        assert said in (text, unicodedata.normalize("NFC", text))


_LETTERED = st.lists(
    st.sampled_from(["an", "na", "ewa", "ek", "m", "ka", "s", "1", "-", " ", "'", "A", "Ne", "ie", "u"])
)


@given(st.tuples(_LETTERED, _LETTERED), _LETTERED)
def test_a_plain_text_that_is_not_looked_at_closely_is_what_it_would_be(
    names: tuple[list[str], list[str]], text: list[str]
) -> None:
    said, name = "".join(text), ("".join(names[0]), "".join(names[1]))
    assert discreet(said, *name) == "".join(_shortened(_clusters(said), _words_of(name), _forms_of(name)))
