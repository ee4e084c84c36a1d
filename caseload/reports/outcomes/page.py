"""The outcomes of a period as a page, as rows of figures, and a figure as the rows that it counts."""

from collections.abc import Callable, Sequence
from itertools import groupby

from caseload.output.column import Column
from caseload.output.gauge import bar
from caseload.output.page import Lines, Listing, Page, Section
from caseload.reports.items import counted as number_of
from caseload.reports.outcomes import elsewhere, goals, helped, people
from caseload.reports.outcomes.asked import Asked
from caseload.reports.outcomes.figure import FEW, Counted, Figure, Found, Row, Shape, beside, counted
from caseload.reports.outcomes.groups import Groups
from caseload.when.ranges import Period

COLUMNS: tuple[Column[Counted], ...] = (
    Column("figure", lambda one: one.figure.key),
    Column("by", lambda one: one.by or None),
    Column("group", lambda one: one.group or None),
    Column("value", lambda one: one.value),
    Column("unit", lambda one: str(one.figure.shape)),
    Column("base", lambda one: one.base),
    Column("of", lambda one: one.figure.of or None),
    Column("percent", lambda one: one.percent),
    Column("counts", lambda one: one.sentence),
)
"""The columns of `report outcomes`, a row a figure, and one for each group."""

ROW_COLUMNS: tuple[Column[Row], ...] = (
    Column("id", lambda row: row.ref, "Id"),
    Column("client", lambda row: row.client.ref if row.client else None, "Client no."),
    Column("client_handle", lambda row: row.client.handle if row.client else None, "Client"),
    Column("title", lambda row: row.title or None, "What", text=True),
    Column("from_on", lambda row: row.from_on, "From"),
    Column("on", lambda row: row.on, "On"),
    Column("days", lambda row: row.days, "Days", right=True),
    Column("amount", lambda row: row.amount, "Amount", right=True),
    Column("standing", lambda row: row.standing or None, "Standing", text=True),
)
"""The columns of `report outcomes --rows FIGURE`."""

PARTED_COLUMNS = (*ROW_COLUMNS, Column[Row]("group", lambda row: row.group, "Group", text=True))
"""The same with `--by`."""

AS_THEY_STAND = "of the records as they stand"


def outcomes(asked: Asked) -> Found:
    """All that the figures of the period count."""
    every = [part(asked) for part in _PARTS]
    rows = {key: found for one in every for key, found in one.rows.items()}
    return Found(rows, {key: notes for one in every for key, notes in one.notes.items()})


_PARTS: tuple[Callable[[Asked], Found], ...] = (
    people.people, goals.goals, helped.needs, helped.referrals, helped.benefits, elsewhere.programmes, elsewhere.stays,
    people.ends,
)  # fmt: skip


def all_counted(every: Sequence[Figure], found: Found, parts: Groups | None) -> list[Counted]:
    """Each figure of what there is, or where the clients are parted one for each part."""
    if parts is None:
        return [counted(one, found) for one in every]
    of_each = {name: found.of(numbers, parts.programs.get(name, 0)) for name, numbers in parts.parts.items()}
    return [counted(one, some, name, parts.by) for one in every for name, some in of_each.items()]


_REASONS = Figure(
    "Closings by reason", "Closings by reason", "The closings by why care ended.", Shape.SHARE, "closings"
)
_PLACES = Figure(
    "Closings by destination", "Closings by destination", "The closings by where the client went.", Shape.SHARE,
    "closings",
)  # fmt: skip


def closings_parted(asked: Asked, *, withheld: bool, named: bool) -> list[Counted]:
    """The closings by reason, and by destination where what was typed may be `named`."""
    found = people.closings_of(asked)
    by = [(_REASONS, people.by_reason(found), "close_reason")]
    if named:
        by.append((_PLACES, people.by_destination(found, withheld=withheld), "destination"))
    return [
        Counted(figure, rows, len(found), group, word)
        for figure, parts, word in by
        for group, rows in parts.items()
    ]  # fmt: skip


def page(
    period: Period, found: Found, figures: Sequence[Counted], closings: Sequence[Counted], width: int
) -> Page:  # fmt: skip
    """The figures under their headings, each with what it counts below it; the closings in their parts.

    A section with nothing in it is named in one line.
    """
    served = number_of(len(found.rows["clients-served"]), "client", "clients") or "nobody"
    columns = _columns(width, lambda one: one.figure.label, lambda one: one.sentence)
    sections, empty = [], []
    for name, some in groupby(figures, lambda one: one.figure.section):
        several = list(some)
        if any(one.rows or one.base or one.notes for one in several):
            sections.append(Section(name, Listing(several, columns)))
        else:
            empty += [one.figure.label for one in several]
    plain = _columns(width, lambda one: one.group)
    for name, parts in groupby(closings, lambda one: one.figure.label):
        several = list(parts)
        sections.append(Section(name, Listing(several, plain), several[0].sentence))
    sections += _nothing(empty)
    return Page(f"Outcomes {period}", f"{served} served, {AS_THEY_STAND}", tuple(sections), _few(figures))


def _nothing(labels: Sequence[str]) -> list[Section]:
    return [Section("Nothing to count", Lines((", ".join(labels),)))] if labels else []


def parted_page(period: Period, found: Found, figures: Sequence[Counted], parts: Groups, width: int) -> Page:
    """A section a figure, a line a group; what there is nothing of in any group is named below."""
    served = number_of(len(found.rows["clients-served"]), "client", "clients") or "nobody"
    columns = _columns(width, lambda one: one.group)
    sections, empty = [], []
    for figure, some in groupby(figures, lambda one: one.figure):
        there = [one for one in some if one.value is not None and (one.rows or one.base)]
        if not there:
            empty.append(figure.label)
            continue
        there = there if figure.shape is Shape.SHARE else beside(there)
        sections.append(Section(figure.label, Listing(there, columns), counted(figure, found).sentence))
    sections += _nothing(empty)
    by = parts.by.replace("_", " ")
    return Page(f"Outcomes {period} by {by}", f"{served} served, {AS_THEY_STAND}", tuple(sections), _few(figures))


def _few(figures: Sequence[Counted]) -> str:
    """What `few` means, where it stands."""
    return f"few: of fewer than {FEW}, where a percentage says little" if any(one.is_of_few for one in figures) else ""


def opens(period: Period, figures: Sequence[Counted]) -> str:
    """The command that opens a figure into what it counts; nothing where nothing is counted."""
    there = [one.figure.key for one in figures if one.rows]
    key = "goals-met" if "goals-met" in there else next(iter(there), "")
    command = f"caseload report outcomes {period.first}..{period.last} --rows {key}"
    return key and f"{command} lists what that figure counts"


def rows_parted(figure: Figure, found: Found, parts: Groups) -> list[Row]:
    """The rows of one figure part by part; one that is of several parts stands in each.

    A row is guarded, too, as that its client is in the part.
    """
    of_each = ((name, found.of(numbers, parts.programs.get(name, 0))) for name, numbers in parts.parts.items())
    return [_in_part(row, name, parts) for name, some in of_each for row in some.rows.get(figure.key, ())]


def _in_part(row: Row, name: str, parts: Groups) -> Row:
    mark = parts.marks.get((name, row.client.id), "") if row.client and not row.mark else ""
    return row._replace(group=name, mark=row.mark or mark, title=f"{mark} {row.title}".strip())


def rows_page(period: Period, figure: Counted, shown: Sequence[Row], by: str = "") -> Page:
    """The rows of one figure, and what it counts; of a figure that is parted a section for each part."""
    said = f"{figure.figure.label}: {figure.said} {figure.out_of}".rstrip()
    columns = [one for one in ROW_COLUMNS if one.key != "client"]
    each = groupby(shown, lambda row: row.group)
    body = tuple(Section(name or "Rows", Listing(list(rows), columns)) for name, rows in each)
    named = f"Outcomes {period} by {by.replace('_', ' ')}" if by else f"Outcomes {period}"
    return Page(named, f"{said}\n{figure.sentence}", body)


def _columns(
    width: int, label: Callable[[Counted], str], under: Callable[[Counted], str] | None = None
) -> tuple[Column[Counted], ...]:
    size = 12 if width >= 60 else 6
    return (
        Column("figure", label, "Figure", text=True, under=under),
        Column("value", lambda one: one.said, "Value", right=True),
        Column("of", lambda one: one.out_of, "Of", right=True),
        Column("percent", lambda one: one.part, "Percent", right=True),
        Column(
            "bar", lambda one: "" if one.length is None else bar(one.length, size), "Bar",
            spare=True, drawn=lambda one: one.length,
        ),
    )  # fmt: skip
