"""Fields of the user's own on the command line: `--set NAME=VALUE`, read by their declarations, and said back."""

from collections.abc import Sequence

import typer
from typer.core import TyperOption

from caseload.errors import Invalid
from caseload.records.of.base import Record
from caseload.records.of.fields import field_named
from caseload.records.of.values import cell
from caseload.session import Session
from caseload.store.own import own_fields


def set_option() -> TyperOption:
    """The option --set, kept in `session.asked.own`."""

    def keep(ctx: typer.Context, param: object, given: tuple[str, ...]) -> None:  # noqa: ARG001 - Typer's signature
        ctx.obj.asked.own = tuple(given)

    return TyperOption(
        param_decls=["own_typed", "--set"], type=str, metavar="NAME=VALUE", multiple=True, expose_value=False,
        help="A field of your own: veteran=yes; may be repeated; see help fields.", callback=keep,
    )  # fmt: skip


def own_typed(session: Session, kind: type[Record]) -> dict[str, object]:
    """What was typed with --set, by the typed ids of the user's own fields."""
    if not session.asked.own:
        return {}
    from caseload.records.of.own import told

    known = {field.key: field for field in own_fields(session.store, kind)}
    found: dict[str, object] = {}
    for pair in session.asked.own:
        name, text = _parted(pair)
        if name not in known:
            raise _unknown(kind, name, list(known))
        if known[name].own in found:
            raise Invalid("is set twice", "it once", typed=name, field="--set")
        try:
            found[known[name].own] = told(known[name], text, session.day)
        except Invalid as error:
            empties = f"; --clear {name} empties it" if session.command.endswith("edit") and not text.strip() else ""
            raise Invalid(error.fault, error.accepted + empties, typed=text, field=f"--set {name}") from None
    return found


def own_said(session: Session, record: Record) -> list[str]:
    """What was typed with --set, as it was understood: veteran yes."""
    if not (session.asked.own and record.OWN):
        return []
    names = [_parted(pair)[0] for pair in session.asked.own]
    found = (field for field in own_fields(session.store, type(record)) if field.key in names)
    return [f"{field.key} {cell(field.of(record))}" for field in found]


def _parted(pair: str) -> tuple[str, str]:
    name, equals, text = pair.partition("=")
    if not equals:
        raise Invalid("has no =", "--set NAME=VALUE, such as veteran=yes", typed=pair, field="--set")
    return name.strip().replace("-", "_"), text


def _unknown(kind: type[Record], name: str, known: Sequence[str]) -> Invalid:
    if field := field_named(kind, name):
        how = f"{field.flag} sets it" if field.says else "see --help"
        return Invalid(f"is a field of {kind.TABLE} by itself", how, typed=name, field="--set")
    declared = f"one of {', '.join(known)}; " if known else ""
    how = f"{declared}caseload field add {kind.TABLE} NAME declares one"
    return Invalid(f"is no field of your own of {kind.TABLE}", how, typed=name, field="--set")
