"""Whose clock the times are told by: named where someone asks, and where two might be meant."""

from datetime import timedelta

from caseload.session import Session


def zone_named(session: Session) -> str:
    """The zone of wall-clock times, its offset now, and who says so: config.toml, TZ or the computer."""
    from caseload.when.zones import offset_said, system_zone

    if session.config.timezone is None:
        said = "by TZ" if "TZ" in session.environ else "the computer's"
        return f"{system_zone(session.environ, session.moment)}, {said}"
    return f"{session.config.timezone} ({offset_said(session.moment)}), by {session.config.place('timezone')}"


def zones_differ(session: Session) -> str:
    """A line where config.toml has another zone than the computer, of which other programs tell the time."""
    if session.config.timezone is None:
        return ""
    # A half-year on: two zones may agree in one half of the year alone.
    days = (session.moment, session.moment + timedelta(days=182))
    if all(one.astimezone(session.zone).utcoffset() == one.astimezone().utcoffset() for one in days):
        return ""
    from caseload.when.zones import offset_said, system_zone

    told = f"times are those of {session.config.timezone} ({offset_said(session.moment)})"
    computer = system_zone(session.environ, session.moment)
    return f"{told}, by {session.config.place('timezone')}; this computer is set to {computer}"
