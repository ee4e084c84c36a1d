"""Where a client is and until when, as the stays say: the last begun says where, the first begun when it is over."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from caseload.records.client import Client
from caseload.records.of.setting import Certainty, Setting
from caseload.records.stay import Stay, is_open
from caseload.value import replace


class Whereabouts(NamedTuple):
    """What a client's record has of it."""

    setting: Setting | None = None
    release_on: date | None = None
    release_certainty: Certainty | None = None


NAMES = Whereabouts._fields
"""The fields of a client that an open stay alone changes."""

NOTHING_KNOWN = Whereabouts(Setting.UNKNOWN)
"""What is left where the stay that said it was no stay."""


def open_of(stays: Iterable[Stay]) -> list[Stay]:
    """The stays that go on, the outermost first: a hospital stay within a prison term comes after the term."""
    return sorted(filter(is_open, stays), key=_begun)


def told(stays: Iterable[Stay]) -> Whereabouts | None:
    """What open stays say; None where none is open.

    The innermost says where the client is, the outermost when the client is free: a week in hospital moves no release.
    """
    found = open_of(stays)
    if not found:
        return None
    outer = found[0]
    certainty = outer.expected_on and (outer.certainty or Certainty.UNKNOWN)
    return Whereabouts(found[-1].setting, outer.expected_on, certainty or None)


def after(stay: Stay) -> Whereabouts:
    """What a stay that has ended leaves: where the client went, and that the day is certain now."""
    return Whereabouts(stay.goes_to or Setting.UNKNOWN, stay.left_on, Certainty.FIRM)


def last_ended(stays: Iterable[Stay]) -> Stay | None:
    """The stay that ended last, if any has."""
    ended = [one for one in stays if one.left_on and not one.voided_at]
    return max(ended, key=lambda one: (str(one.left_on), one.id), default=None)


def of(client: Client) -> Whereabouts:
    """What the client's record says."""
    return Whereabouts(client.setting, client.release_on, client.release_certainty)


def put(client: Client, found: Whereabouts) -> Client:
    """The client with that in its record."""
    return replace(client, **found._asdict())


def _begun(stay: Stay) -> tuple[str, int]:
    return str(stay.from_on or ""), stay.id
