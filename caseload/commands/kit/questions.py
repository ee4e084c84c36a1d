"""A screening tool asked item by item on a terminal: by number or word, back, skipped, interrupted."""

import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from textwrap import wrap
from types import FrameType
from typing import Any, NamedTuple, NoReturn

from caseload.errors import Invalid, quoted, spoken
from caseload.output.terminal import warn
from caseload.records.of.questionnaire import MISSING, Definition, Item
from caseload.records.of.scoring import is_flagged, said_of, told
from caseload.session import Session


class Asked(NamedTuple):
    """The answers by item, and whether every item was come to."""

    answers: dict[str, Mapping[str, Any]]
    is_whole: bool


_SKIP = f"a number or a word of these, or to skip it {', '.join(MISSING)}"
_HOW = f"a number or a word; back; {', '.join(MISSING)}; stop keeps what there is"


def ask(
    session: Session, title: str, definition: Definition, known: Mapping[str, Mapping[str, Any]],
    keep: Callable[[Mapping[str, Mapping[str, Any]]], None],
) -> Asked:  # fmt: skip
    """Ask every item that is not `known`, the first of them first; what was answered so far where it is interrupted.

    `keep` has what there is after each answer, so that not even a kill loses it.
    """
    answers = dict(known)
    items = definition.items
    place = next((at for at, item in enumerate(items) if item.code not in answers), len(items))
    _say(session, title, _HOW, *filter(None, (definition.asks,)))
    try:
        with _stopping():
            while place < len(items):
                item = items[place]
                typed = _ask_one(session, item, f"{place + 1}/{len(items)}", answers.get(item.code))
                if typed == "back":
                    place = max(place - 1, 0)
                    continue
                try:
                    answers[item.code] = told(definition, item, typed)
                except Invalid as error:
                    # What the item takes stands below once more.
                    _say(session, f'"{quoted(typed)}" is no answer; {_SKIP}' if error.typed else str(error))
                    continue
                _flag(session, definition, item, answers[item.code])
                keep(answers)
                place += 1
    except (KeyboardInterrupt, EOFError):
        warn(session.terminal, "")
        return Asked(answers, is_whole=False)
    return Asked(answers, is_whole=True)


def _ask_one(session: Session, item: Item, place: str, before: Mapping[str, Any] | None) -> str:
    """What was typed to one item; raises EOFError where nothing comes any more, or to stop."""
    mark = f" ({item.mark})" if item.mark else ""
    several = " (several, with commas)" if item.multiple else ""
    _say(session, f"{place} {item.wording or item.label}{several}{mark}")
    for option in item.options:
        number = item.number(option)
        _say(session, f"  {number}" if number == option.label else f"  {number} {option.label}")
    if before:
        _say(session, f"  Enter keeps: {said_of(item, before)}")
    while True:
        line = session.inp.readline()
        typed = line.strip()
        if not line or typed.casefold() in ("stop", "quit", "q"):
            raise EOFError
        if typed.casefold() in ("back", "b"):
            return "back"
        if typed.casefold() in ("?", "help"):
            _say(session, _HOW)
            continue
        if typed:
            return typed
        if before:
            return said_of(item, before)
        _say(session, _SKIP)


def _flag(session: Session, definition: Definition, item: Item, answer: Mapping[str, Any]) -> None:
    """Say at once that someone must act on an answer."""
    for flag in definition.flags:
        if item.code in flag.items and is_flagged(flag, answer.get("points")):
            _say(session, f"! {flag.says}")


def _say(session: Session, *lines: str) -> None:
    """Lines for the person, broken between words where the screen is narrower."""
    width = session.terminal.width
    for line in lines:
        indent = " " * (len(line) - len(line.lstrip()) + 2)
        for part in wrap(spoken(line, at_terminal=True), width, subsequent_indent=indent, drop_whitespace=True) or [""]:
            warn(session.terminal, part)


@contextmanager
def _stopping() -> Iterator[None]:
    """A closed terminal or a kill interrupts as Ctrl-C does, so that what was answered is kept."""
    try:
        before = {number: signal.signal(number, _stop) for number in (signal.SIGTERM, signal.SIGHUP)}
    except ValueError:
        # Not in the main thread: whoever runs it there answers signals itself.
        before = {}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
