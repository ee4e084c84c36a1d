"""Schema 18."""

from sqlite_utils import Database  # noqa: TID253 - imported only where a schema is behind

from caseload.store.migrations.making import extend, put_aside, put_back, tell_unread


def m018_rides_of_another_time(db: Database) -> None:
    """For when a ride was booked, once its appointment has another time."""
    put_aside(db)
    extend(db, "ride", {"booked_for": "text"})
    tell_unread(db, "ride", days=("request_by", "requested_on", "confirmed_on"), moments=("booked_for",),
                status="status", words=_STATUSES)  # fmt: skip
    put_back(db)


_STATUSES = ("needed", "requested", "confirmed", "completed", "no-show-vendor", "no-show-client", "cancelled")
