"""A screening tool as data: what it asks, how it counts, under which terms."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from caseload.errors import Invalid
from caseload.records.of import headings as also
from caseload.records.of.base import Record, kind
from caseload.records.of.guarded import Sensitivity
from caseload.records.of.nature import Bare, Coded, Picture, Prose
from caseload.records.of.questionnaire import Definition, read_definition

HEADER = ("name", "version", "title", "licence", "panel_loinc", "total_loinc", "sensitivity")
"""What stands at the head of a file, and in a column of its own."""


@kind
class Instrument(Record):
    """One version of a screening tool; it stays as it is once a screen was done with it."""

    TABLE: ClassVar[str] = "instrument"
    PREFIX: ClassVar[str] = "in"
    SINCE: ClassVar[int] = 7
    OWN: ClassVar[bool] = True
    AN: ClassVar[str] = "an"
    ORDER: ClassVar[tuple[str, ...]] = ("name", "id")
    TITLE: ClassVar[str] = "named"
    SEARCHED: ClassVar[tuple[str, ...]] = ("name", "title")

    name: Annotated[str, Bare, Coded]
    """What is typed for it: phq-9."""
    version: Annotated[str, Bare, Coded]
    title: Annotated[str, "What people call it.", also.TITLE]
    licence: Annotated[str | None, "Under which terms it may be used.", Prose] = None
    panel_loinc: Annotated[str | None, "The LOINC code of the panel.", Bare, Coded] = None
    total_loinc: Annotated[str | None, "The LOINC code of the total.", Bare, Coded] = None
    sensitivity: Annotated[Sensitivity, "The law that guards what it asks about; normal unless said"] = (
        Sensitivity.NORMAL
    )
    """What a screen done with it takes over."""
    definition: Annotated[str, Picture]
    """Items, answers, scoring, bands, domains and flags, as JSON; see records.of.questionnaire."""

    def __post_init__(self) -> None:
        """The rules of one instrument: a name that can be typed, and a definition that can be asked and counted by."""
        super().__post_init__()
        if not is_name(self.name):
            raise Invalid("is no name of an instrument", "small letters, digits and hyphens: phq-9", field="name")
        read_definition(self.definition)

    @property
    def ref(self) -> str:
        """The typed id; that it comes with the program, of one that is not stored yet."""
        return super().ref if self.id else "shipped"

    @property
    def named(self) -> str:
        """Its name and its version: phq-9 version 1."""
        return f"{self.name} version {self.version}"

    def read(self) -> Definition:
        """The definition, ready to be asked and counted by."""
        return read_definition(self.definition)


def is_name(text: str) -> bool:
    """Whether an instrument may be called so: small letters, digits and hyphens, a letter first, and no typed id."""
    from caseload.records.kinds import parse_ref

    letters = text.isascii() and text.islower() and text[:1].isalpha() and text.replace("-", "a").isalnum()
    return letters and parse_ref(text) is None


def instrument_of(found: Mapping[str, Any]) -> Instrument:
    """The instrument that a file of TOML holds; raises Invalid for what is none."""
    import json

    for key in HEADER:
        if not isinstance(found.get(key, ""), str):
            raise Invalid("is no text", 'quotes around it: version = "1"', field=key)
    head = {key: found[key] for key in HEADER if key in found}
    if lacking := next((key for key in ("name", "title", "version") if key not in head), ""):
        raise Invalid("is missing", f'a line such as {lacking} = "..."', field=lacking)
    try:
        law = Sensitivity(head.pop("sensitivity", Sensitivity.NORMAL))
    except ValueError:
        raise Invalid("is not accepted", f"one of {Sensitivity.accepted()}", field="sensitivity") from None
    rest = {key: value for key, value in found.items() if key not in HEADER}
    try:
        definition = json.dumps(rest, ensure_ascii=False, separators=(",", ":"))
    except TypeError:
        raise Invalid("holds a date, or what is no text, number, table or list", "text", field="definition") from None
    return Instrument(**head, sensitivity=law, definition=definition)
