"""What is due around a release or a discharge: a contact before it, a contact and visits after it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from caseload.records.client import Client
from caseload.records.of.by_law import by_law
from caseload.records.of.clock import Reckoned, Still, Terms, counted
from caseload.records.of.setting import Setting
from caseload.records.stay import Stay
from caseload.when.dates import Span, When, age

CARE = (Setting.HOSPITAL, Setting.PSYCHIATRIC, Setting.NURSING_HOME, Setting.TREATMENT)
"""From where somebody is discharged who was ill."""

STILL_TOLD = timedelta(days=30)
"""How long what is late after a discharge is told."""

_YOUNG = 27
"""P.L. 117-328 s.5121 is for people under 21, and until 26 for those who were in foster care."""


class Around(NamedTuple):
    """A stay with what there was of contacts since it ended, or in the months before it is to end."""

    record: Stay
    contacts: Sequence[tuple[date, str]] = ()
    """The days on which the client was reached, each with the note's typed id, the first first."""
    visits: Sequence[tuple[date, str]] = ()
    """Those of visits, and of appointments that were kept."""
    again: Stay | None = None
    """The stay that has begun since."""
    born_on: date | None = None


class Freed(NamedTuple):
    """A client with a day of release, and the stay that has ended on it; None where none has."""

    record: Client
    left: Stay | None = None


def before_release_due(found: Around, terms: Terms, _today: date) -> Reckoned | Still:
    """A contact in the time before a release from custody in which the law has services begin."""
    stay = found.record
    if stay.left_on or stay.expected_on is None:
        return Still(f"{stay.ref} ended on {stay.left_on}" if stay.left_on else f"{stay.ref} has no day expected")
    if other := _not_for(found, stay.expected_on):
        return Still(other)
    opens = by_law(stay, "release-youth-pre", terms, "", instead="expected_on")
    if isinstance(opens, Still):
        return opens
    if done := _first(found.contacts, opens.due.day):
        return Still(f"contact {done}")
    due, since = When(stay.expected_on), opens.due.day
    place = f"to leave {stay.place}, no contact since {since}" if stay.place and not stay.mark else ""
    said = f"no contact since {since}, when services before release begin"
    return opens._replace(due=due, ends=due, reason=said, own_words=place, late_reason="")


def after_release_due(found: Around, terms: Terms, today: date) -> Reckoned | Still:
    """A contact within 30 days after a release from custody."""
    stay = found.record
    if stay.setting is not Setting.JAIL_PRISON:
        return Still(f"{stay.ref} was {stay.setting}")
    if still := _seen_to(found, "contact"):
        return still
    assert stay.left_on is not None  # noqa: S101 - it has ended
    if not _not_for(found, stay.left_on):
        law = by_law(stay, "release-youth-post", terms, "", instead="left_on")
        if isinstance(law, Reckoned):
            return _told(law, stay, "contact", today)
    own = counted(f"{stay.ref} left_on", stay.left_on, terms.every or _A_MONTH, f"out since {stay.left_on}")
    return own if isinstance(own, Still) else _told(own, stay, "contact", today)


_A_MONTH = Span(30, "d")


def contact_due(found: Around, terms: Terms, today: date) -> Reckoned | Still:
    """The first contact after a discharge; one on the day itself is none."""
    return _after_care(found, terms, today, "contact", ("tcm-contact",))


def visit_due(found: Around, terms: Terms, today: date) -> Reckoned | Still:
    """The first visit after a discharge, or appointment kept."""
    psychiatric = found.record.setting is Setting.PSYCHIATRIC
    keys = ("fuh-7",) if psychiatric else ("tcm-visit-high", "tcm-visit-moderate")
    return _after_care(found, terms, today, "visit", keys)


def month_due(found: Around, terms: Terms, today: date) -> Reckoned | Still:
    """The visit after psychiatric hospital care that is measured to the thirtieth day."""
    if found.record.setting is not Setting.PSYCHIATRIC:
        return Still(f"{found.record.ref} was {found.record.setting}")
    return _after_care(found, terms, today, "visit", ("fuh-30",))


def _after_care(found: Around, terms: Terms, today: date, what: str, keys: Sequence[str]) -> Reckoned | Still:
    stay = found.record
    if stay.setting not in CARE:
        return Still(f"{stay.ref} was {stay.setting}")
    if still := _seen_to(found, what):
        return still
    said: Reckoned | Still = Still(f"{stay.ref} has no day of leaving")
    for key in keys:
        said = by_law(stay, key, terms, "", instead="left_on")
        if isinstance(said, Reckoned):
            return _told(said, stay, what, today)
    return said


def _seen_to(found: Around, what: str) -> Still | None:
    """Why no contact, or no visit, is due after a stay any more; None where one may be."""
    stay, done = found.record, found.visits if what == "visit" else found.contacts
    if stay.left_on is None:
        return Still(f"{stay.ref} goes on")
    # Visits on the day of discharge do not count (HEDIS FUH); neither does a call from the door.
    after = stay.left_on + timedelta(days=1)
    if first := _first(done, after):
        return Still(f"seen to {first}")
    if what == "contact" and stay.followed_up_on and stay.followed_up_on >= after:
        return Still(f"followed up {stay.followed_up_on}")
    if found.again:
        return Still(f"in again: {found.again.ref} since {found.again.from_on}")
    return None


def _first(days: Sequence[tuple[date, str]], since: date) -> str:
    return next((f"{day} ({ref})" for day, ref in days if day >= since), "")


def _told(due: Reckoned, stay: Stay, what: str, today: date) -> Reckoned | Still:
    """What is due after a stay, as long as it can still be made good."""
    if due.due.day + STILL_TOLD < today:
        return Still(f"{what} due {due.due.day}, and {STILL_TOLD.days} days since are over")
    reason = f"no {what} since the day of leaving, {stay.left_on}"
    place = f"left {stay.place} on {stay.left_on}, no {what} since" if stay.place and not stay.mark else ""
    return due._replace(reason=reason, own_words=place, late_reason="")


def _not_for(found: Around, day: date) -> str:
    """Why the law for young people in custody is not for somebody who is let out that day; nothing where it is."""
    stay = found.record
    if stay.setting is not Setting.JAIL_PRISON:
        return f"{stay.ref} is {stay.setting}"
    if found.born_on and age(found.born_on, day) >= _YOUNG:
        return f"{_YOUNG} or older on {day}: s.5121 is for people under 21, and to 26 after foster care"
    return ""
