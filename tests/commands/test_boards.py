"""The boards on a terminal of 80 columns: two lines a row, whoever it is; wider shows more, and never less."""

import pytest

from commands.conftest import Quick, once

LONG = "maria-fernandez-del-monte"


@once
def boards(empty: Quick) -> Quick:
    """Two of one name, and one of a very long one, with benefits and authorizations that run short."""
    for line in (
        "client add Tyler Smith --born-on 1981-12-21",
        "client add Tyler Smith --born-on 1946-09-13 --force",
        "client add Maria Fernandez-del-Monte",
        "benefit add c1 Medicaid --status approved --until 2027-08-18 --amount 1302",
        "benefit add c2 SNAP --status docs-gathering",
        "benefit add c3 Housing choice voucher --status approved --until 2027-06-30",
        "benefit ask b2 Proof of rent --needed-by 2026-12-01",
        "authorization add c1 Home health aide --number A-1 --from 2026-09-01 --until 2027-03-31 --units 1200",
        "authorization add c2 Modifications --number A-2 --unit dollar --units 12000",
        "authorization add c3 Rides to dialysis --units 78 --requested-on 2026-11-19",
        "authorization used au1 1004 --on 2026-11-20",
        "authorization used au2 1500 --on 2026-11-20",
    ):
        empty(*line.split())
    return empty


def rows(program: Quick, board: str, columns: int) -> list[list[str]]:
    """The lines of each row below the headings."""
    lines = program("board", board, "--table", env={"COLUMNS": str(columns)}).splitlines()
    rule = next(at for at, line in enumerate(lines) if line.strip().startswith("─"))
    found: list[list[str]] = []
    for line in lines[rule + 1 :]:
        if line.startswith("   "):
            found[-1].append(line.strip())
        else:
            found.append([line.strip()])
    return found


@pytest.mark.parametrize("board", ["benefit", "authorization"])
def test_a_row_takes_two_lines_at_80_columns(boards: Quick, board: str) -> None:
    found = rows(boards, board, 80)
    assert len(found) == 3
    assert [len(row) for row in found] == [2, 2, 2], found
    assert {LONG, "tyler-smith", "tyler-smith-2"} == {row[0].split()[1] for row in found}
    said = "\n".join(line for row in found for line in row)
    assert "born 1981-12-21" in said
    assert "born 1946-09-13" in said


def test_a_wider_terminal_shows_what_a_narrow_one_leaves_out(boards: Quick) -> None:
    narrow, wide = (" ".join(line for row in rows(boards, "authorization", size) for line in row) for size in (80, 160))
    for said in (
        "1,004/1,200",
        "days short",
        "caseload authorization renew au1",
        "requested since 2026-11-19",
    ):
        assert said in narrow
    for said in ("a week", "before its end 2027-03-31", "renew au1 --from DAY --until DAY", "█", "78 visits requested"):
        assert said in wide
        assert said not in narrow


def test_amounts_have_their_thousands_told_apart_for_people_and_not_for_programs(boards: Quick) -> None:
    assert "1,500/12,000" in boards("board", "authorization")
    assert "$1,302.00" in boards("benefit", "list", "--table")
    assert "$1,302.00" in boards("benefit", "show", "b1")
    assert "amount $1,302.00 -> $1,400.50" in boards.run("benefit", "edit", "b1", "--amount", "1400.5").err
    assert "1400.5" in boards("benefit", "list", "--csv")
    assert "\t1004\t196\t" in boards("authorization", "list", "--where", "id = au1")
    assert "10,996 of $12,000" not in boards("authorization", "show", "au2")
    assert "$10,500" in boards("authorization", "show", "au2")


def test_an_amount_is_typed_as_people_write_it(boards: Quick) -> None:
    told = boards.run("income", "add", "c1", "Wages", "--amount", "$1,234.50", "--per", "bi-weekly").err
    assert "$1,234.50 every two weeks" in told
    assert "1,040 visits" in boards.run("authorization", "add", "c1", "Rides", "--units", "1,040").err
    refused = boards.run("income", "add", "c1", "Wages", "--amount", "1,2", "--per", "week")
    assert (refused.code, refused.err) == (
        2, 'caseload: --amount: "1,2" is not an amount; such as 1234.50 or 1,234.50\n'
    )  # fmt: skip
