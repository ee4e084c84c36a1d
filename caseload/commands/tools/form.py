"""caseload form."""

from typing import Annotated

import typer

from caseload.commands.kit.options import Reads, current, noun
from caseload.errors import Refused
from caseload.output import forms
from caseload.output.column import Column, choose
from caseload.output.emit import emit
from caseload.output.files import new_file
from caseload.output.terminal import stream
from caseload.paths import forms_dir

app = noun("Letters: the files they are made from, which you may copy and change.")

Name = Annotated[str, typer.Argument(metavar="NAME", help="A form's file: referral.txt; or referral for all of it.")]


@app.command("list", cls=Reads)
def list_(ctx: typer.Context) -> None:
    """The forms there are, and which of them are yours.

    \b
    Examples:
      caseload form list
    """
    session = current(ctx)
    columns = (
        Column[str]("name", lambda one: one, "Form"),
        Column[str](
            "place", lambda one: str(forms.source(one, forms_dir(session.environ))[1] or "shipped"), "Where", text=True
        ),
    )
    chosen = choose(columns, session.asked.fields)
    found = forms.listed(forms_dir(session.environ))
    emit(found, chosen, session.form, session.terminal, excel=session.asked.excel, empty="no form")


@app.command()
def show(ctx: typer.Context, name: Name) -> None:
    """Print a form as it stands.

    \b
    Examples:
      caseload form show referral.txt
    """
    session = current(ctx)
    stream(session.terminal, [forms.source(name, forms_dir(session.environ))[0]])


@app.command()
def copy(ctx: typer.Context, name: Name) -> None:
    """Copy a form into the configuration folder, where it may be changed; letters are made from the copy.

    \b
    Examples:
      caseload form copy referral.txt
    """
    session = current(ctx)
    wanted = [one for one in forms.shipped() if name in (one, one.partition(".")[0], one.rpartition(".")[0])] or [name]
    texts = {one: forms.source(one, forms_dir(session.environ)) for one in wanted}
    for one, (_, own) in texts.items():
        if own:
            raise Refused(f"{own} is yours already", f"change that; caseload form show {one} prints it")
    forms_dir(session.environ).mkdir(mode=0o700, parents=True, exist_ok=True)
    for one, (text, _) in texts.items():
        with new_file(session.new(forms_dir(session.environ) / one)) as file:
            file.write(text)
        session.tell(f"wrote {forms_dir(session.environ) / one} (mode 0600)")
