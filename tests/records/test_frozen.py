"""A record of any kind is what it was made of, whole: nothing of it is changed, and it equals what holds the same."""

import pytest
from invented import EXAMPLES, example
from nouns import TABLES

from caseload.records.kinds import KINDS
from caseload.records.of.base import Record
from caseload.records.of.fields import fields_of
from caseload.value import NEEDED, replace

EACH_KIND = pytest.mark.parametrize("kind", KINDS, ids=TABLES)


@EACH_KIND
def test_no_field_of_a_record_is_changed_and_none_is_added(kind: type[Record]) -> None:
    record, same = example(kind), replace(example(kind))
    for name in (*kind.DEFAULTS, "colour"):
        with pytest.raises(AttributeError, match=name):
            setattr(record, name, "changed")
    assert vars(record) == vars(same)


@EACH_KIND
def test_no_field_of_a_record_is_deleted(kind: type[Record]) -> None:
    for name in kind.DEFAULTS:
        record = replace(example(kind))
        with pytest.raises(AttributeError, match=name):
            delattr(record, name)
        assert record == example(kind)


@EACH_KIND
def test_a_field_that_the_kind_has_not_is_refused_by_its_name(kind: type[Record]) -> None:
    with pytest.raises(TypeError, match=f"{kind.__name__} .*: colour$"):
        kind(**vars(example(kind)), colour="red")
    with pytest.raises(TypeError, match="colour"):
        replace(example(kind), colour="red")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="positional"):
        kind(*vars(example(kind)).values())


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.NEEDS], ids=lambda kind: kind.TABLE)
def test_a_field_that_is_missing_is_named(kind: type[Record]) -> None:
    given = vars(example(kind))
    needs = sorted(field.name for field in fields_of(kind) if field.default is NEEDED)
    for name in needs:
        with pytest.raises(TypeError, match=f"{kind.__name__} .*: {name}$"):
            kind(**{other: value for other, value in given.items() if other != name})
    with pytest.raises(TypeError, match=f": {', '.join(needs)}$"):
        kind()


@EACH_KIND
def test_two_records_are_equal_where_they_are_of_one_kind_and_hold_the_same(kind: type[Record]) -> None:
    record, same = example(kind), replace(example(kind))
    assert record is not same
    assert record == same
    assert hash(record) == hash(same)
    assert {record, same} == {same}
    for name in kind.DEFAULTS:
        other = replace(record)
        # Past the rules of the kind, which would not have it: equality asks for none.
        vars(other)[name] = object()
        assert other != record, name
    assert [one for one in EXAMPLES if one == record] == [record]
    assert record != vars(record)


@EACH_KIND
def test_a_record_that_is_printed_shows_its_id_and_nothing_that_it_holds(kind: type[Record]) -> None:
    assert repr(replace(example(kind), id=7)) == f"<{kind.__name__} {kind.PREFIX}7>"
