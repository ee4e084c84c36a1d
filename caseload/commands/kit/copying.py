"""What is said of a copy of the database."""

from caseload.session import Session
from caseload.store.backups import Copy
from caseload.store.opening import SCHEMA
from caseload.when.dates import When, local, say_when


def copy_said(session: Session, copy: Copy) -> str:
    """Its size, how many records it holds, when the newest step was: 612 kB · 312 records · newest of Fri 16:20."""
    size = f"{-(-copy.size // 1000):,} kB"
    records = "1 record" if copy.records == 1 else f"{copy.records:,} records"
    at = local(copy.newest, session.zone) if copy.newest else None
    newest = f"newest of {say_when(at) if isinstance(at, When) else at}" if at else ""
    schema = f"schema {copy.schema}, older than {SCHEMA}" if copy.schema < SCHEMA else ""
    return " · ".join(filter(None, (size, records, newest, schema)))
