"""Names drawn in twenty scripts, and texts in which they stand as people write them."""

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


_APART_BEFORE = ("Call ", "(", "x_", "2", '"')
_APART_AFTER = (" now", ")", "_x", "2", ", please", "'s lease", "’s", "s lease")

SCRIPTS = (
    Named("Latin", "qxzkjwv", "", _APART_BEFORE, _APART_AFTER),
    Named("Latin with accents", "qxzkéöřů", "\u0301\u0308", _APART_BEFORE, _APART_AFTER),
    Named("Vietnamese", "ệữợđếx", "", _APART_BEFORE, _APART_AFTER),
    Named("Greek", "αβγδεζηθλ", "", _APART_BEFORE, _APART_AFTER[:5]),
    Named("Cyrillic", "абвгджзий", "\u0301", _APART_BEFORE, _APART_AFTER[:5]),
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


def bare(text: str) -> str:
    """The text as a reader has it who overlooks case, accents and what cannot be seen."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", text).casefold())
    return "".join(char for char in apart if unicodedata.category(char) not in ("Cf", "Mn"))


def words_left(names: Sequence[str], text: str) -> list[str]:
    """The words of names that have two letters or more and stand in the text all the same."""
    words = {bare(word) for name in names for word in name.split()}
    return sorted(word for word in words if len(word) > 1 and word in bare(text))
