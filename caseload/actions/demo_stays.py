"""Where the invented clients are: two in jail, one in a hospital, one whom nobody has followed up."""

from datetime import date, timedelta

from caseload.records.of.setting import Certainty, Setting
from caseload.records.stay import Stay
from caseload.store.core import Store


def add_stays(store: Store, today: date) -> None:
    """Store stays; numbers are those of `demo`, whose clients have the settings and days that these say."""

    def day(ahead: int) -> date:
        return today + timedelta(days=ahead)

    store.add(Stay(
        client_id=7, setting=Setting.JAIL_PRISON, place="County Jail", from_on=day(-145), expected_on=day(26),
        certainty=Certainty.ESTIMATED, met_by="her brother Jón", goes_to=Setting.FAMILY_FRIENDS,
    ))  # fmt: skip
    store.add(Stay(
        client_id=15, setting=Setting.JAIL_PRISON, place="County Jail", from_on=day(-60), expected_on=day(26),
        certainty=Certainty.ESTIMATED,
    ))  # fmt: skip
    store.add(Stay(client_id=6, setting=Setting.HOSPITAL, place="County Hospital, ward 3", from_on=day(-9)))
    store.add(Stay(
        client_id=21, setting=Setting.HOSPITAL, place="County Hospital", from_on=day(-11), left_on=day(-6),
        goes_to=Setting.HOME,
    ))  # fmt: skip
