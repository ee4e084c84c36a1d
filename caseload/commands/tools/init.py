"""caseload init, caseload path."""

import typer

from caseload.commands.kit.options import current, verbs
from caseload.daily.zone import zone_named
from caseload.output.terminal import stream
from caseload.paths import own_files

app = verbs()


@app.command()
def init(ctx: typer.Context) -> None:
    """Make the database, readable by you alone.

    \b
    Examples:
      caseload init
    """
    session = current(ctx)
    from caseload.store.opening import create

    create(session.path).close()
    session.tell(f"made {session.path} (mode 0600) · next: caseload client add Ana Ruiz --phone 00501")


@app.command()
def path(ctx: typer.Context) -> None:
    """Where the database, the configuration, your rules and the state are, and the zone; on a pipe the database alone.

    \b
    Examples:
      caseload path
    """
    session = current(ctx)
    stream(session.terminal, [f"{session.path}\n"])
    config, rules = own_files(session.environ)
    session.tell(f"config: {config} · rules: {rules} · state: {session.state_dir} · zone: {zone_named(session)}")
