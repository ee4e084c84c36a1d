"""Schema 13."""

from sqlite_utils import Database  # noqa: TID253 - imported only where a schema is behind

from caseload.store.migrations.making import extend, guard, make_kind, put_aside, put_back, tell_unread


def m013_stays(db: Database) -> None:
    """Stays in facilities; the day on which a benefit was suspended for one."""
    put_aside(db)
    make_kind(
        db, "stay", _STAY, searched=("place", "met_by", "destination"),
        days=("from_on", "expected_on", "left_on", "followed_up_on"),
        indexes=(
            "create index stay_client on stay (client_id)",
            "create index stay_open on stay (expected_on) where left_on is null and voided_at is null",
            "create index stay_left on stay (left_on) where left_on is not null and voided_at is null",
        ),
    )  # fmt: skip
    guard(db, "stay")
    extend(db, "benefit", {"suspended_on": "text"})
    tell_unread(db, "benefit", days=_BENEFIT_DAYS, moments=("interview",), status="status", words=_BENEFIT_WORDS)
    put_back(db)


_BENEFIT_DAYS = (
    "applied_on", "interviewed_on", "decision_due", "decided_on", "effective_on", "certified_to", "form_on",
    "renewal_due", "renewal_sent_on", "notice_on", "closed_on", "suspended_on",
)  # fmt: skip

_BENEFIT_WORDS = (
    "considering", "docs-gathering", "applied", "pending", "interview-scheduled", "approved", "denied", "closed",
    "appealing", "withdrawn", "not-applicable",
)  # fmt: skip

_SETTINGS = """'home', 'assisted-living', 'nursing-home', 'hospital', 'psychiatric', 'treatment', 'jail-prison',
        'shelter', 'unsheltered', 'transitional', 'foster', 'family-friends', 'other', 'unknown'"""

_STAY = f"""
    client_id integer not null references client (id),
    setting text not null check (setting in ({_SETTINGS})),
    place text,
    from_on text,
    expected_on text,
    certainty text check (certainty in ('firm', 'estimated', 'unknown')),
    met_by text,
    left_on text,
    goes_to text check (goes_to in ({_SETTINGS})),
    destination text,
    followed_up_on text
"""
