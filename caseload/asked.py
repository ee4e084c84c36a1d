"""What a run was asked for: the global options, the filters of a list, what the options of its command said."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from caseload.output.column import Format

if TYPE_CHECKING:
    from caseload.records.of.public import Names

STDOUT = (None, "-", "/dev/stdout")
"""What -o has where no file is meant."""


class Options(NamedTuple):
    """The global options, which may stand anywhere on the command line."""

    db: str | None = None
    color: Literal["auto", "always", "never"] = "auto"
    no_input: bool = False
    quiet: bool = False
    debug: bool = False
    as_of: str | None = None
    """The day at whose end the records are looked at, as it was typed."""


class Filters(NamedTuple):
    """Which records of a kind were asked for, as it was typed."""

    client: str | None = None
    status: Sequence[str] = ()
    due: str | None = None
    tag: Sequence[str] = ()
    where: str | None = None
    sort: Sequence[str] = ()
    limit: int | None = None
    voided: bool = False


class Asked:
    """What the options of this run said."""

    format: Format | None = None
    fields: str | None = None
    output: str | None = None
    """The file that the records go to, if not stdout."""
    force: bool = False
    filters: Filters = Filters()
    confirm: int | None = None
    """How many a change of all that fit is expected to reach."""
    excel: bool = False
    reveal: bool = False
    """Whether confidential addresses and the numbers of agencies are shown whole."""
    names: "Names | None" = None
    sensitive: bool = False
    dry_run: bool = False
    to_client: str | None = None
    closed: bool = False
    """The client that an edit gives its records to, and whether one who is closed or has died will do."""
    clear: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    """The fields that an edit empties; what was typed for fields of the user's own: veteran=yes."""
    literal: bool = False
    """Whether `--` was typed: the words after it are meant as they are."""

    def __init__(self) -> None:
        self.typed: dict[str, Any] = {}
        """The fields of a record that were typed, by name; see commands.kit.fields."""
