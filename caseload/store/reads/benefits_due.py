"""What the clocks of benefits and appeals look at: each read over-fetches, and a rule decides."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from caseload.records.of.base import Record
from caseload.store.core import Store
from caseload.store.reads.sought import Asked, Sought, read

if TYPE_CHECKING:
    from caseload.records.of.appeal_due import Against, Contested
    from caseload.records.of.authorization_due import RequestedOf
    from caseload.records.of.benefit_due import Requested

_OPEN = """status in ('considering', 'docs-gathering', 'applied', 'pending', 'interview-scheduled', 'approved',
    'appealing') and voided_at is null"""
_ASKED_FOR = f"{_OPEN} and status in ('applied', 'pending', 'interview-scheduled')"
_OPEN_APPEAL = "status in ('to-file', 'filed') and voided_at is null"
_FILED = f"{_OPEN_APPEAL} and status = 'filed'"

APPROVED = Sought(
    "benefit",
    # The 15th of the last month may be sixteen days before the end.
    f"""{_OPEN} and status = 'approved' and (certified_to is null or certified_to < date(?, '+17 days')
    or renewal_due is not null or form_on is not null)""",
    "certified_to",
)
"""What is approved and may be renewed by then: by its end, by a form, by a law where nobody knows its end."""

CLOSED = Sought(
    "benefit",
    "status = 'closed' and voided_at is null and closed_on > date(TODAY, '-550 days') and renewal_sent_on is null",
    "closed_on",
)
"""What was closed within the time in which a renewal may still count, however long rules.toml has it."""

ASKED_FOR = Sought("benefit", f"{_ASKED_FOR} and (decision_due is not null or applied_on < ?)", "applied_on")
"""Applications that are not decided."""

TO_INTERVIEW = Sought(
    "benefit",
    f"""{_OPEN} and status in ('applied', 'pending', 'interview-scheduled', 'approved')
    and interviewed_on is null and interview < ?""",
    "interview",
)
"""What has an interview by then that was not held."""

OUTSTANDING = Sought(
    "verification", "sent_on is null and voided_at is null and (needed_by is null or needed_by < ?)", "needed_by",
    "benefit_id in (select id from benefit where client_id is ?)",
)  # fmt: skip
"""What benefits ask for by then, or by no day that was said, and the agency does not have."""

TO_FILE = Sought("appeal", f"{_OPEN_APPEAL} and status = 'to-file' and (deadline < ? or deadline is null)", "notice_on")
"""Appeals that may be filed."""

AID_NOT_ASKED = Sought(
    "appeal",
    f"""{_OPEN_APPEAL} and aid_continuing is null and action in ('closing', 'cut', 'overpayment')
    and (aid_by is null or aid_by < ?)""",
    "notice_on",
)
"""Open appeals of what was paid, of which nobody has said whether it goes on."""

REQUESTED = Sought(
    "authorization",
    "status in ('requested', 'pending', 'approved', 'partial') and voided_at is null"
    " and status in ('requested', 'pending') and requested_on < ?",
    "requested_on",
)
"""Authorizations that a payer was asked for and has not decided on."""

WITHOUT_DAY = Sought(
    "appeal",
    f"""{_OPEN_APPEAL} and ((status = 'to-file' and deadline is null)
    or (aid_continuing is null and aid_by is null and action in ('closing', 'cut')))""",
    "notice_on",
)
"""Open appeals that may lack a day which their deadlines count from."""

_SINCE = "> date(TODAY, '-800 days')"
"""Longer ago than it is asked whether a decision is contested, however long rules.toml has the time for that."""

BENEFIT_AGAINST = Sought(
    "benefit",
    f"""status in ('denied', 'closed') and voided_at is null
    and coalesce(notice_on, closed_on, decided_on, '9999-12-31') {_SINCE}
    and not exists (select 1 from appeal where appeal.benefit_id = benefit.id and appeal.voided_at is null)""",
    "coalesce(notice_on, closed_on, decided_on, '9999-12-31')",
)
"""Benefits that were denied or closed lately, and that nobody contests."""

AUTHORIZATION_AGAINST = Sought(
    "authorization",
    f"""status in ('denied', 'partial') and voided_at is null
    and coalesce(notice_on, decided_on, '9999-12-31') {_SINCE}
    and not exists (select 1 from appeal where authorization_id = authorization.id and appeal.voided_at is null)""",
    "coalesce(notice_on, decided_on, '9999-12-31')",
)
"""Authorizations that were denied, in part at least, lately, and that nobody contests."""

TO_HEAR = Sought("appeal", f"{_FILED} and heard_on is null and hearing_on < ?", "hearing_on")
"""Appeals that are to be heard by then."""

FILED = Sought("appeal", f"{_FILED} and (decision_due is not null or filed_on < ?)", "filed_on")
"""Appeals that wait for a decision."""


def outstanding(store: Store, asked: Asked) -> "list[Requested]":
    """What is outstanding, each with its benefit."""
    return _requested(store, read(store, OUTSTANDING, asked))


def requested(store: Store, record: Record, _today: date) -> "Requested":
    """One verification with its benefit."""
    return _requested(store, [record])[0]


def against(sought: Sought) -> "Callable[[Store, Asked], list[Against]]":
    """What finds what was decided against clients and nobody contests, each with its programme."""
    return lambda store, asked: [_against(store, one) for one in read(store, sought, asked)]


def against_whom(store: Store, record: Record, _today: date) -> "Against":
    """One benefit or authorization with its programme, and whether an appeal of it is there."""
    from caseload.store.reads.benefits import appeals_about

    found = _against(store, record)
    return found._replace(is_contested=bool(appeals_about(store, found.record)))


def _against(store: Store, record: Any) -> "Against":
    from caseload.records.of.appeal_due import Against
    from caseload.store.reads.benefits import programme_of_authorization

    if record.TABLE == "benefit":
        return Against(record, record.name_in_rules)
    return Against(*programme_of_authorization(store, record.id))


def requested_of_payers(store: Store, asked: Asked) -> "list[RequestedOf]":
    """Authorizations that were asked for, each with the programme of its payer."""
    return [requested_of_payer(store, one, asked.today) for one in read(store, REQUESTED, asked)]


def requested_of_payer(store: Store, record: Record, _today: date) -> "RequestedOf":
    """One authorization with the programme of its payer."""
    from caseload.records.of.authorization_due import RequestedOf
    from caseload.store.reads.benefits import programme_of_authorization

    return RequestedOf(*programme_of_authorization(store, record.id))


def _requested(store: Store, found: Iterable[Any]) -> "list[Requested]":
    from caseload.records.of.benefit_due import Requested
    from caseload.store.reads.benefits import benefits_by_number

    every = list(found)
    benefits = benefits_by_number(store, (one.benefit_id for one in every))
    return [Requested(one, benefits.get(one.benefit_id)) for one in every]


def to_file(store: Store, asked: Asked) -> "list[Contested]":
    """Appeals that may be filed, each with what it contests."""
    return _contested(store, read(store, TO_FILE, asked))


def aid_not_asked(store: Store, asked: Asked) -> "list[Contested]":
    """Appeals of which nobody has said whether the benefit goes on, each with what it contests."""
    return _contested(store, read(store, AID_NOT_ASKED, asked))


def without_day(store: Store, asked: Asked) -> "list[Contested]":
    """Appeals that may lack a day which their deadlines count from, each with what it contests."""
    return _contested(store, read(store, WITHOUT_DAY, asked))


def to_hear(store: Store, asked: Asked) -> "list[Contested]":
    """Appeals that are to be heard by then, each with what it contests."""
    return _contested(store, read(store, TO_HEAR, asked))


def filed(store: Store, asked: Asked) -> "list[Contested]":
    """Appeals that wait for a decision, each with what it contests."""
    return _contested(store, read(store, FILED, asked))


def contested(store: Store, record: Record, _today: date) -> "Contested":
    """One appeal with what it contests."""
    return _contested(store, [record])[0]


def _contested(store: Store, found: Iterable[Any]) -> "list[Contested]":
    from caseload.store.reads.benefits import contested_each

    return contested_each(store, found)
