"""When a client is let out of jail, hospital or a home, as a deadline."""

from datetime import date
from typing import TYPE_CHECKING

from caseload.records.client import Client
from caseload.records.of.clock import Reckoned, Still, Terms, on_day
from caseload.records.of.setting import HELD, Certainty, Setting
from caseload.when.dates import When

if TYPE_CHECKING:
    from caseload.records.of.discharge import Freed


def release_due(found: "Freed | Client", terms: Terms, today: date) -> Reckoned | Still:
    """The release, until the client is known to be out: past the day, in a setting that nobody is released from.

    Services are due from 30 days before it to 30 days after (CAA 2023 s.5121, for young people in custody).
    """
    client, left = (found, None) if isinstance(found, Client) else found
    if client.release_on is None:
        return Still(f"{client.ref} has no release date")
    if left:
        return Still(f"{client.ref} left {left.ref} on {left.left_on}")
    if client.release_on < today and client.setting not in (None, Setting.UNKNOWN, *HELD):
        return Still(f"{client.ref} is out: {client.setting}")
    certainty = client.release_certainty or Certainty.UNKNOWN
    said = "date not certain" if certainty is Certainty.UNKNOWN else f"date {certainty}"
    reckoned = on_day(f"{client.ref} release_on", When(client.release_on), said)
    return reckoned if certainty is Certainty.FIRM else reckoned._replace(margin=terms.margin)
