"""Which records each rule seeks: told in SQL, so that their kind is loaded only where one of them may be due."""

from caseload.records.of.clock import RATED_FROM
from caseload.store.reads.sought import Sought, least_days_in

ACTIVE_PLANS = Sought(
    "plan",
    f"""status in ('draft', 'active', 'on-hold') and voided_at is null and status = 'active'
    and coalesce(reviewed_on, started_on) < ? and coalesce(date(coalesce(reviewed_on, started_on),
        '+' || {least_days_in("review_every")} || ' days'), '') < ?""",
    "coalesce(reviewed_on, started_on)",
)
"""Active plans whose next review may be due by then, counted from the last, or from the start."""

FLAGGED_SCREENS = Sought(
    "assessment", "flags <> '[]' and answered_on is null and voided_at is null and assessed_on < ?", "assessed_on"
)
"""Screens up to then with an answer that someone must act on, as long as nobody has."""

LAST_SCREENS = Sought(
    "assessment",
    """status in ('in-progress', 'completed', 'amended') and voided_at is null
    and status <> 'in-progress' and outside is null and not exists (select 1 from assessment as later
    where later.client_id = assessment.client_id and later.screen = assessment.screen
    and later.status in ('completed', 'amended') and later.voided_at is null
    and (later.assessed_on, later.id) > (assessment.assessed_on, assessment.id))
    and assessed_on < ? and coalesce(date(assessed_on, '+LEAST_DAYS days'), '') < ?""",
    "assessed_on",
)
"""Of each client the last screen with each instrument, if the next may be due by then."""

OPEN_REFERRALS = Sought(
    "referral",
    "status in ('draft', 'requested', 'accepted', 'in-progress', 'on-hold') and voided_at is null "
    "and (next_due is null or next_due < ?)",
    "next_due",
)
"""Open referrals with a next step by then, and those without one, which a day of sending or entry makes due."""

GRANTED = Sought(
    "authorization",
    "status in ('requested', 'pending', 'approved', 'partial') and voided_at is null "
    "and status in ('approved', 'partial') and units is not null and (starts_on is null or starts_on < ?)",
    "ends_on",
)
"""Approved authorizations with units that have begun by then."""

RUNNING_OUT = GRANTED._replace(
    where=f"""{GRANTED.where} and exists (select 1 from (select coalesce(used_reported, 0) + coalesce((
        select sum(1 + coalesce(note.minutes / case authorization.unit when 'hour' then 60.0 when '15min' then 15.0 end,
            0)) from service cross join note on note.service_id = service.id
        where service.client_id = authorization.client_id and note.voided_at is null), 0) as used)
    where used >= units or (units - used) * {RATED_FROM}
        <= used * (julianday(?) - julianday(min(coalesce(used_reported_on, TODAY), TODAY))))"""
)
"""Those of them that may run out by then: if all was used that may have been, in as few days as a rate is told of."""

ENROLLED = Sought(
    "enrollment",
    """status in ('enrolled', 'not-enrolled-on-waitlist') and voided_at is null and status = 'enrolled'
    and (due < ? or program_id in (select id from program where ends_on < ? and voided_at is null))""",
    "due is null, due",
)
"""Who is enrolled where the end, their own or the programme's, comes by then."""

RELEASES = Sought(
    "client",
    "status in ('planned', 'waitlist', 'active', 'onhold') and voided_at is null and release_on is not null "
    "and release_on < ?",
    "release_on",
    whose="id is ?",
)
"""Clients on the caseload with a release date by then."""

TO_BE_LET_OUT = Sought(
    "stay", "left_on is null and voided_at is null and setting = 'jail-prison' and expected_on < ?", "expected_on"
)
"""Stays in custody that are to end by then."""

LEFT = Sought("stay", "left_on is not null and voided_at is null and left_on > date(TODAY, '-150 days')", "left_on")
"""Stays that ended within the time in which something after them may be due, however long rules.toml has it."""

_OPEN_BENEFIT = """status in ('considering', 'docs-gathering', 'applied', 'pending', 'interview-scheduled', 'approved',
    'appealing') and voided_at is null"""
_ASKED_FOR = f"{_OPEN_BENEFIT} and status in ('applied', 'pending', 'interview-scheduled')"
_OPEN_APPEAL = "status in ('to-file', 'filed') and voided_at is null"
_FILED = f"{_OPEN_APPEAL} and status = 'filed'"

APPROVED = Sought(
    "benefit",
    # The 15th of the last month may be sixteen days before the end.
    f"""{_OPEN_BENEFIT} and status = 'approved' and (certified_to is null or certified_to < date(?, '+17 days')
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
    f"""{_OPEN_BENEFIT} and status in ('applied', 'pending', 'interview-scheduled', 'approved')
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

OPEN_RIDE = "status in ('needed', 'requested', 'confirmed') and voided_at is null"
ITS_APPOINTMENT = "select 1 from appointment where appointment.id = ride.appointment_id"
_WHOSE_RIDE = "appointment_id in (select id from appointment where client_id is ?)"

TO_ASK = Sought(
    "ride",
    # Nobody is asked further ahead than config.toml takes.
    f"""{OPEN_RIDE} and (status = 'needed' or booked_for is not null)
    and (request_by < ? or booked_for is not null or exists ({ITS_APPOINTMENT} and starts < date(?, '+60 days')))""",
    "request_by",
    _WHOSE_RIDE,
)
"""Rides that nobody was asked for at the time they are needed, if the last day for that may be by then."""

TO_CONFIRM = Sought(
    "ride",
    f"{OPEN_RIDE} and status = 'requested' and exists ({ITS_APPOINTMENT} and starts < date(?, '+60 days'))",
    "appointment_id",
    _WHOSE_RIDE,
)
"""Rides that were asked for and are not confirmed, to appointments soon after."""
