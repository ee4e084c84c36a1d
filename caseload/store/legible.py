"""The change log where another program has written to it: what cannot be read there is told in a sentence."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from caseload.errors import Unusable


@contextmanager
def legible() -> Iterator[None]:
    """Work on the change log; raises Unusable where it holds what only another program can have put there."""
    try:
        yield
    # No JSON, or JSON of another shape, or nested without end; a kind that is none; a value that SQLite does not take.
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise _spoilt() from error
    except (sqlite3.OperationalError, sqlite3.ProgrammingError, sqlite3.InterfaceError) as error:
        said = str(error)
        if "column" in said or "supported type" in said or "is not supported" in said:
            raise _spoilt() from error
        raise


def _spoilt() -> Unusable:
    return Unusable("the change log holds what caseload did not write", "caseload doctor names it")
