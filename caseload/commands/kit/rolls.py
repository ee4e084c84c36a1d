"""Who came, as it is said for a group: by a key a person, by the exceptions, or in a file."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from textwrap import wrap
from typing import NamedTuple

from caseload.actions.rolling import Mark
from caseload.commands.kit.keys import keys
from caseload.errors import Ambiguous, CaseloadError, Invalid, Refused, aside, quoted, spoken
from caseload.intake.piped import decoded, read_small
from caseload.output.terminal import prompt, warn
from caseload.records.attendance import Attended
from caseload.records.client import Client
from caseload.records.enrollment import Enrollment
from caseload.records.kinds import parse_ref
from caseload.records.of.names import begins, fold, readings, said_as
from caseload.session import Session
from caseload.store import lookup


class Member(NamedTuple):
    """One of the group."""

    record: Enrollment
    client: Client

    @property
    def said(self) -> str:
        """Id, and at a terminal who it is."""
        return f"{self.record.ref}{aside(self.client.handle)}"


PRESENT, ABSENT = Mark(Attended.YES), Mark(Attended.NO)

_WORDS: Mapping[str, Mark] = {
    **dict.fromkeys(("present", "yes", "y", "p", "x", "1", "true", "here", "attended"), PRESENT),
    **dict.fromkeys(("absent", "no", "n", "a", "0", "false", "missed", "noshow", "no-show"), ABSENT),
    **dict.fromkeys(("late", "l", "tardy"), Mark(Attended.LATE)),
    **dict.fromkeys(("excused", "e", "exc"), Mark(Attended.NO, excused=True)),
}

ACCEPTED = "present, absent, late, excused; or yes, no"


def mark_of(word: str, field: str) -> Mark:
    """What a word says of somebody; raises Invalid for another."""
    found = _WORDS.get(fold(word).replace("_", "-"))
    if found is None:
        raise Invalid("says not whether somebody came", ACCEPTED, typed=word, field=field)
    return found


class Group(NamedTuple):
    """Those of whom a roll is taken, by family name."""

    session: Session
    program: str
    day: str
    members: Sequence[Member]

    def named(self, text: str) -> Member:
        """The one of the group who is meant: by id, handle, whole name, or beginnings of it.

        Raises Refused for who is not enrolled, NotFound for nobody, Ambiguous for a name that fits two.
        """
        words = text.strip()
        for found in self._answering(words):
            if len(found) == 1:
                return found[0]
            if found:
                said = f'"{quoted(words)}" could be {len(found)} of {self.program}'
                raise Ambiguous(said, [one.said for one in found])
        if (ref := parse_ref(words)) and ref[0] is Enrollment:
            raise Refused(f"{words} is not enrolled in {self.program} on {self.day}", "see caseload enrollment list")
        client = lookup.client(self.session.store, words)
        add = f"caseload enrollment add {client.ref} {self.program} --from {self.day}"
        raise Refused(f"{client.ref}{aside(client.name)} is not enrolled in {self.program} on {self.day}", add)

    def _answering(self, words: str) -> Iterator[list[Member]]:
        wanted, whole = fold(words), readings(words)
        yield [one for one in self.members if wanted in (one.record.ref, one.client.ref, one.client.handle)]
        yield [one for one in self.members if whole & said_as(*_parts(one.client))]
        yield [
            one for one in self.members
            if any(begins(words, part) for part in lookup.spoken(one.client.handle, *_parts(one.client)))
        ]  # fmt: skip


def _parts(client: Client) -> tuple[str | None, str | None, str | None]:
    return client.given_name, client.family_name, client.preferred_name


Marks = dict[int, Mark]
"""What is said, by the number of the enrollment."""


def by_exception(group: Group, all_: str | None, said: Mapping[str, Sequence[str]]) -> Marks:
    """Everyone as `all_` says but those who are named: excepted, late, absent, excused; or those alone.

    Raises Invalid for one who is named twice, and where an exception is of nothing.
    """
    usual = mark_of(all_, "--all") if all_ is not None else None
    marks: Marks = dict.fromkeys((one.record.id for one in group.members), usual) if usual else {}
    if said.get("--except") and usual is None:
        raise Invalid("is an exception to nothing", "--all yes beside it", field="--except")
    named: dict[int, str] = {}
    for flag, texts in said.items():
        for text in (part for several in texts for part in several.split(",") if part.strip()):
            who, _, more = text.partition("=")
            one = group.named(who)
            if one.record.id in named:
                raise Invalid(f"{one.said} is named twice", "each once", typed=who.strip(), field=flag)
            named[one.record.id] = flag
            marks[one.record.id] = _special(flag, more.strip(), usual)
    return marks


def _special(flag: str, more: str, usual: Mark | None) -> Mark:
    if flag == "--late":
        return Mark(Attended.LATE, minutes(more, flag) if more else None)
    if flag == "--excused":
        return Mark(Attended.NO, excused=True, reason=more or None)
    if more:
        raise Invalid("takes no more than who it is", "ana, joe", typed=more, field=flag)
    if flag == "--present" or (flag == "--except" and usual and usual.attended is Attended.NO):
        return PRESENT
    return ABSENT


def minutes(text: str, field: str) -> int:
    """A number of minutes; raises Invalid for what is none."""
    bare = text.removesuffix("min").removesuffix("m").strip()
    if not (bare.isascii() and bare.isdecimal() and len(bare) < 5):
        raise Invalid("is no number of minutes", "such as max-lee=10", typed=text, field=field)
    return int(bare)


_HEADINGS = {
    "who": ("client", "name", "client name", "participant", "member", "handle", "id", "enrollment", "who"),
    "came": ("attended", "attendance", "present", "came", "status"),
    "late": ("minutes_late", "minutes late", "late", "minutes"),
    "reason": ("reason", "excuse", "why"),
}


def in_file(group: Group, place: str) -> Marks:
    """What a file of rows says, a person a row: who, and whether they came; with how late and why where it says so.

    Raises a refusal that names the lines at fault; an empty cell says nothing.
    """
    import csv

    text = decoded(read_small(place, group.session.inp, "a CSV file, or - for stdin"), "FILE").lstrip("\ufeff")
    lines = text.strip().splitlines()
    if not lines:
        raise Invalid("holds no rows", "a CSV with client and attended; or --all yes --except NAME,...", field="FILE")
    between = next((sign for sign in (",", ";", "\t") if sign in lines[0]), ",")
    rows = list(csv.reader(StringIO("\n".join(lines)), delimiter=between))
    heads = [fold(cell).strip("?:* ") for cell in rows[0]]
    places = {key: at for key, names in _HEADINGS.items() for at, head in enumerate(heads) if head in names}
    start = 1 if {"who", "came"} <= places.keys() else 0
    if not start:
        places = {"who": 0, "came": 1}
    return _of_rows(group, places, rows, start)


def _of_rows(group: Group, places: Mapping[str, int], rows: Sequence[Sequence[str]], start: int) -> Marks:
    marks: Marks = {}
    faults: list[tuple[int, CaseloadError]] = []
    for line, row in enumerate(rows[start:], start + 1):
        cells = {key: row[at].strip() if at < len(row) else "" for key, at in places.items()}
        if not cells["who"] or not cells["came"]:
            continue
        try:
            mark = mark_of(cells["came"], "attended")
            late = minutes(cells["late"], "late") if cells.get("late") and mark.attended is Attended.LATE else None
            one = group.named(cells["who"])
            if one.record.id in marks:
                raise Invalid(f"{one.said} is there twice", "a row a person")
            why = cells.get("reason") or None
            marks[one.record.id] = mark._replace(
                minutes_late=late, reason=why if mark.attended is Attended.NO else None
            )
        except CaseloadError as error:
            faults.append((line, error))
    if faults:
        told = ", ".join(f"line {line}: {error.what}" for line, error in faults[:5])
        more = f", and {len(faults) - 5} more" if len(faults) > 5 else ""
        raise Refused(f"nothing was written, {told}{more}", faults[0][1].next_step)
    return marks


_HOW = "p present, l late, a absent, e excused, b back, Enter leaves as it is, q ends"
_KEYS = {"p": PRESENT, "a": ABSENT, "e": Mark(Attended.NO, excused=True), "l": Mark(Attended.LATE)}


def at_terminal(group: Group, before: Mapping[int, str]) -> Marks:
    """A key a person; what was said until `q`. Ctrl-C leaves everything as it was."""
    session, marks, place = group.session, Marks(), 0
    _say(session, _HOW)
    with keys(session.inp, session.terminal) as typed:
        while place < len(group.members):
            one = group.members[place]
            number = one.record.id
            known = _said(marks[number]) if number in marks else before.get(number, "")
            named = f"{place + 1}/{len(group.members)} {one.client.name}" + (f" [{known}]" if known else "")
            _ask(session, f"{named}:")
            key = typed.key()
            if key[:1] in _KEYS:
                marks[number] = _KEYS[key[:1]]
                if key[:1] == "l":
                    prompt(session.terminal, "late, minutes?")
                    marks[number] = Mark(Attended.LATE, typed.number())
                else:
                    warn(session.terminal, _said(marks[number]))
                place += 1
                continue
            warn(session.terminal, {"b": "back"}.get(key, ""))
            if key in ("q", "", "\x04"):
                break
            if key == "b":
                place = max(place - 1, 0)
            elif key == "\n":
                place += 1
            else:
                _say(session, _HOW)
    return marks


def _said(mark: Mark) -> str:
    if mark.attended is Attended.LATE:
        return f"late {mark.minutes_late} min" if mark.minutes_late else "late"
    return "present" if mark.attended is Attended.YES else "excused" if mark.excused else "absent"


def counted(marks: Iterable[Mark]) -> str:
    """How many were there: 37 present, 1 late, 2 absent."""
    words = [_said(mark).split(" ")[0] for mark in marks]
    return ", ".join(f"{words.count(one)} {one}" for one in ("present", "late", "absent", "excused") if one in words)


def _say(session: Session, line: str) -> None:
    for part in _lines(session, line):
        warn(session.terminal, part)


def _ask(session: Session, line: str) -> None:
    *before, last = _lines(session, line)
    for part in before:
        warn(session.terminal, part)
    prompt(session.terminal, last)


def _lines(session: Session, line: str) -> list[str]:
    return wrap(spoken(line, at_terminal=True), session.terminal.width, subsequent_indent="  ") or [""]
