"""What a link says from either side, and which pairs need no more asking."""

from datetime import date

import pytest

from caseload.errors import Invalid
from caseload.records.link import Link, LinkType, other_of, said_of, settled

SAME, NOT, BY = LinkType.SEEALSO, LinkType.CERTAINLY_NOT, LinkType.REPLACED_BY


def link(one: int, other: int, type_: LinkType = SAME) -> Link:
    return Link(client_id=one, other_id=other, type=type_, linked_on=date(2026, 11, 25))


@pytest.mark.parametrize(
    ("type_", "here", "there"),
    [
        (SAME, "the same person as", "the same person as"),
        (BY, "replaced by", "replaces"),
        (NOT, "not the same person as", "not the same person as"),
    ],
)
def test_each_of_the_two_is_told_of_the_other_in_words_of_its_own(type_: LinkType, here: str, there: str) -> None:
    made = link(7, 9, type_)
    assert (made.said, said_of(made, 9)) == (here, there)
    assert (other_of(made, 7), other_of(made, 9)) == (9, 7)


def test_nobody_is_linked_to_themselves() -> None:
    with pytest.raises(Invalid, match="is the client itself"):
        link(1, 1)


@pytest.mark.parametrize(
    ("links", "known", "asked"),
    [
        ([], [], [(1, 2)]),
        ([link(1, 2)], [(1, 2), (2, 1)], [(1, 3)]),
        ([link(2, 1, NOT)], [(1, 2), (2, 1)], [(1, 3)]),
        ([link(1, 2), link(2, 3, BY)], [(1, 3)], [(1, 4)]),
        ([link(1, 2), link(3, 4), link(4, 1)], [(2, 3)], [(2, 5)]),
        ([link(2, 3, NOT), link(1, 2)], [(1, 3)], []),
        ([link(1, 2, NOT), link(2, 3, NOT)], [], [(1, 3)]),
        ([link(1, 2), link(2, 3), link(3, 1)], [(1, 3), (2, 3)], []),
        ([link(1, 2), link(1, 2, NOT)], [(1, 2)], [(2, 3)]),
    ],
)
def test_a_pair_is_settled_by_a_link_also_by_way_of_one_who_is_the_same(
    links: list[Link], known: list[tuple[int, int]], asked: list[tuple[int, int]]
) -> None:
    is_settled = settled(links)
    assert [pair for pair in known if not is_settled(*pair)] == []
    assert [pair for pair in asked if is_settled(*pair)] == []
