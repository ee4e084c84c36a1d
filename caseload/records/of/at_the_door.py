"""What to know of a client before going to the door, or ringing: each in few words."""

from caseload.records.client import Answer, Client


def flags(client: Client) -> tuple[str, ...]:
    """What must not be missed, the worst first: what was said of the door, then how nobody may be reached."""
    said = (
        "do not contact" if client.do_not_contact else "",
        client.safety or "",
        "address is confidential" if client.address_confidential else "",
        "no voicemail" if client.voicemail_ok is Answer.NO else "",
        "no text messages" if client.text_ok is Answer.NO else "",
        _interpreter(client),
    )
    return tuple(filter(None, said))


def _interpreter(client: Client) -> str:
    if client.interpreter is not Answer.YES:
        return ""
    return f"interpreter: {client.language}" if client.language else "interpreter needed"
