"""What can be typed for every field of every kind, made of its declaration: values, options, whole lines."""

from datetime import date, time, timedelta
from typing import Any

from invented import AT, DAY
from nouns import ADDED, EDITED, LEAVES, TABLES

from caseload.records.appeal import Appeal
from caseload.records.kinds import kind_of
from caseload.records.of.base import Record, Vocabulary, key_of
from caseload.records.of.fields import Field, fields_of
from caseload.records.of.nature import Interval, Picture, Rule, Stamp
from caseload.records.of.values import Own
from caseload.when.dates import When

BESIDE = {
    "authorization.rounding": "--unit 15min",
    "client.died_on": "--status finished",
    "client.closed_on": "--opened-on 2026-03-02 --status finished",
    "client.close_reason": "--status finished",
    "consent.event_on": "--expires-event move --signed-on 2026-11-02",
    "consent.revoked_on": "--signed-on 2026-11-02",
    "episode.opened_on": "--closed-on 2026-11-25",
    "condition.abated_on": "--status resolved",
    "need.declined_on": "--support declined",
    "need.met_on": "--support met",
    "need.resolved_on": "--status resolved --identified-on 2026-11-20",
    "plan.ended_on": "--started-on 2026-03-02",
    "service.declined": "--status cancelled",
    "referral.status": "--sent-on 2026-11-20",
    "referral.outcome": "--status cancelled --reason moved",
    "appeal.authorization_id": "--clear benefit",
    "appeal.filed_on": "--status filed",
    "appeal.hearing_on": "--status filed",
    "appeal.heard_on": "--status filed",
    "appeal.decided_on": "--status decided",
    "appeal.decision": "--status decided",
    "stay.followed_up_on": "--left-on 2026-11-20",
    "enrollment.ended_on": "--status withdrawn",
    "attendance.minutes_late": "--attended late",
    "attendance.excused": "--attended no",
    "attendance.reason": "--attended no",
    "task.completed_on": "--status completed",
    "task.every": "--due 2026-12-03",
    "appointment.cancel_reason": "--status cancelled",
}
"""What has to be typed beside a field, where a rule of its kind weighs the two against each other."""

ARGUMENTS = {"observation.value": "g2", "attendance.makeup_of_id": "en1 me2"}
"""The arguments of `add` with which the option of a field can stand, where it cannot stand beside them all."""


def value_of(kind: type[Record], field: Field) -> Any:
    """A value of the field that is not its default; of a reference, the second record of its kind."""
    value = next(one for one in _values(kind, field) if one != field.default)
    return (value,) if field.many else value


def _values(kind: type[Record], field: Field) -> list[Any]:
    """Two or more values of which one at most is the default."""
    if field.refers:
        return [2]
    if found := _OF_NAME.get(f"{kind.TABLE}.{field.name}") or _OF_NAME.get(field.name):
        return found
    if issubclass(field.type, Vocabulary):
        return list(field.type)
    for nature, values in _OF_NATURE.items():
        if field.is_a(nature):
            return values
    if field.type in (date, When):
        day = DAY - timedelta(days=1) if field.name in kind.FACTS else DAY + timedelta(days=30)
        return [day if field.type is date else When(day, time(10, 30))]
    of_type: dict[type, list[Any]] = {
        bool: [True, False], int: [3, 2], float: [2.5], Own: [Own({"f1": True})],
        str: [f"{field.key.replace('_', '-')}-typed"],
    }  # fmt: skip
    return of_type[field.type]


_OF_NAME: dict[str, list[Any]] = {
    "data_classes": ["SUD"],
    "statements": ["refusal"],
    "stay.setting": ["shelter"],
    "appeal.level": ["external"],
    "ride.request_by": [DAY - timedelta(days=2)],
    "requirements": ["16 weeks"],
}

_OF_NATURE: dict[type, list[Any]] = {
    Interval: ["5w", "7w"], Rule: ["mon,thu 9 times"], Stamp: [AT], Picture: ["[]"],
}  # fmt: skip


def shown(field: Field, value: Any) -> Any:
    """The value as JSON has it."""
    if field.many:
        return [_shown(field, one) for one in value]
    return None if value is None else _shown(field, value)


def _shown(field: Field, value: Any) -> Any:
    if field.refers:
        return f"{kind_of(field.refers).PREFIX}{value}"
    return value if field.type in (bool, int, float) else str(value)


def option_of(command: Any, field: Field) -> Any:
    """The option of a command for a field: made from its declaration, or one of the command's own for the same flag.

    None where there is none, or where what it says is which records are meant.
    """
    flag = flag_of(field)
    found = [one for one in command.params if flag in one.opts or one.name == f"{field.name}_typed"]
    return next((one for one in found if not str(one.name).endswith("_filter")), None)


def flag_of(field: Field) -> str:
    """The flag that a field is typed with."""
    assert field.says, field.name
    return field.says.flag or f"--{key_of(field.name).replace('_', '-')}"


def typed(field: Field, value: Any) -> list[str]:
    """The words that say a value of a field."""
    flag = flag_of(field)
    if field.type is bool:
        return [flag if value else f"--no-{flag[2:]}"]
    several = value if field.many else (value,)
    return [word for one in several for word in (flag, str(_shown(field, one)))]


ALWAYS = {"appeal": "--action cut", "stay": "--left-on 2026-11-24"}
"""What is typed for a record of a kind though no field needs it.

The first benefit is one that nobody has decided, and nobody is in two hospitals.
"""


def add_line(kind: type[Record], number: int = 2, field: Field | None = None) -> list[str]:
    """The words that add a record of a kind: every argument, the options that it cannot do without, and a field's own.

    What it belongs to is the first client, of other kinds the record of that number.
    """
    command, name = LEAVES[f"{kind.TABLE} add"], f"{kind.TABLE}.{field.name}" if field else ""
    arguments = [_argument(one, number, field) for one in command.params if one.param_type_name == "argument"]
    words = ARGUMENTS.get(name, " ".join(arguments)).split()
    for needed in fields_of(kind):
        if needed != field and needed.says and getattr(option_of(command, needed), "required", False):
            words += typed(needed, value_of(kind, needed))
    if any("--force" in one.opts for one in command.params):
        words.append("--force")
    own = typed(field, value_of(kind, field)) if field else []
    words += ALWAYS.get(kind.TABLE, "").split()
    if kind is Appeal and field and field.name != "notice_on":
        # Each about a decision of its own: one is appealed once.
        words += ["--notice-on", str(DAY - timedelta(days=30 + fields_of(kind).index(field)))]
    return [kind.TABLE, "add", *words, *BESIDE.get(name, "").split(), *own]


def common_lines(kind: type[Record]) -> dict[str, list[str]]:
    """The line of each verb that nouns have in common and that writes: it adds, edits and voids a record of a kind."""
    # The first instrument was used, and stays as it is.
    noun, ref = kind.TABLE, f"{kind.PREFIX}{2 if kind.TABLE == 'instrument' else 1}"
    lines = {f"{noun} {kind.VOID}": [noun, kind.VOID, ref, "--reason", "entered twice", "--yes"]}
    if kind in EDITED:
        lines = {f"{noun} edit": [noun, "edit", ref, "--external-id", "typed"], **lines}
    return {f"{noun} add": add_line(kind), **lines} if kind in ADDED else lines


_WORDED = {"system": "ssn", "setting": "hospital"}
"""A word of its vocabulary for each argument that takes one."""


def _argument(argument: Any, number: int, field: Field | None) -> str:
    """What an argument of `add` takes: a record of the kind it is named after, a number, or words.

    The name of a field of the user's own is another for each field that is typed beside it.
    """
    if argument.name in ("kind", "name") and argument.metavar == argument.name.upper():
        return "client" if argument.name == "kind" else f"typed_{field.key if field else 'name'}"
    if argument.name in _WORDED:
        return _WORDED[argument.name]
    if argument.name in TABLES:
        return f"{kind_of(argument.name).PREFIX}{1 if argument.name == 'client' else number}"
    return "5" if argument.type.name == "float" or argument.name == "amount" else "Typed"
