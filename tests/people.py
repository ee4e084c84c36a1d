"""Names of people in twenty scripts, and the ways in which one name comes to be written."""

import unicodedata

from hypothesis import strategies as st

SCRIPTS = (
    "Zoë", "Łukasz", "Straße", "Иван", "Ελένη", "Հայկ", "ნინო", "דוד", "محمد", "पूजा", "অনিতা", "ਹਰਪ੍ਰੀਤ", "ગીતા", "தமிழ்",
    "లక్ష్మి", "ಕವಿತಾ", "സീത", "නිමල්", "สุดา", "ຄຳ", "သီရိ", "សុខា", "ሰላም", "王伟", "みどり", "サクラ", "김민수", "བསོད་ནམས",
)  # fmt: skip
"""A name in each of more than twenty scripts."""

MARKED = (
    "O'Neill",
    "O’Brien",
    "D‘Angelo",
    "Smith-Jones",
    "Aikin‑Roel",
    "St. John",
    "ʻAkamu",
    "Mary Kate",
    "Jean–Luc",
    "J.R.",
)
"""Names with apostrophes, hyphens, full stops and blanks."""

_LETTERS = st.lists(st.sampled_from((*"abMeéßİıñйąå王ガ김", "งุ", "क्")), min_size=1, max_size=6).map("".join)

NAMES = st.sampled_from((*SCRIPTS, *MARKED, "Ana", "Ruiz", "Mei", "James", "Frank", "van der Berg")) | _LETTERS
"""Given or family names."""

UNSEEN = ("\u200b", "\u200e", "\u200f", "\u202a", "\u2060", "\ufeff", "\xad", "\ufe0f")
_BLANKS = ("\xa0", "\u2009", "\u3000", "  ", "\t")
_SAME = {"'": "'’‘ʼ`´′", "-": "-‐‑–—−", " ": " "}


@st.composite
def respelled(draw: st.DrawFn, name: str) -> str:
    """The name with other apostrophes, hyphens, blanks, capitals and code points, and with what nobody sees in it."""
    found = []
    for char in unicodedata.normalize("NFD", name) if draw(st.booleans()) else name:
        same = next((alike for alike in _SAME.values() if char in alike), char)
        found.append(draw(st.sampled_from(_BLANKS if char == " " else tuple(same))))
        if draw(st.integers(0, 4)) == 0:
            found.append(draw(st.sampled_from(UNSEEN)))
    text = "".join(found)
    return draw(st.sampled_from((text, text.upper(), text.lower())))
