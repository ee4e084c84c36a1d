"""caseload merge."""

from pathlib import Path
from typing import Annotated

import typer

from caseload.commands.kit.making import called
from caseload.commands.kit.merging import decide, tell_merged, tell_planned
from caseload.commands.kit.options import Writes, current, verbs
from caseload.errors import Invalid, Refused
from caseload.intake.draft import private_folder
from caseload.intake.merging.plan import Plan
from caseload.intake.merging.taking import Decided, Taking
from caseload.session import Session
from caseload.store.apart import opened_apart
from caseload.store.core import Store
from caseload.store.forks import Key, Log, went_apart

app = verbs()

File = Annotated[Path, typer.Argument(metavar="OTHER.db", help="A copy of this file, worked on since; only read.")]
Ours = Annotated[bool, typer.Option("--ours", help="What both have changed stays as it is here.")]
Theirs = Annotated[bool, typer.Option("--theirs", help="What both have changed becomes as it is there.")]
Reveal = Annotated[bool, typer.Option("--reveal", help="Show confidential addresses and whole numbers, too.")]


@app.command(cls=Writes)
def merge(ctx: typer.Context, other: File, ours: Ours = False, theirs: Theirs = False, reveal: Reveal = False) -> None:
    """What was done in a copy of this file since the two went apart, taken in here: in one step, or nothing.

    New records get new ids here. What both have changed is asked at a terminal, one by one; elsewhere it is listed, and
    decided by --ours or --theirs. The same copy once more adds nothing. See help merge.

    \b
    Examples:
      caseload backup laptop.db && caseload merge laptop.db --dry-run
    """
    session = current(ctx)
    if ours and theirs:
        raise Invalid("says the opposite of --theirs", "one of the two, or neither to be asked", field="--ours")
    session.reading |= {other: "the other copy"}
    store = session.store
    session.unlock(other)
    with opened_apart(other, session.path, session.stamp, private_folder(session.environ)) as (there, copy):
        if not store.database or (copy.database and copy.database != store.database):
            what = f"{other} is of another caseload"
            raise Refused(what, "a client of one comes into another by caseload client transfer, and import transfer")
        plan, decided = _planned(session, store, there, ours=ours, theirs=theirs, reveal=reveal, file=other)
        tell_planned(session, plan, other)
        with session.step(bulk=True, origin=called(str(other), ", ".join(plan.who))):
            taken = Taking(plan, decided).take()
        tell_merged(session, taken, other)


def _planned(
    session: Session, store: Store, there: Store, *, ours: bool, theirs: bool, reveal: bool, file: Path
) -> tuple[Plan, Decided]:
    """What is to be done, with everything that both have changed decided."""
    shared = went_apart(store, there)
    here, other = Log(store, shared), Log(there, shared)
    said = True if theirs else False if ours else None
    decided: dict[tuple[str, tuple[str, ...]], bool] = {}
    left: set[Key] = set()
    while True:
        # What is gone here and is to stay so takes with it what would be nothing without it.
        plan = Plan(here, other, frozenset(left))
        open_ = [one for one in plan.clashes if one.key not in decided]
        if not open_:
            return plan, decided
        decided |= decide(session, open_, said, file, reveal=reveal)
        left |= {(one.kind.TABLE, one.number) for one in open_ if one.ours is None and not decided[one.key]}
