"""Programmes on a client's page: what is done of each, what may be missed, what is at risk."""

from caseload.output.column import Column
from caseload.records.enrollment import Enrollment, EnrollmentStatus
from caseload.records.of.at_risk import miss_said, standing
from caseload.reports.client_sections import Asked, Shown
from caseload.store.reads.programs import enrollments_of_client, followed_each


def shown(asked: Asked) -> Shown:
    """Where the client is enrolled, or waits."""
    today = asked.now.date()
    every = {
        one.record.id: one for one in followed_each(asked.store, enrollments_of_client(asked.store, asked.client.id))
    }
    stood = {number: standing(one, today) for number, one in every.items()}

    def name(one: Enrollment) -> str:
        return f"{one.mark} {every[one.id].program.name}".strip()

    def done(one: Enrollment) -> str:
        if one.status is EnrollmentStatus.WAITLIST:
            return f"on the waitlist since {one.waitlisted_on}" if one.waitlisted_on else "on the waitlist"
        found = stood[one.id]
        return "; ".join(filter(None, (", ".join(part.brief for part in found.parts), miss_said(found.can_miss))))

    columns: tuple[Column[Enrollment], ...] = (
        Column("id", lambda one: one.ref),
        Column("name", name, text=True),
        Column("done", done, text=True),
        Column("end", lambda one: every[one.id].end and f"by {every[one.id].end}"),
        Column("risk", lambda one: "; ".join(stood[one.id].risks), text=True, style=lambda _: "late"),
    )
    return Shown("Programmes", [one.record for one in every.values()], columns)
