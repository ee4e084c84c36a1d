"""caseload assessment."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Any, NamedTuple

import typer

from caseload.actions.screening import find_needs, screen
from caseload.commands.kit.changing import edited, own_id
from caseload.commands.kit.closed import Closed, ask_if_closed
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.fields import adds, edited_as_typed, edits, made
from caseload.commands.kit.listing import put_list, wanted
from caseload.commands.kit.options import Chosen, Clear, ClientWho, On, Reads, Writes, current, lists, noun, text
from caseload.commands.kit.saying import added, on, saved, saved_all
from caseload.commands.kit.screens import bared_told, needs_told, outside_told, screen_said, screen_told
from caseload.daily.out import tell_withheld, withholds
from caseload.errors import Invalid, Refused
from caseload.output.column import Column, Format, choose
from caseload.output.emit import emit
from caseload.output.gauge import spark
from caseload.records.assessment import Assessment, AssessmentStatus, acted_on
from caseload.records.instrument import Instrument
from caseload.records.note import Note
from caseload.records.of.scoring import answered, is_raised, kept, read_answers, said_of
from caseload.records.task import Task
from caseload.session import Session
from caseload.store import lookup
from caseload.store.reads.clients import Handles
from caseload.store.reads.screening import instrument_meant, settled
from caseload.store.reads.screens import screens_of_client
from caseload.value import replace

app = noun("Screens: each a screen, not a diagnosis; assess asks one, see help screening.")
register(app, Assessment)

Ref = Annotated[str, typer.Argument(metavar="REF", help="An assessment's id: as1.")]
Other = Annotated[str, typer.Argument(metavar="REF", help="Another of the same instrument: as4.")]
With = Annotated[
    str | None, typer.Argument(metavar="[INSTRUMENT]", help="Its name, phq-9, or its id; none with --outside.")
]
Changes = Annotated[list[str], typer.Argument(metavar="ITEM=ANSWER...", help="Items answered otherwise: 9=0.")]
Outside = Annotated[str | None, text("--outside", "A screen done elsewhere, by its name.")]
ByTask = Annotated[str | None, typer.Option("--task", metavar="REF", help="The task that does something about it.")]
ByNote = Annotated[str | None, typer.Option("--note", metavar="REF", help="The note of what was done about it.")]


@app.command(cls=adds(Assessment))
def add(
    ctx: typer.Context, client: ClientWho, instrument: With = None, outside: Outside = None, closed: Closed = False,
) -> None:  # fmt: skip
    """Keep a screen of which only the total, or what it said, is known; with neither it is begun, for assess to ask.

    \b
    Examples:
      caseload assessment add ana phq-9 --score 12 --date 2026-11-02
      caseload assessment add ana --outside "C-SSRS" --result "low risk" --by "Dr. Lee"
    """
    session = current(ctx)
    typed = session.asked.typed
    typed.setdefault("assessed_on", session.today)
    who = lookup.client(session.store, client)
    said = ask_if_closed(session, [who.id], "keep the screen", typed["assessed_on"], closed=closed)
    meant = instrument_meant(session.store, instrument) if instrument is not None else None
    if meant:
        typed.setdefault("sensitivity", meant.sensitivity)
    if meant and not {"score", "result"} & typed.keys():
        typed.setdefault("status", AssessmentStatus.IN_PROGRESS)
    one = made(session, Assessment, who.id, instrument_id=meant.id if meant else None, outside=outside)
    with session.step() as store:
        one = screen(store, meant, one) if meant else store.add(one)
    added(session, one, *screen_said(session, one), said)
    if meant:
        screen_told(session, one, meant)
        needs_told(session, one, ())
    else:
        outside_told(session, one)


@app.command("list", cls=lists(Assessment))
def list_(ctx: typer.Context) -> None:
    """Screens, oldest first, each with the course of the scores up to it; --due asks for the day it was done.

    \b
    Examples:
      caseload assessment list --client ana
      caseload assessment list --where "screen = phq-9 and score >= 10" --csv
    """
    session = current(ctx)
    put_list(session, Assessment, wanted(session, Assessment), _columns(session), made_by="assess CLIENT INSTRUMENT")


@app.command(cls=edits(Assessment))
def edit(ctx: typer.Context, refs: Chosen = None, clear: Clear = None) -> None:
    """Change what is known of a screen; a score that its answers contradict is refused, answers are amended.

    \b
    Examples:
      caseload assessment edit as1 --stage entry --by "Jo Park"
    """
    session = current(ctx)

    def change(before: Assessment) -> Assessment:
        return settled(session.store, edited_as_typed(session, before, clear))

    found = edited(session, Assessment, refs, change)
    saved_all(session, [(one, screen_said(session, one)) for one in found])
    if "sensitivity" in session.asked.typed or "sensitivity" in (clear or ()):
        for one in found:
            bared_told(session, one)


@app.command(cls=Writes)
def amend(ctx: typer.Context, ref: Ref, changes: Changes) -> None:
    """Correct answers of a screen: the total is counted anew, and the screen says that it was amended.

    \b
    Examples:
      printf '1=2\\n2=1\\n' | caseload assess ana phq-2 --answers -
      caseload assessment amend as3 2=0
    """
    session = current(ctx)
    before = lookup.of_kind(session.store, Assessment, ref)
    if before.answers is None or before.instrument_id is None:
        raise Refused(f"{before.ref} has no answers", f"caseload assessment edit {before.ref} --score N")
    instrument = session.store.get(Instrument, before.instrument_id)
    definition = instrument.read()
    given: dict[str, Any] = {}
    for change in changes:
        item, sign, answer = change.partition("=")
        if not sign or item in given:
            raise Invalid("is no ITEM=ANSWER" if not sign else "is answered twice", "such as 9=0", typed=change)
        given[item] = answer
    stood = read_answers(before.answers)
    answers = stood | answered(definition, given)
    # What was done about a lower answer was not done about this one.
    if is_raised(definition, stood, answers):
        before = replace(before, answered_on=None, task_id=None, note_id=None)
    # A screen that is still under way is not amended, only answered.
    status = before.status if before.status is AssessmentStatus.IN_PROGRESS else AssessmentStatus.AMENDED
    with session.step() as store:
        stored = screen(store, instrument, replace(before, answers=kept(answers), score=None, status=status))
    saved(session, stored, *screen_said(session, stored))
    screen_told(session, stored, instrument)


@app.command(cls=Writes)
def answer(ctx: typer.Context, ref: Ref, task: ByTask = None, note: ByNote = None, on_day: On = None) -> None:
    """Say what was done about an answer that someone must act on: by a task, or by a note.

    \b
    Examples:
      printf '9=1\\n' | caseload assess ana phq-9 --answers -
      caseload assessment answer as3 --note n2
    """
    session = current(ctx)
    before = lookup.of_kind(session.store, Assessment, ref)
    if not before.flags:
        raise Refused(f"{before.ref} has no answer to act on", "see caseload assessment list")
    if task is None and note is None:
        raise Invalid("is missing: what was done about it", "--task t9 or --note n12", field="--task")
    client = before.client_id
    task_id, note_id = own_id(session, Task, task, client), own_id(session, Note, note, client)
    with session.step() as store:
        stored = store.save(acted_on(before, session.fact_day(on_day) or session.today, task_id, note_id))
    by = ", ".join(ref for ref in (task, note) if ref is not None)
    saved(session, stored, on(session, f"answered by {by}", stored.answered_on), told=("task_id", "note_id"))


@app.command("take-up", cls=Writes)
def take_up(ctx: typer.Context, ref: Ref) -> None:
    """Take up what a screen has found as needs, as assess --needs does; one that is there already is taken.

    \b
    Examples:
      printf '1=often\\n' | caseload assess ana hunger-vital-sign --answers -
      caseload assessment take-up as3
    """
    session = current(ctx)
    before = lookup.of_kind(session.store, Assessment, ref)
    with session.step() as store:
        stored, new = find_needs(store, before, before.assessed_on)
    saved(session, stored)
    needs_told(session, stored, new)


class Compared(NamedTuple):
    """One line of a comparison: an item with both answers, or the total."""

    item: str
    label: str
    first: str
    second: str
    change: int | None = None


@app.command(cls=Reads)
def compare(ctx: typer.Context, ref: Ref, other: Other) -> None:
    """Two screens of one client with one instrument, item by item, and how the total has changed.

    \b
    Examples:
      caseload assessment compare as1 as2
    """
    session = current(ctx)
    first, second = (lookup.of_kind(session.store, Assessment, one) for one in (ref, other))
    if first.client_id != second.client_id or first.screen is None or first.screen != second.screen:
        raise Refused(f"{first.ref} and {second.ref} are not of one client and one instrument",
                      "see caseload assessment list --client CLIENT")  # fmt: skip
    stay = [one for one in (first, second) if one.mark] if withholds(session) else []
    tell_withheld(session, len(stay))
    columns: tuple[Column[Compared], ...] = (
        Column("item", lambda one: one.item, "Item"),
        Column("label", lambda one: one.label, "What", text=True),
        Column("first", lambda one: one.first, f"{first.ref} {first.assessed_on}"),
        Column("second", lambda one: one.second, f"{second.ref} {second.assessed_on}"),
        Column("change", lambda one: one.change, "Change", right=True,
               say=lambda one: None if one.change is None else f"{one.change:+d}" if one.change else "0"),
    )  # fmt: skip
    if session.form is Format.TABLE and session.asked.fields is None:
        # People know an item by its label, which a narrow screen would put last.
        columns = (columns[1]._replace(text=False), *columns[2:])
    compared = [] if stay else _compared(session, first, second)
    emit(compared, choose(columns, session.asked.fields), session.form, session.terminal, excel=session.asked.excel)


def _compared(session: Session, first: Assessment, second: Assessment) -> Iterable[Compared]:
    definitions = [session.store.get(Instrument, one.instrument_id or 0).read() for one in (first, second)]
    one, other = (read_answers(each.answers) if each.answers else {} for each in (first, second))
    items = {item.code: item for definition in definitions for item in definition.items}
    for code, item in items.items():
        before, after = one.get(code, {}), other.get(code, {})
        if before or after:
            change = _change(before.get("points"), after.get("points"))
            yield Compared(code, item.label, said_of(item, before), said_of(item, after), change)
    if first.score is None and second.score is None:
        # Of what has no total, as of two that are incomplete, the words are all there is.
        yield Compared("", "came to", ", ".join(first.came_to()), ", ".join(second.came_to()))
        return
    totals = ["incomplete" if each.score is None else str(each.score) for each in (first, second)]
    of = first.score_of or second.score_of
    yield Compared("", f"total of {of}" if of else "total", totals[0], totals[1], _change(first.score, second.score))


def _change(before: int | None, after: int | None) -> int | None:
    return None if before is None or after is None else after - before


def _columns(session: Session) -> Sequence[Column[Assessment]]:
    handles = Handles(session.store)
    known: dict[int, list[Assessment]] = {}
    stay = withholds(session)

    def course(one: Assessment) -> str:
        """The scores of one client with one instrument up to this one."""
        if one.score is None:
            return ""
        if one.client_id not in known:
            known[one.client_id] = screens_of_client(session.store, one.client_id)
        same = (other for other in known[one.client_id] if other.screen == one.screen and not (other.mark and stay))
        upto = [other.score for other in same if other.score is not None
                and (other.assessed_on, other.id) <= (one.assessed_on, one.id)]  # fmt: skip
        return spark(upto) if len(upto) > 1 else ""

    def to_answer(one: Assessment) -> str | None:
        return f"to answer: {', '.join(one.flags)}" if one.flags and not one.answered_on else None

    def scored(one: Assessment) -> int | str | None:
        """The total; where it is that of one domain, of which."""
        return one.scored if one.score_of else one.score

    def standing(one: Assessment) -> str | None:
        """What is not said by what it came to, nor goes without saying."""
        return None if one.status in ("completed", "in-progress", "stopped") else one.status

    return (
        Column("id", lambda one: one.ref, "Id"),
        Column("client_handle", lambda one: handles[one.client_id], "Client"),
        Column("assessed_on", lambda one: one.assessed_on, "On"),
        Column("screen", lambda one: one.name, "Screen"),
        Column("score", lambda one: one.score, "Score", right=True, say=scored),
        Column("course", course, "Course"),
        Column("came_to", lambda one: ", ".join(one.came_to()[0 if one.score is None else 1:]), "Came to", text=True),
        Column("status", lambda one: one.status, "Status", text=True, say=standing),
        Column("flags", to_answer, "Flags", text=True, style=lambda one: "late" if to_answer(one) else ""),
    )  # fmt: skip
