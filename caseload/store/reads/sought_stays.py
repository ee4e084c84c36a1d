"""Which stays the clocks seek: told in SQL, so that their kind is loaded only where one may be due."""

from caseload.store.reads.sought import Sought

TO_BE_LET_OUT = Sought(
    "stay", "left_on is null and voided_at is null and setting = 'jail-prison' and expected_on < ?", "expected_on"
)
"""Stays in custody that are to end by then."""

LEFT = Sought("stay", "left_on is not null and voided_at is null and left_on > date(TODAY, '-150 days')", "left_on")
"""Stays that ended within the time in which something after them may be due, however long rules.toml has it."""
