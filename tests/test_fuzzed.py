"""Whatever is typed or stands in a file is read, or refused in a sentence; what was read, printed, reads the same.

A text that is nearly right goes further than one of chance: what is read well is cut, doubled, and strange pieces are
put in. `CASELOAD_FUZZ=deep pytest tests/test_fuzzed.py` tries twenty times as many.
"""

import json
import signal
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from io import BytesIO, TextIOWrapper
from itertools import islice
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from intake.test_everything import brought as brought_whole
from intake.test_transfer import elsewhere, taken, written
from invented import BUSY, new_store

from caseload.config import read_config
from caseload.errors import CaseloadError
from caseload.intake.answers import answers_in
from caseload.intake.asked import Asked, OnDup
from caseload.intake.calendars.appointments import Asked as AskedOfCalendar
from caseload.intake.calendars.appointments import import_calendars
from caseload.intake.calendars.components import calendars
from caseload.intake.calendars.occurrences import Horizon
from caseload.intake.delimited import table
from caseload.intake.guessing import guess
from caseload.intake.importing import import_rows
from caseload.intake.layout import Layout
from caseload.intake.mapping import read_map
from caseload.intake.toml_file import read_toml
from caseload.intake.values import Written
from caseload.output.toml import toml
from caseload.own_law.file import read_own_law
from caseload.records.client import Client
from caseload.records.instrument import HEADER, instrument_of
from caseload.records.kinds import KINDS
from caseload.records.note import Note
from caseload.records.of.base import Record, Vocabulary
from caseload.records.of.condition import OPERATORS, Known, parse_condition
from caseload.records.of.fields import public_fields
from caseload.records.of.scoring import answered, kept, outcome, read_answers
from caseload.records.task import Task
from caseload.records.template import HEADER as HEAD_OF_TEMPLATE
from caseload.records.template import template_of
from caseload.reports.everything import as_json
from caseload.reports.law import deadlines
from caseload.reports.rules import RULES, settled
from caseload.store.reads.listed import Wanted, listed
from caseload.store.shipped import FOLDER, TEMPLATES, shipped_as
from caseload.when.dates import DateOrder
from caseload.when.grammar import parse_when
from caseload.when.ranges import parse_range
from caseload.when.recorded import parse_recorded
from caseload.when.recurrence import Recurrence, following, occurrences, parse_every, parse_recurrence

NOW = datetime(2026, 11, 25, 9)
"""A Wednesday."""

MANY = settings(max_examples=settings().max_examples, suppress_health_check=BUSY)
SOME = settings(max_examples=settings().max_examples // 4, suppress_health_check=BUSY)
"""For what stores records."""

SECONDS = 20
"""Of the processor, for one text: what takes longer comes to no end."""


class NoEndError(Exception):
    """A text has kept the program busy."""


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise NoEndError


@contextmanager
def read_or_refused() -> Iterator[None]:
    """What the block reads comes to an end, and is refused by the program's own errors and by no others."""
    before = signal.signal(signal.SIGVTALRM, _stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        with suppress(CaseloadError):
            yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


PIECES = (
    *" \t\n\r\0\"'[](){},;:=.-+/\\#%&|~!<>*_0123456789TZ", "\r\n", "-1", "1.5", "0x10", "1_000", "9" * 30, "9" * 5000,
    "1e400", "-0", "nan", "inf", "NaN", "Infinity", "null", "none", "true", "false", "2026-02-30", "0000-00-00",
    "9999-12-31",
    "24:00", "25:61", "12am", "and", "or", "not", "every", "until", "times", "FREQ=", "BYDAY=", "é", "e\u0301", "２",
    "K",
    "ı", "ß", "\u2028", "\u202e", "\u00a0", "\ufeff", "\U0001f600", "((((", "[[[[", "{{{{", '""', "''", "\\u0000",
    "\\ud800",
    "[" * 3000, "(" * 3000, "a" * 3000,
)  # fmt: skip


@st.composite
def nearly(draw: st.DrawFn, samples: Sequence[str], *more: str) -> str:
    """One of the samples, with up to four spans cut out, doubled, or replaced."""
    text = draw(st.sampled_from(samples))
    pieces = st.sampled_from(PIECES + more) | st.text(max_size=4)
    for _ in range(draw(st.integers(0, 4))):
        first = draw(st.integers(0, len(text)))
        last = min(len(text), first + draw(st.sampled_from([0, 0, 1, 2, 5, 20, 200])))
        how = draw(st.sampled_from(["put", "put", "cut", "double"]))
        put = draw(pieces) if how == "put" else text[first:last] * 2 if how == "double" else ""
        text = text[:first] + put + text[last:]
    return text


def typed(*samples: str) -> st.SearchStrategy[str]:
    """What is typed; bytes of a command line that are no text come in as half characters."""
    return nearly(samples, "\udc80", "\ud800")


def in_file(*samples: str) -> st.SearchStrategy[bytes]:
    """What stands in a file, in UTF-8 or not quite."""
    texts = nearly(samples).map(lambda text: text.encode("utf-8", "replace"))
    return texts | st.tuples(texts, st.binary(max_size=3)).map(lambda pair: pair[0] + pair[1] + pair[0][:20])


def stdin(data: bytes) -> TextIOWrapper:
    return TextIOWrapper(BytesIO(data), "utf-8", "surrogateescape")


# What is typed

DATES = (
    "today", "yesterday", "fri", "next monday", "+3d", "-2w", "+10bd", "+6m", "30 nov", "nov 30 2027",
    "30 november 2026",
    "2026-11-30", "2026-11-30T14:30", "2026-11-30 14:30", "11/30/2026", "30.11.2026", "fri 2pm", "mon@9:05am",
    "14:30", "now",
)  # fmt: skip
ORDERS = st.none() | st.sampled_from(DateOrder)


@MANY
@given(text=typed(*DATES), order=ORDERS, past=st.booleans())
def test_a_date_as_typed(text: str, order: DateOrder | None, past: bool) -> None:
    with read_or_refused():
        found = parse_when(text, NOW, past=past, date_order=order)
        assert parse_when(str(found), NOW, past=past, date_order=order) == found


@MANY
@given(text=typed(*DATES, "2026-11-30T14:30:00Z", "2026-11-30T14:30:59.5+05:45", "11/30/2026 2:30 PM"), order=ORDERS)
def test_a_date_in_a_file(text: str, order: DateOrder | None) -> None:
    with read_or_refused():
        found = parse_recorded(text, order, UTC)
        assert parse_recorded(str(found), order, UTC) == found


@MANY
@given(
    text=typed("7d", "week", "last month", "quarter", "overdue", "none", "2026-11-01..fri", "..+2w", "fri..", *DATES)
)
def test_a_range_of_days(text: str) -> None:
    with read_or_refused():
        found = parse_range(text, NOW.date())
        if found.first or found.last:
            assert parse_range(f"{found.first or ''}..{found.last or ''}", NOW.date()) == found
        else:
            assert found.none != found.overdue


RECURRENCES = (
    "2w", "every 3 months", "monthly", "mon,thu", "2w on tue 9 times", "1m until 2027-03-01", "1m on last fri",
    "1y on feb 29",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", "FREQ=MONTHLY;BYDAY=-1FR;COUNT=10", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
    "RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;UNTIL=20301231", "FREQ=DAILY;UNTIL=20270101T000000Z",
)  # fmt: skip


@MANY
@given(text=typed(*RECURRENCES), day=st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_what_comes_round_again(text: str, day: date) -> None:
    with read_or_refused():
        kept_text = parse_recurrence(text)
        assert parse_recurrence(kept_text) == kept_text
        rule = Recurrence.parse(kept_text)
        days = list(islice(occurrences(rule, day, day, date(2200, 12, 31)), 5))
        assert days == sorted(set(days))
        after = following(rule, day, day, day)
        assert after is None or after.day > day


@MANY
@given(text=typed(*RECURRENCES))
def test_an_interval(text: str) -> None:
    with read_or_refused():
        assert parse_every(parse_every(text)) == parse_every(text)


def _comparisons(kind: type[Record]) -> st.SearchStrategy[str]:
    """One field, one operator and one value, more or less of its sort."""
    values = [
        "none",
        "fri",
        "2026-11",
        "..fri",
        "t1",
        "c1",
        "ana",
        "12",
        "-1.5",
        "yes",
        "'a b'",
        '"x ""y"""',
        "O'Neill",
    ]
    words = [
        str(word) for one in public_fields(kind) if issubclass(one.type, Vocabulary) for word in list(one.type)[:2]
    ]
    fields = st.sampled_from([one.key for one in public_fields(kind)])
    return st.tuples(fields, st.sampled_from(OPERATORS), st.sampled_from(values + words)).map(" ".join)


@st.composite
def conditions(draw: st.DrawFn) -> tuple[type[Record], str]:
    """A kind, and what is nearly a condition on it."""
    kind = draw(st.sampled_from(KINDS))
    parts = draw(st.lists(_comparisons(kind), min_size=1, max_size=4))
    joined = draw(st.sampled_from([" and ", " or ", " and not ", ") or ("])).join(parts)
    return kind, draw(st.just(joined) | st.just(f"not ({joined})") | typed(joined))


@settings(MANY, max_examples=settings().max_examples * 2)
@given(asked=conditions(), down=st.booleans())
def test_a_condition_and_the_sql_that_comes_of_it(asked: tuple[type[Record], str], down: bool) -> None:
    kind, text = asked
    store = new_store()
    with read_or_refused():
        condition = parse_condition(kind, text, Known(NOW, None, lambda _: 1))
        sort = tuple(f"{'-' * down}{one.key}" for one in public_fields(kind)[:40:7])
        found = [one.id for one in listed(store, kind, Wanted(statuses=(), where=condition, sort=sort), NOW)]
        turned = parse_condition(kind, f"not ({text})", Known(NOW, None, lambda _: 1))
        others = [one.id for one in listed(store, kind, Wanted(statuses=(), where=turned), NOW)]
        assert not set(found) & set(others)
        assert len(found) + len(others) == len(store.select(kind, "voided_at is null"))


# Files

TABLES = {
    Task: 'title,due,client,status,priority\nCall,2026-11-30,c1,ready,urgent\n"Two\nlines",,,done,\n',
    Client: "name;born_on;phone;tags\nAna Ruiz;11/30/1980;00501;court high\nBo Li;;+1 555;\n",
    Note: 'external_id\tclient\toccurred\tbody\tmode\nN1\tAna Ruiz\t2026-11-20 14:30\tSaid "yes"\tphone\n',
}  # fmt: skip


@SOME
@given(data=st.sampled_from(list(TABLES)).flatmap(lambda kind: st.tuples(st.just(kind), in_file(TABLES[kind]))))
def test_a_table_by_the_map_that_is_guessed_for_it(
    data: tuple[type[Record], bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever a map makes of a table, the same table again adds nothing."""
    kind, content = data
    store, place = new_store(), tmp_path_factory.getbasetemp() / "fuzzed.toml"

    def bring() -> int:
        with table("-", stdin(content)) as read:
            header, rows = read.header, list(read.rows)
        asked = Asked(
            kind=kind, source="s", on_dup=OnDup.SKIP, written=Written(said.date_order, UTC), now=NOW, is_named=True,
            takes_namesakes=True, reject=lambda *_: None,
        )  # fmt: skip
        with store.step("import", bulk=True):
            return sum(import_rows(store, iter(rows), Layout(said, kind, header), asked).added.values())

    with read_or_refused():
        with table("-", stdin(content)) as read:
            place.write_text(guess(kind, read), "utf-8")
        said = read_map(place)
        bring()
        assert bring() == 0


MAP = """date_order = "mdy"
leave_out = ["Remarks", "X"]
[columns]
"Client Name" = "client"
"What" = "title"
Due = "due"
[values.Status]
"Open" = "ready"
"*" = { status = "on-hold", title = "*" }
[constants]
priority = "urgent"
[join]
title = " - "
"""


@MANY
@given(data=in_file(MAP))
def test_a_map(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    place = tmp_path_factory.getbasetemp() / "fuzzed.toml"
    place.write_bytes(data)
    with read_or_refused():
        said = read_map(place)
        layout = Layout(said, Task, ["Client Name", "What", "Due", "Status", "Remarks"])
        assert set(layout.texts(["Ana Ruiz", "Call", "", "Open", "no"])) <= layout.keys


def _files_in(folder: Path) -> list[str]:
    return [one.read_text("utf-8") for one in sorted(folder.glob("*.toml"), key=lambda one: one.stat().st_size)[:3]]


@MANY
@given(data=in_file(*_files_in(FOLDER)))
@example(b"name = 'a'\ntitle = 'b'\nversion = '1'\n[[items]]\ncode = 'x'\n[x]\n")
def test_an_instrument(data: bytes) -> None:
    with read_or_refused():
        one = instrument_of(read_toml("-", stdin(data), "instrument", "phq-9"))
        head = {key: str(getattr(one, key)) for key in HEADER if getattr(one, key) is not None}
        again = instrument_of(tomllib.loads(toml(head | json.loads(one.definition))))
        assert (again.named, again.title, again.read()) == (one.named, one.title, one.read())


@MANY
@given(data=in_file(*_files_in(TEMPLATES)))
def test_a_template(data: bytes) -> None:
    with read_or_refused():
        one = template_of(read_toml("-", stdin(data), "template", "release"))
        head = {key: str(getattr(one, key)) for key in HEAD_OF_TEMPLATE}
        again = template_of(tomllib.loads(toml(head | dict(sorted(json.loads(one.definition).items())))))
        assert again.read() == one.read()


CONFIG = """timezone = "America/Chicago"
date_order = "mdy"
database = "~/x.db"
sign = "on-save"
[privacy]
names = "handle"
[backup]
every = "7d"
folder = "~/copies"
[retention]
period = "7y"
source = "state law"
[capacity]
hours = 37.5
[calendar]
alarm = 30
[sender]
name = "Kim Park"
[holidays]
country = "US"
state = "OH"
extra = ["12-24", 2026-12-31]
except = ["Columbus Day"]
[rules.contact]
every = "1m"
lead = "2bd"
grace = "3d"
roll = "workday"
collateral = true
acuity = { 1 = "2w" }
[rules.attempts]
attempts = 4
[rules."silent"]
off = true
[transport]
lead = "2bd"
[transport."MTM"]
lead = "5bd"
[payers."Medicaid"]
rounding = "eight-minute"
"""
LAW = """[clock.medicaid-hearing]
count = "60d"
source = "OAR 410"
from = 2027-01-01
until = 2027-12-31
[[clock.tanf-hearing]]
label = "hearing"
anchor = "notice_on"
count = "90d"
source = "x"
[poverty.2027]
effective = 2027-01-15
source = "FR"
contiguous = { first = 16300, additional = 5800 }
[limit.snap]
percent = 130
year = 2026
source = "x"
[amount.medicare-l3.2028]
dollars = 210
source = "x"
[mileage.2026-07-01]
cents = 70
source = "x"
"""


@MANY
@given(data=in_file(CONFIG, CONFIG[60:]), law=in_file(LAW, LAW[300:]))
def test_settings_and_ones_own_law(data: bytes, law: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    place = tmp_path_factory.getbasetemp() / "config.toml"
    place.write_bytes(data)
    place.with_name("rules.toml").write_bytes(law)
    with read_or_refused():
        settled(read_config(place))
    with read_or_refused():
        read_own_law(str(place.with_name("rules.toml")))
        place.write_text("")
        assert deadlines(read_config(place)).keys


def _calendar(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *lines, "END:VCALENDAR", ""])


EVENT = (
    "BEGIN:VEVENT",
    "UID:a@x",
    "SUMMARY:Group\\, with a very long",
    "  title",
    "DTSTART;TZID=America/New_York:20261130T090000",
)
CALENDARS = (
    _calendar(*EVENT, "DURATION:PT45M", "STATUS:CANCELLED", "SEQUENCE:3", "END:VEVENT"),
    _calendar(
        *EVENT, "DTEND;TZID=America/New_York:20261130T100000", "RRULE:FREQ=WEEKLY;BYDAY=MO,WE;COUNT=20",
        "EXDATE;TZID=America/New_York:20261202T090000", "RDATE:20261224T150000Z", "END:VEVENT",
        "BEGIN:VEVENT", "UID:a@x", "RECURRENCE-ID;TZID=America/New_York:20261207T090000", "DTSTART:20261208T150000Z",
        "END:VEVENT", "BEGIN:VTODO", "UID:t@x", "END:VTODO",
    ),
    _calendar(
        "BEGIN:VTIMEZONE", "TZID:Here", "BEGIN:STANDARD", "DTSTART:20001029T020000", "TZOFFSETFROM:-0400",
        "TZOFFSETTO:-0500", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "END:STANDARD", "END:VTIMEZONE",
        "BEGIN:VEVENT", "UID:b@x", "DTSTART;TZID=Here:20261130T090000",
        "RRULE:FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20270501T000000Z",
        "DESCRIPTION:c1", "END:VEVENT", "BEGIN:VEVENT", "UID:c@x", "DTSTART;VALUE=DATE:20261130",
        "DTEND;VALUE=DATE:20261202", "END:VEVENT",
    ),
)  # fmt: skip


@SOME
@given(data=in_file(*CALENDARS))
def test_a_calendar(data: bytes) -> None:
    """The same calendar again adds nothing, whatever is in it."""
    store = new_store()
    asked = AskedOfCalendar(
        source="s.ics", on_dup=OnDup.UPDATE, constants={}, written=Written(None, UTC), now=NOW,
        horizon=Horizon(date(2026, 10, 26), date(2027, 11, 26)),
    )  # fmt: skip

    def bring() -> int:
        with store.step("import appointment", bulk=True):
            return import_calendars(store, calendars("-", stdin(data)), asked).added

    with read_or_refused():
        bring()
        assert bring() == 0


ODD: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, 10**30, "", " ", "c1", "t99", "x\0y", "\ud800", "2026-02-30", "2026-11-30T25:00",
    [], ["a"], [None],
    [["a"]], {}, {"a": 1}, "[" * 2000, "9" * 5000, "entered-in-error", "none",
)  # fmt: skip


@st.composite
def changed(draw: st.DrawFn, made: Callable[[], dict[str, Any]]) -> str:
    """The JSON of an object, in which up to three values, keys or rows are others, doubled or gone."""
    whole = json.loads(json.dumps(made()))
    for _ in range(draw(st.integers(0, 3))):
        at: Any = whole
        for _ in range(draw(st.integers(0, 3))):
            inside: Any = list(at) if isinstance(at, dict) else range(len(at))
            below = [key for key in inside if isinstance(at[key], dict | list) and at[key]]
            if not below:
                break
            at = at[draw(st.sampled_from(below))]
        keys: Any = list(at) if isinstance(at, dict) else list(range(len(at)))
        key: Any = draw(st.sampled_from(keys)) if keys else "a"
        how = draw(st.sampled_from(["other", "other", "gone", "more"]))
        with suppress(KeyError, IndexError, TypeError):
            if how == "gone":
                del at[key]
            elif how == "more" and isinstance(at, list):
                at.append(at[key])
            elif how == "more":
                at[draw(st.sampled_from(["id", "schema", "client", "nosuch", "own"]))] = draw(st.sampled_from(ODD))
            else:
                at[key] = draw(st.sampled_from(ODD))
    return json.dumps(whole)


def _everything() -> dict[str, Any]:
    found: dict[str, Any] = json.loads("".join(as_json(new_store())))
    return found


def _transfer() -> dict[str, Any]:
    store = new_store()
    found: dict[str, Any] = json.loads(written(store, store.get(Client, 1)))
    return found


@SOME
@given(text=changed(_everything))
def test_an_export_of_everything(text: str) -> None:
    with read_or_refused():
        whole = "".join(as_json(brought_whole(text)))
        assert "".join(as_json(brought_whole(whole))) == whole


@SOME
@given(text=changed(_transfer))
def test_a_transfer(text: str) -> None:
    """Sent again it brings nothing."""
    there = elsewhere()
    with read_or_refused():
        taken(there, text)
        before = "".join(as_json(there))
        taken(there, text)
        assert "".join(as_json(there)) == before


ANSWERS = (
    "item,answer\n1,2\n2,several days\n9,0\n", "1=2\n2: 3\n# a remark\n9 = declined\n",
    '{"1": 2, "2": "several days", "9": null}',
    '[{"item": "1", "answer": 2}, {"item": 2, "answer": ["3"]}]', "item;answer\n44250-9;LA6569-3\n",
    "item\tanswer\n1\t1.0\n",
)  # fmt: skip


@MANY
@given(data=in_file(*ANSWERS), name=st.sampled_from(["phq-9", "ahc-hrsn", "hunger-vital-sign"]))
def test_answers_to_a_screening_tool(data: bytes, name: str) -> None:
    one = shipped_as(name)
    assert one is not None
    definition = one.read()
    with read_or_refused():
        found = answered(definition, answers_in("-", stdin(data)))
        outcome(definition, found)
        assert answered(definition, read_answers(kept(found))) == found


def test_every_rule_of_the_settings_that_are_fuzzed_is_one(tmp_path: Path) -> None:
    """Else only refusals would be tried."""
    place = tmp_path / "config.toml"
    place.write_text(CONFIG)
    assert len(settled(read_config(place))) == len(RULES)
    place.with_name("rules.toml").write_text(LAW)
    assert read_own_law(str(place.with_name("rules.toml"))).mileage
    place.with_name("map.toml").write_text(MAP)
    assert read_map(place.with_name("map.toml")).columns
    for kind, content in TABLES.items():
        with table("-", stdin(content.encode())) as read:
            assert guess(kind, read)
