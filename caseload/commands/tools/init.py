"""caseload init, caseload path."""

from typing import Annotated

import typer

from caseload.commands.kit.options import current, verbs
from caseload.commands.kit.recovering import Recovery, encrypted_anew, refuse_unproven
from caseload.daily.zone import zone_named
from caseload.errors import Invalid
from caseload.output.terminal import stream
from caseload.paths import own_files

app = verbs()


Encrypt = Annotated[bool, typer.Option("--encrypt", help="Encrypted, with a passphrase; see help encryption.")]


@app.command()
def init(ctx: typer.Context, encrypt: Encrypt = False, recovery: Recovery = None) -> None:
    """Make the database, readable by you alone; with --encrypt by whoever has the passphrase, or the recovery code.

    \b
    Examples:
      caseload init
    """
    session = current(ctx)
    from caseload.store.opening import create, new_database

    said = ""
    if encrypt:
        refuse_unproven(session, recovery)
        key, prove = encrypted_anew(session, recovery)
        with new_database(session.path, key=key) as made:
            prove(made)
        said = ", encrypted" + (
            f" · the recovery code is in {recovery} (mode 0600): keep it elsewhere" if recovery else ""
        )
    elif recovery is not None:
        raise Invalid("is of an encrypted database", "--encrypt with it", field="--recovery")
    else:
        create(session.path).close()
    session.tell(f"made {session.path} (mode 0600){said} · next: caseload client add Ana Ruiz --phone 00501")


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
