"""What is read of referrals: those of a client, how those to one provider ended."""

from typing import NamedTuple

from caseload.records.referral import Referral
from caseload.store.core import Store


def open_of_client(store: Store, client_id: int) -> list[Referral]:
    """A client's open referrals, the longest out first."""
    status = "status in ('draft', 'requested', 'accepted', 'in-progress', 'on-hold') and voided_at is null"
    return store.select(Referral, f"client_id = ? and {status} order by sent_on is null, sent_on, id", (client_id,))


def outcomes_of_client(store: Store, client_id: int) -> list[tuple[str, int]]:
    """How many of a client's referrals ended in which way, the most first."""
    sql = "select coalesce(outcome, status), count(*) from referral where client_id = ? and voided_at is null"
    ended = "status not in ('draft', 'requested', 'accepted', 'in-progress', 'on-hold', 'entered-in-error')"
    return store.connection.execute(f"{sql} and {ended} group by 1 order by 2 desc, 1", (client_id,)).fetchall()


class Ended(NamedTuple):
    """How the referrals to a provider ended whose outcome is known, and how many are open."""

    helped: int
    ended: int
    days: float | None
    """The median of days from sending to help."""
    open: int

    def __str__(self) -> str:
        """In one line: 7 of 9 got help, median 12 days; 2 open."""
        helped = f"{self.helped} of {self.ended} got help" if self.ended else "none has ended"
        days = "" if self.days is None else f", median {self.days:g} days"
        return f"{helped}{days}" + (f"; {self.open} open" if self.open else "")


def ended_at(store: Store, provider_id: int) -> Ended | None:
    """How referrals to a provider ended; None where there never was one."""
    sql = """
select outcome, status in ('draft', 'requested', 'accepted', 'in-progress', 'on-hold'),
    julianday(closed_on) - julianday(sent_on)
from referral where provider_id = ? and voided_at is null and sent_on is not null"""
    from statistics import median

    rows = store.connection.execute(sql, (provider_id,)).fetchall()
    known = [days for outcome, _, days in rows if outcome]
    helped = [days for outcome, _, days in rows if outcome == "got-help"]
    counted = [days for days in helped if days is not None]
    open_ones = sum(is_open for _, is_open, _ in rows)
    return Ended(len(helped), len(known), median(counted) if counted else None, open_ones) if rows else None
