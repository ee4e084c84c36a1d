"""Options from the declaration of a kind, and records made of what was typed.

What was typed is in `session.asked.typed`, by the field's name and read already, but for references: whose they may be
is only known with the record.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand, TyperOption
from typer.main import get_click_type

from caseload.commands.kit.changing import own_id
from caseload.commands.kit.options import Writes, bulk, moves
from caseload.commands.kit.own import own_typed, set_option
from caseload.commands.kit.unseen import unseen
from caseload.errors import Invalid
from caseload.records.client import Client
from caseload.records.kinds import has_client, kind_of
from caseload.records.of.base import Record, Vocabulary
from caseload.records.of.fields import Field, fields_of, loosened, public_fields, taken
from caseload.records.of.implied import implied
from caseload.records.of.nature import Bare, Distance, Interval, LastFour, Money, Rule, Says, Units
from caseload.records.of.values import Own, bare_amount
from caseload.session import Session
from caseload.store.own import own_fields
from caseload.store.reads.clients import client_id_of
from caseload.value import NEEDED, replace
from caseload.when.dates import When

R = TypeVar("R", bound=Record)


def adds(kind: type[Record]) -> type[TyperCommand]:
    """The class of a command that makes a record: it takes every field with words that is not said later."""
    return _taking(kind, Writes, [field for field, says in _typed(kind) if not says.later], needed=True, own=kind.OWN)


def edits(kind: type[Record]) -> type[TyperCommand]:
    """The class of a command that changes records, by id or by filter: it takes every field with words."""
    base = bulk(kind, "client", "where")
    if has_client(kind) and kind is not Client:
        base = moves(base)
    return _taking(kind, base, [field for field, _ in _typed(kind)], own=kind.OWN)


def takes(kind: type[Record], *names: str, base: type[TyperCommand] = Writes) -> type[TyperCommand]:
    """The class of a command that writes and takes some fields of a kind."""
    return _taking(kind, base, [field for field, _ in _typed(kind) if field.name in names])


def made(session: Session, kind: type[R], client: int | None = None, **given: object) -> R:
    """A record of the client with what was typed, and with the values `given`, which win."""
    typed = {name: _resolved(session, kind, name, value, client) for name, value in session.asked.typed.items()}
    whose = {"client_id": client} if "client_id" in kind.DEFAULTS else {}
    own = {"own": Own.of(own_typed(session, kind))} if session.asked.own else {}
    said = {**typed, **whose, **own, **given}
    return kind(**said, **implied(kind, said))


def edited_as_typed(session: Session, before: R, clear: Sequence[str] | None, **given: object) -> R:
    """The record with what was typed and the values `given` that are not None, and the fields to clear emptied.

    Raises Invalid where one cannot be cleared, and where nothing was said.
    """
    kind, client = type(before), client_id_of(session.store, before)
    new: dict[str, Any] = {
        name: _resolved(session, kind, name, value, client) for name, value in session.asked.typed.items()
    }
    new |= {name: value for name, value in given.items() if value is not None}
    own = own_typed(session, kind)
    fields = public_fields(kind, own_fields(session.store, kind)) if clear else ()
    clearable = [field for field in fields if field.own or field.says or field.name in given]
    if before.ref in session.store.mended:
        from caseload.store.mending import unreadable

        clearable += unreadable(session.store, before)
    for key in clear or ():
        field = next((one for one in clearable if one.key == key.replace("-", "_")), None)
        if field is None:
            accepted = ", ".join(sorted({one.key for one in clearable}))
            raise Invalid(f"is not a field of {kind.TABLE} that can be cleared", f"one of {accepted}", typed=key)
        if (field.own or field.name) in (own if field.own else new):
            raise Invalid("is both set and cleared", "one of the two", field=key)
        if field.own:
            own[field.own] = None
            continue
        if field.default is NEEDED:
            raise Invalid(f"is needed by every {kind.TABLE}", "set it to something else", field=field.key)
        new[field.name] = field.default
    if own:
        new["own"] = Own.of({**before.own, **own})
    if not new and session.asked.to_client is None:
        raise Invalid("nothing to change", "name a field; see --help", field=before.ref)
    return replace(before, **loosened(kind, new))


def _typed(kind: type[Record]) -> list[tuple[Field, Says]]:
    return [(field, field.says) for field in fields_of(kind) if field.says]


def _taking(
    kind: type[Record], base: type[TyperCommand], fields: Sequence[Field], *, needed: bool = False, own: bool = False
) -> type[TyperCommand]:
    class Taking(base):  # type: ignore[valid-type,misc]
        """As its base, with an option for each of some fields; a parameter of the command's own comes before them."""

        def __init__(self, *args: Any, **attributes: Any) -> None:
            super().__init__(*args, **attributes)
            taken = {name for param in self.params for name in (param.name, *param.opts)}
            ours = [field for field in fields if not {field.key, field.flag} & taken]
            place = sum(param.param_type_name == "argument" for param in self.params)
            options = [_option(kind, field, needed=needed) for field in ours]
            self.params[place:place] = [*options, set_option()] if own else options

    return Taking


def _option(kind: type[Record], field: Field, *, needed: bool) -> TyperOption:
    says, flag = field.says or Says(""), field.flag
    words = says.words
    if issubclass(field.type, Vocabulary):
        words = f"{words}: {field.type.accepted()}."
    if field.type is bool:
        # None unless it was typed, so that an edit leaves it as it is.
        return TyperOption(
            param_decls=[f"{field.name}_typed", f"{flag}/--no-{flag[2:]}"], is_flag=True, default=None,
            expose_value=False, help=words, callback=_keep(kind, field, flag),
        )  # fmt: skip
    return TyperOption(
        param_decls=[f"{field.name}_typed", flag, *filter(None, [says.short])], type=_type(field, says),
        metavar=taken(field), multiple=field.many, expose_value=False, help=words,
        required=needed and says.needed, callback=_keep(kind, field, flag),
    )  # fmt: skip


def _type(field: Field, says: Says) -> Any:
    """What Typer reads by itself: a number; everything else it passes on."""
    if field.refers or field.type not in (int, float) or field.is_a(Distance):
        return str
    read = get_click_type(annotation=field.type, parameter_info=typer.Option(min=says.least))
    if field.is_a(Money) or field.is_a(Units):
        number = read.convert
        read.convert = lambda value, param, ctx: number(_amount(value, field.flag), param, ctx)  # type: ignore[method-assign]
    return read


def _amount(typed: Any, flag: str) -> Any:
    """An amount as people write it, $1,234.50, as a number is written."""
    if not isinstance(typed, str):
        return typed
    bare = bare_amount(typed)
    try:
        float(bare)
    except ValueError:
        raise Invalid("is not an amount", "such as 1234.50 or 1,234.50", typed=typed, field=flag) from None
    return bare


def _keep(kind: type[Record], field: Field, flag: str) -> Any:
    def keep(ctx: typer.Context, param: object, given: Any) -> None:  # noqa: ARG001 - Typer's signature
        if given not in (None, ()):
            ctx.obj.asked.typed[field.name] = _read(ctx.obj, kind, field, given, flag)

    return keep


def _read(session: Session, kind: type[Record], field: Field, given: Any, flag: str) -> object:
    """The value that was typed for a field; of a reference still the typed ids."""
    is_fact = field.name in kind.FACTS
    if field.refers or field.many:
        return tuple(dict.fromkeys(given)) if field.many else given
    if issubclass(field.type, Vocabulary):
        return _word(field.type, given, flag)
    if field.type is date:
        return session.fact_day(given) if is_fact else session.day(given)
    if field.type is When:
        return session.fact_when(given) if is_fact else session.when(given)
    if field.is_a(Interval) or field.is_a(Rule):
        from caseload.when.recurrence import parse_every, parse_recurrence

        return parse_every(given) if field.is_a(Interval) else parse_recurrence(given)
    if field.is_a(Distance):
        from caseload.records.of.mileage import driven

        return driven(given)
    if field.is_a(LastFour):
        return unseen(session, [given], flag)
    return given.strip() if field.is_a(Bare) else given


def _word(words: type[Vocabulary], text: str, flag: str) -> Vocabulary:
    try:
        return words(text)
    except ValueError:
        raise Invalid("is not accepted", words.instead(text), typed=text, field=flag) from None


def _resolved(session: Session, kind: type[Record], name: str, value: Any, client: int | None) -> object:
    """The value with typed ids as numbers; raises Refused for a record of another client."""
    field = next(one for one in fields_of(kind) if one.name == name)
    if not field.refers:
        return value
    table = kind_of(field.refers)
    if not field.many:
        return own_id(session, table, value, client)
    return tuple(dict.fromkeys(own_id(session, table, ref, client) for ref in value))
