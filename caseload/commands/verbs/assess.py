"""caseload assess."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from caseload.actions.screening import find_needs, screen
from caseload.commands.kit.closed import Closed, ask_if_closed
from caseload.commands.kit.fields import made, takes
from caseload.commands.kit.options import ClientWho, current, text, verbs
from caseload.commands.kit.questions import ask
from caseload.commands.kit.saying import added, saved
from caseload.commands.kit.screens import needs_told, outside_told, screen_said, screen_told
from caseload.errors import Invalid, Refused
from caseload.intake.answers import answers_in
from caseload.records.assessment import Assessment, AssessmentStatus
from caseload.records.client import Client
from caseload.records.instrument import Instrument
from caseload.records.need import Need
from caseload.records.of.scoring import answered, kept, read_answers
from caseload.session import Session
from caseload.store import lookup
from caseload.store.core import Store
from caseload.store.reads.screening import instrument_meant
from caseload.store.reads.screens import begun
from caseload.value import replace

app = verbs()

With = Annotated[
    str | None, typer.Argument(metavar="[INSTRUMENT]", help="Its name, phq-9, or its id: see instrument list.")
]
Answers = Annotated[
    str | None, typer.Option("--answers", metavar="FILE|-", help="The answers: CSV, JSON, or lines such as 1=2.")
]
Outside = Annotated[str | None, text("--outside", "A screen done elsewhere, by its name; with --result.")]
Resume = Annotated[bool, typer.Option("--resume", help="Go on with the screen that was interrupted.")]


Needs = Annotated[bool, typer.Option("--needs", help="Make the needs that it finds, if they are not there.")]


@app.command(cls=takes(Assessment, "stage", "assessed_on", "method", "asked_by", "result", "sensitivity", "part2"))
def assess(
    ctx: typer.Context, client: ClientWho, instrument: With = None, answers: Answers = None, resume: Resume = False,
    needs: Needs = False, outside: Outside = None, closed: Closed = False,
) -> None:  # fmt: skip
    """Screen a client: item by item on a terminal, or with --answers; or keep that it was done elsewhere.

    An answer is a number or a word; `back` goes back, `unknown`, `declined` and `not-collected` say how one is
    missing. Each is kept as it is given: what is interrupted is there, and --resume goes on with it. A total needs
    every scored item. The law that guards what the instrument asks about guards the screen, too, unless --sensitivity
    says another.

    \b
    Examples:
      printf '1=2\\n2=1\\n' | caseload assess ana phq-2 --answers -
      caseload assess ana --outside "C-SSRS" --result "low risk, seen by the clinic" --by "Dr. Lee"
      caseload assess ana phq-9 --answers answers.csv --stage entry --date yesterday
    """
    session = current(ctx)
    typed = session.asked.typed
    typed.setdefault("assessed_on", session.today)
    who = lookup.client(session.store, client)
    said = ask_if_closed(session, [who.id], "keep the screen", typed["assessed_on"], closed=closed)
    if outside is not None:
        _outside(session, who, outside, said, other=bool(instrument or answers or resume))
        return
    if instrument is None:
        raise Invalid("is missing", "a name such as phq-9, or --outside NAME; see caseload instrument list",
                      field="INSTRUMENT")  # fmt: skip
    meant = instrument_meant(session.store, instrument)
    before = begun(session.store, who.id, meant.name)
    if before and not resume:
        raise Refused(f"{before.ref} was begun and not finished", f"--resume, or {_stop(before)}")
    if resume and not before:
        raise Refused(f"no {meant.name} was begun with {who.ref}", "leave --resume out")
    if before:
        meant = session.store.get(Instrument, before.instrument_id or 0)
    else:
        typed.setdefault("sensitivity", meant.sensitivity)
    one = made(session, Assessment, who.id, instrument_id=meant.id, screen=meant.name)
    keeper = _Keeper(session, meant, replace(before, **_again(session)) if before else one)
    one, is_whole = _answered(session, keeper, answers, who)
    with keeper.step() as store:
        stored, found = screen(store, keeper.meant, one), list[Need]()
        if needs and stored.domains:
            stored, found = find_needs(store, stored, stored.assessed_on)
    facts = (*screen_said(session, stored), said)
    (saved if before else added)(session, stored, *facts)
    screen_told(session, stored, meant)
    needs_told(session, stored, found)
    if not is_whole:
        session.tell(f"kept as far as it came; go on: caseload assess {who.handle} {meant.name} --resume")


def _outside(session: Session, who: Client, name: str, said: str | None, *, other: bool) -> None:
    """Keep that a screen was done elsewhere, in words."""
    if other:
        raise Invalid("is a screen done elsewhere", "--result TEXT alone", field="--outside")
    if "result" not in session.asked.typed:
        raise Invalid("is missing from a screen done elsewhere", "--result TEXT", field="--result")
    with session.step() as store:
        one = store.add(made(session, Assessment, who.id, outside=name))
    added(session, one, *screen_said(session, one), said)
    outside_told(session, one)


def _again(session: Session) -> dict[str, Any]:
    """What an interrupted screen takes on from what was typed now; its day stays that of its beginning."""
    return {name: value for name, value in session.asked.typed.items() if name != "assessed_on"}


class _Keeper:
    """A screen stored as it is answered, all of it as one step; a dry run stores nothing."""

    def __init__(self, session: Session, meant: Instrument, one: Assessment) -> None:
        self.session, self.meant, self.one = session, meant, one
        self._operation: int | None = None

    def __call__(self, answers: Mapping[str, Mapping[str, Any]]) -> None:
        """Store what was answered by now; the screen is under way."""
        if self.session.dry_run:
            return
        so_far = replace(self.one, answers=kept(answers), score=None, status=AssessmentStatus.IN_PROGRESS)
        with self.step() as store:
            self.one = screen(store, self.meant, so_far)
            self.meant = store.get(Instrument, self.one.instrument_id or 0)

    @contextmanager
    def step(self) -> Iterator[Store]:
        """The store inside the one step of this screen, begun or going on."""
        with self.session.step(again=self._operation) as store:
            yield store
        self._operation = store.stored


def _answered(session: Session, keeper: _Keeper, place: str | None, who: Client) -> tuple[Assessment, bool]:
    """The assessment with its answers, from the file or from the person at the terminal, and whether it is whole."""
    meant, definition, begun_with = keeper.meant, keeper.meant.read(), keeper.one.answers
    known = answered(definition, read_answers(begun_with)) if begun_with else {}
    found: Mapping[str, Mapping[str, Any]]
    if place is not None:
        found, is_whole = known | answered(definition, answers_in(place, session.inp)), True
    elif not session.interactive:
        raise Invalid("are missing, and there is no terminal to ask them at", "--answers FILE, or - for stdin",
                      field="answers")  # fmt: skip
    else:
        found, is_whole = ask(session, f"{meant.title} · {who.name}", definition, known, keeper)
        if not found:
            raise Refused("nothing was answered, and nothing is kept", f"caseload assess {who.ref} {meant.name}")
    status = AssessmentStatus.COMPLETED if is_whole else AssessmentStatus.IN_PROGRESS
    return replace(keeper.one, answers=kept(found), score=None, status=status), is_whole


def _stop(before: Assessment) -> str:
    return f"caseload assessment edit {before.ref} --status stopped"
