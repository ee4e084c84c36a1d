"""What is read of benefits: those of a client, what they ask for, how their decisions are contested."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from caseload.records.appeal import Appeal
from caseload.records.authorization import Authorization
from caseload.records.benefit import Benefit
from caseload.records.coverage import Coverage
from caseload.records.of.appeal_due import AGAINST_A_CLIENT, LATELY, Contested
from caseload.records.of.levels import window_key
from caseload.records.of.programme import Programme, programme_of
from caseload.records.verification import Verification
from caseload.store.core import Store
from caseload.store.reads.sought import Asked, of_client

OPEN_BENEFIT = """status in ('considering', 'docs-gathering', 'applied', 'pending', 'interview-scheduled', 'approved',
    'appealing') and voided_at is null"""
OPEN_APPEAL = "status in ('to-file', 'filed') and voided_at is null"


def benefits_of_client(store: Store, client_id: int) -> list[Benefit]:
    """A client's benefits that are open, or were decided against and may be contested; what ends first comes first."""
    contested = f"exists (select 1 from appeal where benefit_id = benefit.id and {OPEN_APPEAL})"
    order = "certified_to is null, certified_to, id"
    where = f"client_id = ? and voided_at is null and ({OPEN_BENEFIT} or {contested})"
    return store.select(Benefit, f"{where} order by {order}", (client_id,))


def open_benefits(store: Store, client_id: int | None = None) -> list[Benefit]:
    """The benefits that are worked on or go on, of one client where said."""
    whose, values = ("", ()) if client_id is None else (" and client_id = ?", (client_id,))
    return store.select(Benefit, f"{OPEN_BENEFIT}{whose} order by id", values)


def open_appeals(store: Store, client_id: int | None = None) -> list[Appeal]:
    """The appeals that may be filed or wait for a decision, of one client where said."""
    whose, values = ("", ()) if client_id is None else (" and client_id = ?", (client_id,))
    return store.select(Appeal, f"{OPEN_APPEAL}{whose} order by id", values)


def authorizations_by_number(store: Store, numbers: Iterable[int | None]) -> list[Authorization]:
    """The authorizations of those numbers."""
    known = ", ".join(str(number) for number in sorted({number for number in numbers if number is not None}))
    return store.select(Authorization, f"id in ({known}) order by id") if known else []


def called_so(store: Store, client_id: int, name: str) -> list[Benefit]:
    """A client's open benefits of that name, whatever its capitals."""
    found = store.select(Benefit, f"client_id = ? and {OPEN_BENEFIT} order by id", (client_id,))
    return [one for one in found if one.name.casefold() == name.casefold()]


def verifications_of(store: Store, benefits: Sequence[int], *, outstanding: bool = False) -> list[Verification]:
    """What the benefits of those numbers ask for; what is needed first comes first."""
    where = f"benefit_id in ({', '.join(map(str, benefits))}) and voided_at is null"
    where += " and sent_on is null" if outstanding else ""
    return store.select(Verification, f"{where} order by sent_on, needed_by is null, needed_by, id")


def appeals_of(store: Store, benefit_id: int) -> list[Appeal]:
    """The appeals of a benefit, the oldest first."""
    return store.select(Appeal, "benefit_id = ? and voided_at is null order by id", (benefit_id,))


def open_appeals_of(store: Store, benefits: Sequence[int]) -> list[Appeal]:
    """The appeals that may be filed, or wait for a decision, of the benefits of those numbers."""
    numbers = ", ".join(map(str, benefits))
    return store.select(Appeal, f"benefit_id in ({numbers}) and {OPEN_APPEAL} order by id")


def benefits_by_number(store: Store, numbers: Iterable[int | None]) -> dict[int, Benefit]:
    """The benefits of those numbers, the voided too."""
    known = ", ".join(str(number) for number in sorted({number for number in numbers if number is not None}))
    return {one.id: one for one in store.select(Benefit, f"id in ({known})")} if known else {}


def appeals_of_authorization(store: Store, authorization_id: int) -> list[Appeal]:
    """The appeals of what a payer decided, the oldest first."""
    return store.select(Appeal, "authorization_id = ? and voided_at is null order by id", (authorization_id,))


def programme_of_authorization(store: Store, number: int) -> tuple[Authorization, Programme | None]:
    """An authorization, the voided too, and the programme that its payer or the payer's plan is called by."""
    found = store.get(Authorization, number, voided=True)
    if found.coverage_id is None:
        return found, None
    coverage = store.get(Coverage, found.coverage_id, voided=True)
    plan = programme_of(coverage.plan_name) if coverage.plan_name else None
    return found, plan or programme_of(coverage.payer)


def contested_each(store: Store, found: Iterable[Appeal]) -> list[Contested]:
    """Each appeal with what was decided on, and whose deadlines count."""
    every = list(found)
    benefits = benefits_by_number(store, (one.benefit_id for one in every))
    made = []
    for one in every:
        if one.authorization_id:
            made.append(Contested(one, *programme_of_authorization(store, one.authorization_id)))
        else:
            benefit = benefits.get(one.benefit_id or 0)
            made.append(Contested(one, benefit, benefit.name_in_rules if benefit else None))
    return made


class Called:
    """What benefits are called, by number; each read once, many with the first that is asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[int, Any] = {}

    def __getitem__(self, number: int | None) -> str:
        """The name, with its mark; nothing where there is none."""
        if number is None:
            return ""
        if number not in self._known:
            self._known |= benefits_by_number(self._store, [number])
        one = self._known.get(number)
        return one.called if one else ""


# What benefits lack


def verifications_outstanding(store: Store, asked: Asked) -> list[Verification]:
    """What open benefits ask for and the agency does not have."""
    whose, values = of_client(asked, Verification)
    of = f"benefit_id in (select id from benefit where {OPEN_BENEFIT})"
    where = f"sent_on is null and voided_at is null and {of}{whose}"
    return store.select(Verification, f"{where} order by id", values)


def appeals_without_day(store: Store, asked: Asked) -> list[Appeal]:
    """Appeals that are to be filed and of which only a printed day, which nobody has entered, says until when."""
    sql, values = of_client(asked, Appeal)
    where = f"{OPEN_APPEAL} and status = 'to-file' and deadline is null{sql}"
    found = contested_each(store, store.select(Appeal, f"{where} order by id", values))
    known = asked.deadlines
    return [one for one, _, whose in found if one.notice_on is None or not known.rows(window_key(whose, one.level))]


def without_end(store: Store, asked: Asked) -> list[Benefit]:
    """Approved benefits of which nobody has said until when."""
    whose, values = of_client(asked, Benefit)
    where = f"{OPEN_BENEFIT} and status = 'approved' and certified_to is null{whose}"
    return store.select(Benefit, f"{where} order by id", values)


def without_number(system: str) -> Callable[[Store, Asked], list[Benefit]]:
    """What finds the benefits, applied for or approved, of clients of whom no number of a system is known."""

    def find(store: Store, asked: Asked) -> list[Benefit]:
        whose, values = of_client(asked, Benefit)
        known = f"select 1 from identifier where client_id = benefit.client_id and system = '{system}'"
        standing = "status not in ('considering', 'docs-gathering')"
        where = f"{OPEN_BENEFIT} and {standing} and not exists ({known} and voided_at is null){whose}"
        return store.select(Benefit, f"{where} order by id", values)

    return find


def not_contested(store: Store, asked: Asked) -> list[Benefit]:
    """What was denied or closed within a year and nobody has said that it is, or is not, contested."""
    whose, values = of_client(asked, Benefit)
    since = asked.today - LATELY
    never = "not exists (select 1 from appeal where benefit_id = benefit.id and voided_at is null)"
    lately = "coalesce(notice_on, closed_on, decided_on) >= ?"
    where = f"status in ('denied', 'closed') and voided_at is null and {lately} and {never}{whose}"
    return store.select(Benefit, f"{where} order by id", (str(since), *values))


def authorizations_not_contested(store: Store, asked: Asked) -> list[Authorization]:
    """What a payer denied, in part at least, within a year and nobody has said that it is, or is not, contested."""
    whose, values = of_client(asked, Authorization)
    since = asked.today - LATELY
    never = "not exists (select 1 from appeal where authorization_id = authorization.id and appeal.voided_at is null)"
    where = f"status in ('denied', 'partial') and voided_at is null and {never}{whose}"
    lately = "coalesce(notice_on, decided_on) >= ?"
    return store.select(Authorization, f"{where} and {lately} order by id", (*values, str(since)))


Decided = Benefit | Authorization
"""What somebody decides on, and what may be contested."""


def is_against(of: Decided) -> bool:
    """Whether it stands as decided against the client, in part at least, and not as contested."""
    return of.status in AGAINST_A_CLIENT


def is_uncontested(store: Store, of: Decided, today: date) -> bool:
    """Whether it was decided against the client, lately or nobody knows when, and no appeal of it is there."""
    day = of.notice_on or getattr(of, "closed_on", None) or of.decided_on
    if of.voided_at or not is_against(of) or (day is not None and day < today - LATELY):
        return False
    return not appeals_about(store, of)


def appeals_about(store: Store, of: Decided) -> list[Appeal]:
    """The appeals of what was decided on, the oldest first."""
    return appeals_of(store, of.id) if isinstance(of, Benefit) else appeals_of_authorization(store, of.id)
