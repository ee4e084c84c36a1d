"""Wall-clock times that do not exist, or come twice, because the clocks are put forward or back."""

from collections.abc import Iterable
from datetime import datetime, tzinfo

from caseload.when.dates import When, say_when


def said(when: When, zone: tzinfo | None) -> str:
    """What is odd about a time in a zone, None being the system's, in one sentence; nothing for a time like others.

    The time itself stays as it was typed: it is what the clock on the wall is asked to show.
    """
    if when.time is None:
        return ""
    clock, day = when.time.isoformat("minutes"), say_when(when.day)
    turn = _turn(when.starts(), zone)
    if turn > 0:
        return f"{clock} does not exist on {day} (clocks go forward); kept as typed"
    return f"{clock} comes twice on {day} (clocks go back); the first is meant" if turn else ""


def said_of_many(whens: Iterable[When], zone: tzinfo | None) -> str:
    """The same of the members of a series, counted where they are several."""
    odd = [sentence for when in whens if (sentence := said(when, zone))]
    if len(odd) <= 1:
        return "".join(odd)
    return f"{len(odd)} of them fall on an hour that the clocks skip or repeat: {odd[0]}, and so on"


def _turn(moment: datetime, zone: tzinfo | None) -> float:
    """Seconds from the second reading of a wall-clock moment to the first (PEP 495).

    More than 0 in the gap where clocks go forward, less where they go back, else 0.
    """
    first, second = (moment.replace(tzinfo=zone, fold=fold).timestamp() for fold in (0, 1))
    return first - second
