"""Schema 15."""

from sqlite_utils import Database  # noqa: TID253 - imported only where a schema is behind

from caseload.store.migrations.making import extend, guard, make_kind, put_aside, put_back, tell_unread


def m015_on_the_road(db: Database) -> None:
    """Ride, expense; what an appointment asks for at the door, and what to know of the client before it."""
    put_aside(db)
    make_kind(
        db, "ride", _RIDE, searched=("driver", "pickup", "number", "reason"), status="status", words=_STATUSES,
        days=("request_by", "requested_on", "confirmed_on"),
        indexes=(
            "create index ride_appointment on ride (appointment_id)",
            "create index ride_provider on ride (provider_id) where provider_id is not null",
            f"create index ride_open on ride (appointment_id) where {_OPEN}",
        ),
    )  # fmt: skip
    make_kind(
        db, "expense", _EXPENSE, searched=("what", "fund", "receipt"), days=("spent_on", "claimed_on"),
        indexes=(
            "create index expense_client on expense (client_id)",
            "create index expense_spent on expense (spent_on)",
            "create index expense_unclaimed on expense (spent_on) where claimed_on is null and voided_at is null",
        ),
    )  # fmt: skip
    guard(db, "expense")
    extend(db, "appointment", _OF_APPOINTMENT)
    tell_unread(db, "appointment", days=("reminded_on",), moments=("starts", "slot"), status="status", words=_KEPT_AS)
    extend(db, "client", {"safety": "text"})
    put_back(db)


_STATUSES = ("needed", "requested", "confirmed", "completed", "no-show-vendor", "no-show-client", "cancelled")
_OPEN = "status in ('needed', 'requested', 'confirmed') and voided_at is null"

_RIDE = """
    appointment_id integer not null references appointment (id),
    provider_id integer references provider (id),
    driver text,
    status text not null default 'needed' check (status in ('needed', 'requested', 'confirmed', 'completed',
        'no-show-vendor', 'no-show-client', 'cancelled')),
    request_by text,
    requested_on text,
    confirmed_on text,
    pickup text,
    wheelchair integer not null default 0 check (wheelchair in (0, 1)),
    number text,
    reason text
"""

_EXPENSE = """
    client_id integer references client (id),
    spent_on text not null,
    amount real not null,
    what text not null,
    fund text,
    receipt text,
    claimed_on text
"""

_KEPT_AS = (
    "proposed", "pending", "booked", "arrived", "fulfilled", "cancelled", "noshow", "entered-in-error", "checked-in",
    "waitlist",
)  # fmt: skip

_OF_APPOINTMENT = {
    "with_whom": "text",
    "interpreter": "integer not null default 0 check (interpreter in (0, 1))",
    "wheelchair": "integer not null default 0 check (wheelchair in (0, 1))",
    "ride": "integer not null default 0 check (ride in (0, 1))",
    "reminded_on": "text",
    "reminded_by": "text",
}
