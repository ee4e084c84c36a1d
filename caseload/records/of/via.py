"""How something is sent to somebody."""

from collections.abc import Mapping

from caseload.records.of.base import Vocabulary


class Via(Vocabulary):
    """How it was sent."""

    FAX = "fax"
    EMAIL = "email"
    MAIL = "mail"
    PORTAL = "portal"
    PHONE = "phone"
    IN_PERSON = "in-person"
    FILE = "file"

    @classmethod
    def aliases(cls) -> Mapping[str, str]:
        """The words people type."""
        return {"letter": "mail", "call": "phone"}
