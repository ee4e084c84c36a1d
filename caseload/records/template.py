"""A checklist that becomes dated records: its steps as data, and the date that they count from."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from caseload.errors import Invalid, quoted
from caseload.records.of import headings as also
from caseload.records.of.base import Record, Vocabulary, kind
from caseload.records.of.checklist import ANCHORS, DAY, Definition, is_step_name, read_definition
from caseload.records.of.nature import Bare, Coded, Picture

HEADER = ("name", "version", "title", "anchor", "pace")
"""What stands at the head of a file, and in a column of its own."""


class Pace(Vocabulary):
    """Whether all steps are there from the start, or each once what it waits for is finished."""

    ALL_AT_ONCE = "all-at-once"
    AS_YOU_GO = "as-you-go"


@kind
class Template(Record):
    """One version of a checklist; it stays as it is once it was applied to a client."""

    TABLE: ClassVar[str] = "template"
    PREFIX: ClassVar[str] = "tp"
    SINCE: ClassVar[int] = 16
    ORDER: ClassVar[tuple[str, ...]] = ("name", "id")
    TITLE: ClassVar[str] = "named"
    SEARCHED: ClassVar[tuple[str, ...]] = ("name", "title")

    name: Annotated[str, Bare, Coded]
    """What is typed for it: release."""
    version: Annotated[str, Bare, Coded]
    title: Annotated[str, also.TITLE]
    anchor: Annotated[str, Coded] = DAY
    """The date that it counts from, unless another is said where it is applied."""
    pace: Pace = Pace.ALL_AT_ONCE
    definition: Annotated[str, Picture]
    """The steps, as JSON; see records.of.checklist."""

    def __post_init__(self) -> None:
        """The rules of one template: a name that can be typed, an anchor there is, steps that can be made."""
        super().__post_init__()
        if not is_template_name(self.name):
            raise Invalid("is no name of a template", "small letters, digits and hyphens: release", field="name")
        if self.anchor != DAY and self.anchor not in ANCHORS:
            known = ", ".join((*ANCHORS, DAY))
            raise Invalid(f'"{quoted(self.anchor)}" is no date to count from', f"one of {known}", field="anchor")
        self.read()

    @property
    def ref(self) -> str:
        """The typed id; that it comes with the program, of one that is not stored yet."""
        return super().ref if self.id else "shipped"

    @property
    def named(self) -> str:
        """Its name and its version: release version 1."""
        return f"{self.name} version {self.version}"

    def read(self) -> Definition:
        """The steps, ready to be made."""
        return read_definition(self.definition, in_turn=self.pace is Pace.AS_YOU_GO)


def is_template_name(text: str) -> bool:
    """Whether a template may be called so: as a step, and no typed id."""
    from caseload.records.kinds import parse_ref

    return is_step_name(text) and parse_ref(text) is None


def template_of(found: Mapping[str, Any]) -> Template:
    """The template that a file of TOML holds; raises Invalid for what is none."""
    import json

    for key in HEADER:
        if not isinstance(found.get(key, ""), str):
            raise Invalid("is no text", 'quotes around it: version = "1"', field=key)
    head = {key: found[key] for key in HEADER if key in found}
    if lacking := next((key for key in ("name", "title", "version") if key not in head), ""):
        raise Invalid("is missing", f'a line such as {lacking} = "..."', field=lacking)
    pace = head.pop("pace", Pace.ALL_AT_ONCE)
    if pace not in tuple(Pace):
        raise Invalid(f'"{quoted(pace)}" is not accepted', f"one of {Pace.accepted()}", field="pace")
    rest = {key: value for key, value in found.items() if key not in HEADER}
    try:
        definition = json.dumps(rest, ensure_ascii=False, separators=(",", ":"))
    except TypeError:
        raise Invalid("holds a date, or what is no text, table or list", "words in quotes", field="steps") from None
    return Template(**head, pace=Pace(pace), definition=definition)
