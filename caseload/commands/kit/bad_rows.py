"""What is wrong with a file that was refused, row by row."""

from caseload.intake.building import BadRows
from caseload.output.terminal import warn
from caseload.session import Session

LISTED = 20
"""Bad rows that are told on stderr; a file of rejects has them all."""


def list_bad(session: Session, bad: BadRows, how: str = "") -> None:
    """Tell the first of the bad rows; `how` says what has the others."""
    for fault in bad.faults[:LISTED]:
        warn(session.terminal, str(fault))
    if len(bad.faults) > LISTED:
        warn(session.terminal, f"... and {len(bad.faults) - LISTED} more{how}")
