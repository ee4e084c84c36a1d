"""What a programme asks for: typed as it is read, kept, and read back the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseload.errors import Invalid
from caseload.records.of.names import fold
from caseload.records.of.requirements import (
    Measure,
    Requirement,
    named,
    parse_requirements,
    read_waived,
    said,
    write_waived,
)

TYPED = {
    "12 sessions": "12 sessions",
    "1 session": "1 session",
    "24 Hours; 1.5 hours": None,
    "24.5 HOURS": "24.5 hours",
    "16 weeks": "16 weeks",
    "8 consecutive weeks": "8 weeks in a row",
    "8 weeks in a row;  course  Anger  control: 4 sessions;": "8 weeks in a row; course Anger control: 4 sessions",
    "course Parenting": "course Parenting: 1 session",
    "course Parenting: 6 hours\n12 sessions": "course Parenting: 6 hours; 12 sessions",
    "phases Start>Work > End": "phases Start > Work > End",
}


@pytest.mark.parametrize(("text", "kept"), [(text, kept) for text, kept in TYPED.items() if kept])
def test_a_requirement_is_understood_and_said_back_in_one_form(text: str, kept: str) -> None:
    assert said(parse_requirements(text)) == kept
    assert parse_requirements(kept) == parse_requirements(text)


REFUSED = (
    "12", "sessions", "0 sessions", "1.5 sessions", "-3 hours", "12 sessions in a row", "99999999 hours", "12 lessons",
    "12 sessions; 3 sessions", "24 Hours; 1.5 hours", "course", "course : 4 sessions", "course Parenting:",
    "course Parenting: 4 weeks", "course sessions: 4 hours", "phases Start", "phases Start > start", "phases A >  > B",
    "course A: 1 session; course a: 2 hours",
)  # fmt: skip


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_requirement_is_refused_naming_the_field(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_requirements(text)
    assert refused.value.field == "requirements"


NAMES = st.from_regex(r"[A-Z][a-zé]{2,8}( [a-z]{2,6})?", fullmatch=True)
COUNTED = st.one_of(
    st.tuples(st.sampled_from([Measure.SESSIONS, Measure.WEEKS, Measure.RUN]), st.integers(1, 999).map(float)),
    st.tuples(st.just(Measure.HOURS), st.integers(1, 9999).map(lambda tenths: tenths / 10)),
).map(lambda pair: Requirement(*pair))
COURSES = st.tuples(
    st.sampled_from([Measure.SESSIONS, Measure.HOURS]),
    st.integers(1, 99).map(float),
    NAMES.filter(lambda name: fold(name) not in set(Measure)),
).map(lambda three: Requirement(*three))
PHASES = st.lists(NAMES, min_size=2, max_size=4, unique_by=fold).map(
    lambda names: Requirement(Measure.PHASES, float(len(names)), phases=tuple(names))
)


@given(st.lists(COUNTED | COURSES | PHASES, max_size=5, unique_by=lambda one: fold(one.key)))
def test_any_requirements_are_read_back_from_what_is_said_of_them(some: list[Requirement]) -> None:
    assert list(parse_requirements(said(some))) == some


def test_one_is_named_by_its_key_its_whole_text_or_its_beginning_and_none_by_what_fits_two() -> None:
    asked = parse_requirements("12 sessions; 8 weeks in a row; 16 weeks; course Parenting: 4 sessions")
    assert named(asked, "sess").key == "sessions"
    assert named(asked, "parenting").key == named(asked, "course Parenting").key == "Parenting"
    assert named(asked, "weeks").measure is Measure.WEEKS
    assert named(asked, "8 weeks in a row").measure is Measure.RUN
    for typed in ("", "we", "hours"):
        with pytest.raises(Invalid):
            named(asked, typed)


def test_what_is_waived_is_kept_a_line_each_with_its_reason() -> None:
    held = write_waived({"sessions": "the judge:\n12 November", "Parenting": "has no children"})
    assert held == "sessions: the judge: 12 November\nParenting: has no children"
    assert read_waived(held) == {"sessions": "the judge: 12 November", "Parenting": "has no children"}
    assert (write_waived({}), read_waived(None)) == (None, {})
