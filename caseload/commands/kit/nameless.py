"""The option --names of lists and exports."""

from typing import Any

from typer.core import TyperOption

from caseload.errors import Invalid
from caseload.records.of.public import Names


def names_option() -> TyperOption:
    """The option --names, kept in the session: what may tell who somebody is stays out."""

    def keep(ctx: Any, param: Any, given: tuple[str, ...]) -> None:  # noqa: ARG001 - Typer's signature
        if len(given) > 1:
            raise Invalid("is given more than once", "one is taken", field="--names")
        ctx.obj.asked.names = hidden(given[0]) if given else None

    told = "Nothing that tells who somebody is: initials for names, or none."
    return TyperOption(
        param_decls=["names_typed", "--names"], expose_value=False, type=str, metavar="initials|none", multiple=True,
        help=told, callback=keep,
    )  # fmt: skip


def hidden(typed: str) -> Names:
    """The word behind --names; raises Invalid for any other."""
    if typed not in tuple(Names):
        raise Invalid("is not accepted", f"one of {', '.join(Names)}", typed=typed, field="--names")
    return Names(typed)
