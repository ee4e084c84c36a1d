"""What a merge asks and tells: what both copies have changed, and what became of it all."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from shlex import quote
from textwrap import wrap
from typing import NamedTuple

from caseload.commands.kit.alike import tell_alike
from caseload.daily.out import withholds
from caseload.errors import Invalid, Refused, spoken
from caseload.intake.merging.plan import Clash, Plan
from caseload.intake.merging.taking import Taken
from caseload.output.clean import shown
from caseload.output.column import Column
from caseload.output.emit import emit
from caseload.output.terminal import warn
from caseload.records.kinds import kind_of, many
from caseload.records.of.base import MASK
from caseload.session import Session
from caseload.store.history import between
from caseload.store.reads import namesakes
from caseload.store.reads.guarded import is_guarded
from caseload.store.touched import touched
from caseload.when.dates import local

Decisions = dict[tuple[str, tuple[str, ...]], bool]
_FEW = 10
_LINES = 8
"""So many lines of a long text are shown where it is asked about."""


class _Line(NamedTuple):
    """One field that both copies have changed."""

    ref: str
    record: str
    field: str
    ours: object
    theirs: object


_COLUMNS = (
    Column[_Line]("id", lambda one: one.ref),
    Column[_Line]("field", lambda one: one.field),
    Column[_Line]("ours", lambda one: one.ours, text=True),
    Column[_Line]("theirs", lambda one: one.theirs, text=True),
)


def decide(session: Session, clashes: Sequence[Clash], said: bool | None, file: Path, *, reveal: bool) -> Decisions:
    """Whether theirs counts, for each: as was `said` for all, else as somebody answers.

    Raises Invalid, after all of them are listed, where nobody can be asked.
    """
    if said is None and session.interactive and not session.dry_run:
        return _asked(session, clashes, file, reveal=reveal)
    lines = [line for one in clashes for line in _lines(session, one, reveal=reveal)]
    emit(lines, _COLUMNS, session.form, session.terminal)
    if said is None:
        count = "1 thing was" if len(clashes) == 1 else f"{len(clashes)} things were"
        what = f"nothing was merged: {count} changed in both copies, and nobody is asked"
        raise Invalid(what, "--ours or --theirs decides, or you at a terminal, one by one")
    return {one.key: said for one in clashes}


def _asked(session: Session, clashes: Sequence[Clash], file: Path, *, reveal: bool) -> Decisions:
    found: Decisions = {}
    for place, one in enumerate(clashes, 1):
        lines = list(_lines(session, one, reveal=reveal))
        warn(session.terminal, "")
        _say(session, f"{place}/{len(clashes)} {lines[0].record}")
        for line in lines:
            _say(session, f"{line.field}")
            _say_value(session, "ours", line.ours, f"caseload show {one.ref}")
            _say_value(session, "theirs", line.theirs, f"caseload --db {quote(str(file))} list shows it")
        found[one.key] = _answer(session)
    return found


def _answer(session: Session) -> bool:
    while True:
        warn(session.terminal, "ours, theirs or stop?")
        line = session.inp.readline()
        typed = line.strip().casefold()
        if not line or typed in ("stop", "quit", "q"):
            raise Refused("nothing was changed", "the same again asks once more")
        if typed in ("ours", "o", "theirs", "t"):
            return typed[0] == "t"


def _lines(session: Session, clash: Clash, *, reveal: bool) -> Iterator[_Line]:
    record = str(touched(session.store, clash.kind.TABLE, clash.number, clash.ours or clash.theirs))
    if clash.ours is None or clash.theirs is None:
        states = ("taken back", "changed") if clash.ours is None else ("changed", "taken back")
        yield _Line(clash.ref, record, "the record", *states)
        return
    hides = withholds(session) and is_guarded(session.store, clash.kind, clash.number)
    for field, *values in between(session.store, clash.kind, clash.ours, clash.theirs, clash.names, reveal=reveal):
        said = [MASK if hides else _on_the_clock(session, field, one) for one in values]
        yield _Line(clash.ref, record, field, *said)


def _on_the_clock(session: Session, field: str, value: object) -> object:
    return local(value, session.zone) if field.endswith("_at") and isinstance(value, str) else value


def tell_planned(session: Session, plan: Plan, file: Path) -> None:
    """What stays otherwise than there, whatever is decided."""
    for ref, why in plan.stands:
        session.tell(f"{ref} stays as it is here: {why}")
    if plan.not_taken:
        counts = ", ".join(many(table, count) for table, count in plan.not_taken.items())
        session.tell(f"not taken in, being about what is gone here: {counts}; they stay in {file}")
    if gone := list(dict.fromkeys(plan.purged_here)):
        session.tell(f"purged here, and left out with all that hangs from it: {_some(gone)}; purge it there too")
    if plan.purged_there:
        session.tell(f"purged there, and still here: {_some(plan.purged_there)}; a merge purges nothing")


def tell_merged(session: Session, taken: Taken, file: Path) -> None:
    """What became of it: which id is which, who may be here twice, how much of each kind is new."""
    for table, numbers in taken.numbers.items():
        if pairs := list(_pairs(kind_of(table).PREFIX, numbers)):
            session.tell(f"{table}: {_some(pairs)}")
    for line in taken.told:
        session.tell(line)
    new = {one.id for one in taken.clients}
    for client in taken.clients:
        found = [(one, why) for one, why in namesakes.alike(session.store, client) if one.id not in new]
        tell_alike(session, client, found)
    counts = ", ".join(many(table, count) for table, count in taken.added.items())
    said = [
        f"{counts} added" if counts else "",
        f"{len(taken.changed)} changed: {_some(taken.changed)}" if taken.changed else "",
        f"{len(taken.removed)} taken back: {_some(taken.removed)}" if taken.removed else "",
    ]
    if any(said) or session.store.wrote:
        session.did(f"merged {file}", *(said if any(said) else ["nothing here is otherwise for it"]))
    else:
        session.tell(f"{file} has nothing that is not here; nothing is changed")


def _pairs(prefix: str, numbers: Sequence[tuple[int, int]]) -> Iterator[str]:
    """Their ids and ours where they are not the same: their t40 is t57; of many in a row the first and the last."""
    runs: list[list[tuple[int, int]]] = []
    for there, here in numbers:
        if there == here:
            continue
        if runs and runs[-1][-1] == (there - 1, here - 1):
            runs[-1].append((there, here))
        else:
            runs.append([(there, here)])
    for run in runs:
        (there, here), (last, ours) = run[0], run[-1]
        if len(run) == 1:
            yield f"their {prefix}{there} is {prefix}{here}"
        else:
            yield f"their {prefix}{there}..{prefix}{last} are {prefix}{here}..{prefix}{ours}"


def _some(refs: Sequence[str]) -> str:
    return ", ".join(refs[:_FEW]) + (f" and {len(refs) - _FEW} more" if len(refs) > _FEW else "")


def _say_value(session: Session, side: str, value: object, how: str) -> None:
    text = shown(value) or "nothing"
    lines = wrap(f"  {side + ':':<8}{text}", session.terminal.width, subsequent_indent=" " * 10)
    for line in lines[:_LINES]:
        warn(session.terminal, line)
    if len(lines) > _LINES:
        _say(session, f"          ... {len(text)} characters; {how}")


def _say(session: Session, text: str) -> None:
    for line in wrap(spoken(text, at_terminal=True), session.terminal.width, subsequent_indent="  ") or [""]:
        warn(session.terminal, line)
