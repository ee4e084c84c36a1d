"""What a kind is called in a sentence."""

from caseload.records.of.base import Record


def with_article(kind: type[Record]) -> str:
    """The noun of a kind as a sentence takes it: a task, an appointment."""
    return f"{kind.AN} {noun_of(kind)}"


def noun_of(kind: type[Record]) -> str:
    """What one of a kind is called in a sentence: a safety plan, though the command is `safety`."""
    return kind.SINGULAR or kind.TABLE
