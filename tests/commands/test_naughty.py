"""The big list of naughty strings as every text of every kind, through every view, format and error."""

import csv
import io
import json
import re
import unicodedata
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from shlex import split
from typing import Any

import pyte
import pytest
from conftest import Ran, program_in
from icalendar import Calendar  # noqa: TID253 - what reads the file back
from invented import DRAWN_BY_NAME, EXAMPLES, another, example
from readers import naughty_strings
from terminal import on_terminal
from wcwidth import wcswidth

from caseload.errors import Invalid
from caseload.output.clean import clean
from caseload.records.appointment import Appointment
from caseload.records.kinds import KINDS
from caseload.records.of.base import Record
from caseload.records.of.fields import Field, fields_of
from caseload.records.of.nature import Coded, Interval, LastFour, Rule, Stamp
from caseload.value import replace
from commands.conftest import Quick, holding

RULED = (Coded, Interval, Rule, Stamp)
"""Text that is none of people's own."""


def takes_any(kind: type[Record], field: Field) -> bool:
    """Whether people type what they like into it; what is voided would be seen nowhere."""
    ruled = {"void_reason", *DRAWN_BY_NAME} & {field.name, f"{kind.TABLE}.{field.name}"}
    return field.type is str and not (ruled or field.many or field.refers or any(map(field.is_a, RULED)))


def filled(strings: Sequence[str]) -> Iterator[Record]:
    """Records of every kind, in rounds, until each of the strings stands in one; what a field refuses another takes."""
    left, number = deque(strings), len(EXAMPLES)
    while left:
        before = len(left)
        for kind in KINDS:
            number += 1
            record: Record = another(example(kind), number)
            for field in fields_of(kind):
                for _ in range(len(left) if takes_any(kind, field) else 0):
                    try:
                        told: dict[str, Any] = {field.name: left[0]}
                        record = replace(record, **told)
                        left.popleft()
                        break
                    except Invalid:
                        left.rotate(-1)
            yield record
        assert len(left) < before, f"no field of any kind takes {list(left)}"


@dataclass(frozen=True)
class Naughty:
    """The strings that are not blank, the records that hold each twice, by typed id, and the program on them."""

    strings: list[str]
    records: dict[str, Record]
    program: Quick

    def at_terminal(self, *words: str) -> Ran:
        """What somebody sees in 80 columns."""
        return Quick(self.program.home, self.program.environ | {"COLUMNS": "80"}).answered("", *words)


@pytest.fixture(scope="module")
def naughty(tmp_path_factory: pytest.TempPathFactory) -> Naughty:
    strings = list(dict.fromkeys(one for one in naughty_strings() if one.strip()))
    every = [*EXAMPLES, *filled(strings * 2)]
    numbers: Counter[str] = Counter()
    records = {}
    for one in every:
        numbers[one.PREFIX] += 1
        records[f"{one.PREFIX}{numbers[one.PREFIX]}"] = one
    home = holding(tmp_path_factory.mktemp("naughty"), every)
    return Naughty(strings, records, Quick(home, program_in(home).environ))


def seen(shown: str) -> str:
    """What was shown without the program's own colours; fails for anything else that a terminal would obey or hide."""
    plain = re.sub(r"\x1b\[(?:0|1|1;31|32|35)m", "", shown)
    hidden = {one for one in set(plain) - {"\n"} if unicodedata.category(one) in {"Cc", "Cf", "Cs", "Zl", "Zp"}}
    assert {hex(ord(one)) for one in hidden} == set()
    return plain


UNSURE = re.compile("[\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff]")
"""Flags and tones of skin: some terminals draw one sign of two, some both."""

PAGES = (
    "show c1 --why", "today", "overdue", "overdue --why", "agenda", "agenda --heat", "visits", "gaps", "history",
    "report caseload", "report capacity", "report outcomes", "report time", "report served", "report duplicates",
    "drafts", "board authorization", "board benefit", "board release",
    "find alert", "find -- '\u00a1\u2122\u00a3'",
)  # fmt: skip
AS_TEXT = (
    "digest", "digest --format markdown", "digest --format html", "digest --format json", "agenda --ics", "packet c1",
    "handover", "show c1 --markdown", "show c1 --plain", "export all", "client list --csv", "note list --tsv",
)  # fmt: skip
"""What is text, of whatever width, on a terminal too."""


def test_every_list_and_page_only_shows_them_and_stays_within_the_screen(naughty: Naughty) -> None:
    lines = [*PAGES, *(f"{kind.TABLE} list" for kind in KINDS), *(f"show {ref}" for ref in naughty.records)]
    told = ""
    for line in lines:
        ran = naughty.at_terminal(*split(line))
        assert ran.code == 0, (line, ran.err)
        plain = seen(ran.out)
        seen(ran.err)
        told += plain
        wide = [one for one in plain.splitlines() if not UNSURE.search(one) and wcswidth(one) > 80]
        assert wide == [], line
    together = "".join(told.split())
    shown = {one for one in naughty.strings if "".join(clean(one).split()) in together}
    open_to_all = {
        field.of(record) for record in naughty.records.values() for field in fields_of(type(record))
        if takes_any(type(record), field) and not field.is_a(LastFour) and field.name not in ("source", "external_id")
    }  # fmt: skip
    assert set(naughty.strings) & open_to_all <= shown
    assert len(shown) > len(naughty.strings) * 0.98


@pytest.mark.parametrize("line", AS_TEXT)
def test_what_is_text_is_only_shown_too(naughty: Naughty, line: str) -> None:
    ran = naughty.at_terminal(*split(line))
    assert ran.code == 0
    seen(ran.out.replace("\t", " "))
    seen(ran.err)


@pytest.mark.parametrize("line", ["today", "show c1", "client list", "note list", "find alert", "digest --format html"])
def test_a_real_terminal_shows_what_was_sent_and_nothing_else(naughty: Naughty, line: str) -> None:
    """Every line where it belongs: none is overwritten, coloured over, or somewhere else on the screen."""
    sent = on_terminal(naughty.program, *split(line), columns=400)
    shown = pyte.Screen(400, sent.plain.count("\n") + 1)
    pyte.ByteStream(shown).feed(sent.raw)
    assert sent.code == 0
    for line_sent, line_shown in zip(sent.plain.splitlines(), shown.display, strict=False):
        # Of other letters terminals differ in the width.
        assert not line_sent.isascii() or line_shown.rstrip() == line_sent.rstrip()
    assert shown.title == ""


def test_files_give_back_what_was_stored_byte_for_byte(naughty: Naughty) -> None:
    """CSV and JSON of each kind, and everything in one file, which another caseload takes in and gives out again."""
    whole = naughty.program("export", "all")
    everything = json.loads(whole)
    for kind in KINDS:
        fields = [one for one in fields_of(kind) if takes_any(kind, one) and not one.is_a(LastFour)]
        want = {
            ref: {one.key: one.of(record) for one in fields}
            for ref, record in naughty.records.items() if type(record) is kind
        }  # fmt: skip
        typed = ("export", kind.TABLE, "--reveal", "--sensitive")
        rows = list(csv.DictReader(io.StringIO(naughty.program(*typed, "--csv"), newline="")))
        assert {row["id"]: {key: row[key] or None for key in want[row["id"]]} for row in rows} == want
        for found in (json.loads(naughty.program(*typed, "--json")), everything[kind.TABLE]):
            assert {row["id"]: {key: row[key] for key in want[row["id"]]} for row in found} == want
    again = Quick(naughty.program.home, naughty.program.environ | {"CASELOAD_DB": f"{naughty.program.home}/again.db"})
    again("import", "all", "-", stdin=whole)
    assert again("export", "all") == whole


class Words(HTMLParser):
    """The text of an HTML page, and the elements that it has."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words, self.elements = "", set[str]()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.elements.add(tag)
        assert not re.search(r"\bon\w+|javascript|src", repr(attrs)), attrs

    def handle_data(self, data: str) -> None:
        self.words += data


def test_a_page_for_mail_has_them_as_words_and_a_calendar_as_titles(naughty: Naughty) -> None:
    page = Words(naughty.program("digest", "--format", "html", "--always", "--names", "full"))
    assert page.elements.isdisjoint({"script", "img", "a", "iframe", "b", "div", "link", "object"})
    assert "<script" in page.words
    file = Calendar.from_ical(naughty.program("agenda", "--ics", "--names", "full"))
    titles = {str(one["SUMMARY"]).removeprefix("Ana Ruiz: ") for one in file.walk("VEVENT")}
    kept = {one.title for one in naughty.records.values() if isinstance(one, Appointment)}
    assert {one for one in kept if clean(one) == one} <= titles


def test_a_refusal_that_quotes_one_is_a_line_of_text(naughty: Naughty) -> None:
    """As a date, a record's id, and what is sought: refused or answered, never a fault, and only shown."""
    asked: list[tuple[str, ...]] = [("task", "add", "c1", "x", "--due", one) for one in naughty.strings]
    asked += [("show", "--", one) for one in naughty.strings[::12]]
    asked += [("find", "--", one) for one in naughty.strings[3::60]]
    for words in asked:
        ran = naughty.at_terminal(*words)
        assert ran.code in {0, 2, 3, 4}, (words, ran.err)
        assert seen(ran.err).count("\n") <= 1 or not ran.code, words
        seen(ran.out)
