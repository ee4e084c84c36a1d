"""What is snoozed or waived."""

from datetime import date

from caseload.records.waiver import Waiver
from caseload.store.core import Store


def standing_waivers(store: Store, today: date) -> list[Waiver]:
    """Snoozes that have not run out."""
    return store.select(Waiver, "voided_at is null and until > ? order by until, id", (str(today),))


def waivers_ended(store: Store, after: date, until: date) -> list[Waiver]:
    """Snoozes and waivers that ran out after one day and by another."""
    return store.select(
        Waiver, "voided_at is null and until > ? and until <= ? order by until, id", (str(after), str(until))
    )


def waiver_of(store: Store, ref: str, rule: str | None, today: date) -> Waiver | None:
    """The snooze of one item from every rule, or its waiver of one, if it has not run out."""
    sql = "voided_at is null and until > ? and item = ? and rule is ? order by until desc limit 1"
    return next(iter(store.select(Waiver, sql, (str(today), ref, rule))), None)


def waivers_of(store: Store, ref: str) -> list[Waiver]:
    """Every snooze and waiver that an item ever had, oldest first, the voided too."""
    return store.select(Waiver, "item = ? order by id", (ref,))
