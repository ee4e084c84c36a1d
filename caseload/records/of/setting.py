"""Where people live or are held, and how far the day on which they are let out can be relied on."""

from collections.abc import Mapping

from caseload.records.of.base import Vocabulary


class Setting(Vocabulary):
    """Where the client is living or held."""

    HOME = "home"
    ASSISTED_LIVING = "assisted-living"
    NURSING_HOME = "nursing-home"
    HOSPITAL = "hospital"
    PSYCHIATRIC = "psychiatric"
    TREATMENT = "treatment"
    JAIL_PRISON = "jail-prison"
    SHELTER = "shelter"
    UNSHELTERED = "unsheltered"
    TRANSITIONAL = "transitional"
    FOSTER = "foster"
    FAMILY_FRIENDS = "family-friends"
    OTHER = "other"
    UNKNOWN = "unknown"

    @classmethod
    def aliases(cls) -> Mapping[str, str]:
        """The words people type."""
        return {"jail": "jail-prison", "prison": "jail-prison", "rehab": "treatment", "family": "family-friends",
                "friends": "family-friends", "street": "unsheltered"}  # fmt: skip


HELD = (Setting.JAIL_PRISON, Setting.HOSPITAL, Setting.PSYCHIATRIC, Setting.TREATMENT, Setting.NURSING_HOME)
"""Where someone is let out of."""

NO_FACILITY = (Setting.HOME, Setting.UNSHELTERED, Setting.FAMILY_FRIENDS, Setting.UNKNOWN)
"""Where nobody is admitted."""


class Certainty(Vocabulary):
    """How far a release date can be relied on."""

    FIRM = "firm"
    ESTIMATED = "estimated"
    UNKNOWN = "unknown"
