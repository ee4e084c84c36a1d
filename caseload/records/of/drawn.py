"""What was used of an authorization, what is left, and when that runs out at the present rate: computed, never kept."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from caseload.records.authorization import ASKED_FOR, GRANTED, WAS_GRANTED, Authorization
from caseload.records.of.clock import RATED_FROM, Reckoned, Still, Terms, on_day
from caseload.records.of.units import Delivery, Rounding, Unit, by_day, is_timed, rule_for
from caseload.records.of.values import grouped
from caseload.when.dates import LAST_YEAR, When

WINDOW = 56
"""The days, today among them, by which the present rate goes: eight weeks."""

Payers = Mapping[str, Rounding]
"""The rule of rounding of each payer, by its name folded: what `[payers]` in config.toml says."""


class Drawn(NamedTuple):
    """An authorization with what was delivered by the services that draw on it, and the one that comes after it."""

    record: Authorization
    payer: str = ""
    deliveries: tuple[Delivery, ...] = ()
    """All that is noted, whenever it was."""
    successor: Authorization | None = None

    @property
    def goes_on(self) -> Authorization | None:
        """The one after it, where the payer has granted that."""
        return self.successor if self.successor and self.successor.status in WAS_GRANTED else None

    @property
    def last(self) -> date | None:
        """The last day on which units are its own: its end, or the day before the one after it begins."""
        begins = self.goes_on and self.goes_on.starts_on
        days = (self.record.ends_on, begins and begins - timedelta(days=1))
        return min((day for day in days if day), default=None)

    @property
    def own_deliveries(self) -> list[Delivery]:
        """What was delivered from its first to its last day."""
        first, last = self.record.starts_on or date.min, self.last or date.max
        return [one for one in self.deliveries if first <= one.day <= last]

    def rule(self, payers: Payers) -> Rounding | None:
        """The rule by which minutes become units, its own or its payer's."""
        return rule_for(self.record.unit, self.record.rounding, payers.get(self.payer.casefold()))


class Account(NamedTuple):
    """How one authorization stands on a day."""

    minutes: int
    """What the notes have."""
    used: float | None = None
    left: float | None = None
    """Nothing where it cannot be told; then `why` says why."""
    why: str = ""
    rate: float | None = None
    """Units a week, at present."""
    over: str = ""
    """What the rate was reckoned from: 24 in 8 weeks."""
    as_of: date | None = None
    """The day from which it is projected."""
    runs_out: date | None = None
    """The day on which the last unit is used at that rate."""
    by_end: float | None = None
    """How many will have been used by its end."""

    def is_short(self, drawn: Drawn) -> bool:
        """Whether it runs out before its end."""
        return self.runs_out is not None and (drawn.last is None or self.runs_out < drawn.last)


def account(drawn: Drawn, payers: Payers, today: date) -> Account:
    """How an authorization stands on a day, by its notes, and by what was reported up to that day."""
    record = drawn.record
    noted = [one for one in drawn.own_deliveries if one.day <= today]
    minutes = sum(one.minutes or 0 for one in noted)
    reported, reported_on = record.used_reported, record.used_reported_on
    by_note = by_day(record.unit, drawn.rule(payers), noted)
    if by_note is None and reported is None:
        return Account(minutes, why=_untold(drawn))
    later = _after(by_note or {}, reported_on) if reported is not None else by_note or {}
    used = round((reported or 0.0) + sum(later.values()), 2)
    found = Account(minutes, used)
    if record.units is None:
        return found._replace(why="the number of units approved is not known")
    found = found._replace(left=round(record.units - used, 2))
    if found.left is not None and found.left <= 0:
        return found._replace(runs_out=_used_up(record, later) or today, as_of=today)
    return _projected(drawn, found, later, today)


def _after(units: Mapping[date, float], day: date | None) -> dict[date, float]:
    """The units behind the day up to which they were reported; none where it is not known up to when they were."""
    return {one: count for one, count in units.items() if day and one > day}


def _used_up(record: Authorization, later: Mapping[date, float]) -> date | None:
    """The day on which the last unit was used."""
    total = record.used_reported or 0
    if total >= (record.units or 0.0):
        return record.used_reported_on
    for day, count in sorted(later.items()):
        total += count
        if total >= (record.units or 0.0):
            return day
    return None


def _untold(drawn: Drawn) -> str:
    """Why nothing is known of what was used."""
    record = drawn.record
    if is_timed(record.unit):
        payer = f'[payers."{drawn.payer}"] rounding in config.toml' if drawn.payer else "--coverage CV for its payer's"
        return f"minutes only, no rule makes units of them: authorization edit {record.ref} --rounding WORD, or {payer}"
    return f"what was used is not noted: authorization used {record.ref} N --on DAY"


def _projected(drawn: Drawn, found: Account, later: Mapping[date, float], today: date) -> Account:
    """The account with the rate, and what comes of it where it is not too early to tell."""
    record = drawn.record
    begun, end = record.starts_on, min(today, drawn.last or today)
    if begun and begun > today:
        return found._replace(why=f"begins {begun}")
    since = max(begun or date.min, end - timedelta(days=WINDOW - 1))
    units = 0.0 + sum(count for day, count in later.items() if since <= day <= end)
    reported_on = record.used_reported_on
    if record.used_reported is not None and (reported_on is None or reported_on >= since or not units):
        # A count says nothing of single weeks: it is spread over all of them.
        if begun is None:
            return found._replace(why="no first day, so no rate: authorization edit --from DAY")
        end = end if later or reported_on is None else min(reported_on, end)
        since, units = begun, found.used or 0.0
    elif begun is None:
        since = max(since, min(later, default=end))
    days = (end - since).days + 1
    if days < 1:
        return found._replace(why=f"no rate: counted up to {end}, before its first day {since}")
    if days < RATED_FROM:
        return found._replace(why=f"too early to tell a rate: day {days} of at least {RATED_FROM}")
    weeks = days / 7
    over = f"{grouped(units)} in {grouped(round(weeks, 1))} weeks"
    found = found._replace(rate=round(units / weeks, 2), over=over, as_of=end)
    if not units:
        return found._replace(why=f"nothing used in {grouped(round(weeks, 1))} weeks", by_end=found.used)
    ahead = int((found.left or 0.0) * days / units + 1e-9)
    runs_out = end + timedelta(days=ahead) if ahead < (date(LAST_YEAR, 12, 31) - end).days else None
    by_end = None
    if drawn.last:
        more = units * max((drawn.last - end).days, 0) / days
        by_end = min(round((found.used or 0.0) + more, 2), record.units or 0.0)
    return found._replace(runs_out=runs_out, by_end=by_end)


UNDER = 0.9
"""Below this part of its units by its end, an authorization is said to be under-used."""


def is_under_used(drawn: Drawn, found: Account) -> bool:
    """Whether much of it will be left at its end."""
    units = drawn.record.units
    return bool(units and found.by_end is not None and found.by_end < UNDER * units and not found.is_short(drawn))


def counted(value: float, unit: Unit) -> str:
    """Units with their word: 12 visits, $240, 3 units of 15 min."""
    if unit is Unit.DOLLAR:
        return f"${grouped(value)}"
    if unit is Unit.QUARTER_HOUR:
        return f"{grouped(value)} unit{'' if value == 1 else 's'} of 15 min"
    return f"{grouped(value)} {unit}{'' if value == 1 else 's'}"


def said(drawn: Drawn, found: Account) -> str:
    """How it stands, in one line: 12 of 24 visits left, 3 a week (24 in 8 weeks)."""
    record = drawn.record
    if found.left is None:
        counts = f"{counted(found.used, record.unit)} used" if found.used is not None else ""
        noted = f"{found.minutes} min noted" if is_timed(record.unit) else ""
        return "; ".join(filter(None, (counts, noted, found.why)))
    units = counted(record.units or 0.0, record.unit)
    over = f"all {units} used, {counted(-found.left, record.unit)} over"
    parts = [over if found.left < 0 else f"{grouped(found.left)} of {units} left"]
    if found.rate is not None and found.rate > 0:
        parts.append(f"{grouped(found.rate)} a week ({found.over})")
    return ", ".join(parts) + (f"; {found.why}" if found.why else "")


def left_said(drawn: Drawn, found: Account) -> str:
    """What is left in a few words, and whether that is too little: 8 of 20 visits left, runs out 2027-02-16."""
    record, last = drawn.record, drawn.last
    if found.left is None:
        return said(drawn, found)
    if found.left <= 0:
        after = drawn.successor
        standing = f"{after.ref} {after.status}" if after else f"next: caseload authorization renew {record.ref}"
        return f"used up: {grouped(found.used or 0.0)} of {counted(record.units or 0.0, record.unit)}; {standing}"
    left = f"{grouped(found.left)} of {counted(record.units or 0.0, record.unit)} left"
    if found.is_short(drawn):
        return f"{left}, runs out {found.runs_out}" + (f" before its end {last}" if last else "")
    return f"{left}, ends {last}" if last else left


# The clocks


def _no_clock(drawn: Drawn) -> Still | None:
    record = drawn.record
    return None if record.status in GRANTED else Still(f"{record.ref} is {record.status}")


def end_due(drawn: Drawn, terms: Terms, today: date) -> Reckoned | Still:
    """When an authorization ends, unless another was granted that goes on where it ends."""
    record, after = drawn.record, drawn.successor
    found = Authorization.CLOCKS[0].reckon(record, terms, today)
    if isinstance(found, Still) or after is None:
        return found
    if goes_on := drawn.goes_on:
        begins, end = goes_on.starts_on, record.ends_on
        if begins is None or end is None or begins <= end + timedelta(days=1):
            return Still(f"{goes_on.ref} goes on from it")
        return found._replace(reason=f"{found.reason}, {goes_on.ref} begins only {begins}")
    standing = "is" if after.status in ASKED_FOR else "was"
    return found._replace(reason=f"{found.reason}, {after.ref} {standing} {after.status}")


def runout_due(drawn: Drawn, terms: Terms, today: date) -> Reckoned | Still:
    """When the units of an authorization run out at the present rate, where that is before its end."""
    record = drawn.record
    if none := _no_clock(drawn):
        return none
    if record.units is None:
        return Still(f"{record.ref} has no units")
    if drawn.last and drawn.last < today:
        return Still(f"it ended {drawn.last}")
    found = account(drawn, terms.payers, today)
    if found.left is None or found.runs_out is None:
        return Still(found.why or f"{grouped(found.left or 0.0)} left last beyond the year {LAST_YEAR}")
    if not found.is_short(drawn):
        return Still(f"{said(drawn, found)}: lasts to its end")
    goes_on = drawn.goes_on
    if goes_on and goes_on.starts_on and goes_on.starts_on <= found.runs_out + timedelta(days=1):
        return Still(f"{goes_on.ref} goes on from it")
    is_out = found.left <= 0
    reason = f"used up: {grouped(found.used or 0.0)} of {counted(record.units, record.unit)}" if is_out else (
        f"runs out {found.runs_out}: {said(drawn, found)}"
    )  # fmt: skip
    due = on_day(f"{record.ref} units", When(found.runs_out), reason)
    worked = "" if is_out else (
        f"{grouped(found.left)} left / {grouped(found.rate or 0.0)} a week ({found.over}) from {found.as_of}"
        f" = {found.runs_out}"
    )  # fmt: skip
    return due._replace(worked=worked)


def shortest(found: Iterable[Drawn], payers: Payers, today: date) -> list[Drawn]:
    """Those that run out before their end, and after which none is asked for."""
    alone = [one for one in found if not (one.successor and one.successor.status in ASKED_FOR)]
    return [one for one in alone if isinstance(runout_due(one, Terms(payers=payers), today), Reckoned)]
