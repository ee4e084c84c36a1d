"""Someone around a client."""

from datetime import date

import pytest

from caseload.errors import Invalid
from caseload.records.person import Person, marks
from caseload.value import replace

CARMEN = Person(client_id=1, name="Carmen Ruiz")


@pytest.mark.parametrize(("until_on", "accepted"), [(date(2026, 3, 1), False), (date(2026, 3, 2), True), (None, True)])
def test_a_part_taken_ends_on_the_day_it_began_or_later(until_on: date | None, *, accepted: bool) -> None:
    if accepted:
        assert replace(CARMEN, from_on=date(2026, 3, 2), until_on=until_on).until_on == until_on
    else:
        with pytest.raises(Invalid, match="until_on"):
            replace(CARMEN, from_on=date(2026, 3, 2), until_on=until_on)


def test_marks_say_what_must_be_known_before_anyone_is_called() -> None:
    assert marks(CARMEN) == ()
    assert marks(replace(CARMEN, is_payee=True, is_guardian=True)) == ("guardian", "payee")
    assert marks(replace(CARMEN, is_emergency=True)) == ("emergency",)
