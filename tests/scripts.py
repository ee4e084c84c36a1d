"""Names drawn in twenty scripts, and texts in which they stand as people write them."""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from hypothesis import strategies as st


class Named(NamedTuple):
    """A script: its letters, the marks that may follow one, and words that stand before and after a name."""

    name: str
    letters: str
    marks: str = ""
    before: tuple[str, ...] = ("",)
    after: tuple[str, ...] = ("",)
    cases: tuple[tuple[str, str], ...] = ()
    """Last letters of a name, and what grammar makes of them."""


_APART_BEFORE = ("Call ", "(", "x_", "2", '"')
_APART_AFTER = (" now", ")", "_x", "2", ", please", "'s lease", "’s", "s lease")

SCRIPTS = (
    Named(
        "Latin",
        "qxzkjwv",
        "",
        _APART_BEFORE,
        _APART_AFTER,
        (("a", "y"), ("a", "ie"), ("a", "u"), ("ta", "cie"), ("ka", "ce"), ("ski", "skim"), ("k", "kem"), ("as", "o")),
    ),
    Named(
        "Latin with accents",
        "qxzkéöřů",
        "\u0301\u0308",
        _APART_BEFORE,
        _APART_AFTER,
        (("a", "ę"), ("a", "ě"), ("á", "é"), ("á", "ou"), ("ý", "ého"), ("ek", "ka"), ("ra", "rze")),
    ),
    Named("Vietnamese", "ệữợđếx", "", _APART_BEFORE, _APART_AFTER),
    Named(
        "Greek",
        "αβγδεζηθλ",
        "",
        _APART_BEFORE,
        _APART_AFTER[:5],
        (("ος", "ου"), ("ης", "η"), ("ας", "α"), ("α", "ας"), ("ος", "ο")),
    ),
    Named(
        "Cyrillic",
        "абвгджзий",
        "\u0301",
        _APART_BEFORE,
        _APART_AFTER[:5],
        (("а", "у"), ("ия", "ии"), ("й", "я"), ("ь", "ем"), ("ский", "ского"), ("ел", "лу"), ("ка", "ці"), ("н", "на")),
    ),
    Named("Armenian", "աբգդեզէը", "", _APART_BEFORE, _APART_AFTER[:5]),
    Named("Georgian", "აბგდევზთ", "", _APART_BEFORE, (" ", "ს ", "მა ")),
    Named("Hebrew", "אבגדהזחט", "\u05b7\u05bc", ("", "ל", "ול", "x "), (" ", "־", ",")),
    Named("Arabic", "ابتثجحخد", "\u064e\u0651", ("", "ل", "ول", "x "), (" ", "،")),
    Named("Devanagari", "कखगघचछज", "ािी", ("", "x "), (" से", "ने", "ला")),
    Named("Bengali", "কখগঘচছজ", "ািী", ("", "x "), (" ", "কে", "র")),
    Named("Tamil", "கசடதபமய", "ாிீ", ("", "x "), (" ", "வை", "ற்கு")),
    Named("Ethiopic", "ሀለሐመሠረ", "", ("", "x "), (" ", "።")),
    Named("Thai", "กขคงจฉช", "ิีุ่", ("โทรหา", ""), ("พรุ่งนี้", "")),
    Named("Khmer", "កខគឃងច", "ាិី", ("ទូរស័ព្ទទៅ", ""), ("ស្អែក", "")),
    Named("Burmese", "ကခဂဃငစ", "ာိီ", ("ဒေါ်", ""), ("ကို", "")),
    Named("Chinese", "王李小明伟芳", "", ("给", ""), ("打电话", "的住房")),
    Named("Hiragana", "さくらみゆき", "", ("電話", ""), ("さんへ", "に")),
    Named("Katakana", "タナカガパリ", "", ("電話", ""), ("さんへ", "に")),
    Named("Korean", "김민준서연이", "", ("", "x "), ("에게 전화", "씨")),
)

_INVISIBLE = ("", "", "", "\u200b", "\u200e", "\u00ad")


@st.composite
def _word(draw: st.DrawFn, script: Named) -> str:
    letters = draw(st.lists(st.sampled_from(script.letters), min_size=2, max_size=5))
    marks = st.sampled_from(["", *script.marks])
    word = "".join(letter + draw(marks) for letter in letters)
    return unicodedata.normalize("NFC", word).capitalize()


@st.composite
def named(draw: st.DrawFn, script: Named) -> tuple[tuple[str, str], str]:
    """A given and a family name, and a text that has both, in one of the ways in which a name is written."""
    given, family = draw(_word(script)), draw(_word(script))
    first, last = draw(st.permutations([given, family]))
    joint = draw(st.sampled_from([" ", "_", "", "-", ", ", "  "]))
    written = f"{first}{joint}{last}"
    if joint != "":
        written = draw(st.sampled_from([written, written.lower(), written.upper()]))
    written = unicodedata.normalize(draw(st.sampled_from(["NFC", "NFD"])), written)
    hidden = draw(st.sampled_from(_INVISIBLE))
    written = written[:1] + hidden + written[1:]
    before, after = draw(st.sampled_from(script.before)), draw(st.sampled_from(script.after))
    if after[:1] == "s" and written.isupper():
        after = " now"
    return (given, family), f"{before}{written}{after}"


@st.composite
def declined(draw: st.DrawFn, script: Named) -> tuple[tuple[str, str], str, str]:
    """A given and a family name, a form that grammar gives one of them, and a text that has it."""
    # Of a root of two plain letters a form may be a plain word: Any, of Ana, is left.
    names = draw(st.tuples(*[_word(script).filter(lambda word: len(word) > 2)] * 2).map(list))
    last, ending = draw(st.sampled_from(script.cases))
    at = draw(st.integers(0, 1))
    root, names[at] = names[at], names[at] + last
    form = draw(st.sampled_from([root + ending, (root + ending).upper()]))
    form = unicodedata.normalize(draw(st.sampled_from(["NFC", "NFD"])), form)
    before, after = draw(st.sampled_from(("Call ", "(", "x_", '"'))), draw(st.sampled_from(script.after[:5]))
    return (names[0], names[1]), form, f"{before}{form}{'' if after[:1].isdigit() else after}"


@st.composite
def broken(draw: st.DrawFn, script: Named) -> tuple[str, str]:
    """A name, and a text that has it with two breaks in it, or spelled out."""
    name = draw(_word(script)) + draw(_word(script)).lower()
    letters = re.findall(r"\w[^\w]*|[^\w]+", unicodedata.normalize("NFC", name))
    mark = draw(st.sampled_from([" ", "-", "\u00a0", " - ", "\u2011", "\u2009"]))
    places = draw(st.sets(st.integers(1, max(1, len(letters) - 1)), min_size=1, max_size=2))
    if draw(st.booleans()) or len(letters) < 6:
        places = set(range(1, len(letters)))
    said = "".join(f"{mark if at in places else ''}{letter}" for at, letter in enumerate(letters))
    return name, f"x {said} x"


def bare(text: str) -> str:
    """The text as a reader has it who overlooks case, accents and what cannot be seen."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", text).casefold())
    return "".join(char for char in apart if unicodedata.category(char) not in ("Cf", "Mn"))


def words_left(names: Sequence[str], text: str) -> list[str]:
    """The words of names that have two letters or more and stand in the text all the same."""
    words = {bare(word) for name in names for word in name.split()}
    return sorted(word for word in words if len(word) > 1 and word in bare(text))
