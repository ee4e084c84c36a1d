"""caseload income: what comes in, and what it comes to for the household."""

import json

import pytest

from commands.conftest import Quick, once


@once
def household(served: Quick) -> Quick:
    """Ana says that three live there; Rosa (pe1) does and has a pension, a cousin who earns (pe2) does not."""
    for line in (
        "client edit ana --household-size 3",
        "person add ana Rosa --in-household --relationship mother",
        "person add ana Luis --relationship cousin",
        "income add ana Wages --amount 412.50 --per week --from 2026-03-02",
        "income add ana Pension --amount 700 --per month --person pe1",
        "income add ana Wages --amount 500 --per week --person pe2",
        "income add ana Unemployment --amount 300 --per two-weeks --until 2026-06-30",
    ):
        served(*line.split())
    return served


def test_every_field_goes_in_by_its_option_and_comes_out_again(household: Quick) -> None:
    shown = json.loads(household("income", "show", "inc1", "--json"))[0]
    kept = {key: value for key, value in shown.items() if value is not None}
    assert kept | {"created_at": "", "updated_at": "", "database": ""} == {
        "id": "inc1", "client": "c1", "client_handle": "ana-ruiz", "what": "Wages", "amount": 412.5, "per": "week",
        "from_on": "2026-03-02", "sensitivity": "normal", "part2": "unknown", "created_at": "", "updated_at": "",
        "database": "",
    }  # fmt: skip


def test_it_is_told_what_was_understood(served: Quick) -> None:
    ran = served.run("income", "add", "ana", "SSI", "--amount", "1967", "--per", "monthly", "--from", "2026-01-01")
    assert (
        ran.err
        == "inc1 SSI · ana-ruiz · $1,967.00 a month · from Thu 2026-01-01 (328 days ago) · undo: caseload undo\n"
    )
    ran = served.run("income", "add", "ana", "No", "income", "--amount", "0", "--per", "month")
    assert ran.err == "inc2 No income · ana-ruiz · no income · undo: caseload undo\n"


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("income add ana SSI --amount 967", "--per"),
        ("income add ana SSI --per month", "--amount"),
        ("income add ana SSI --amount -1 --per month", "--amount"),
        ("income add ana SSI --amount 1.005 --per month", "finer than a cent"),
        ("income add ana SSI --amount 1 --per daily", "one of week, two-weeks, month, year"),
        ("income add ana SSI --amount 1 --per twice-a-month", "month, and as the amount both of a month together"),
        ("income add ana SSI --amount 1 --per month --person pe9", "pe9"),
        ("income add ana SSI --amount 1 --per month --from 2026-02-01 --until 2026-01-31", "before --from"),
        ("client edit ana --household-size 0", "--household-size"),
    ],
)
def test_what_is_no_income_is_refused_in_one_line_and_nothing_is_written(served: Quick, line: str, fault: str) -> None:
    before = served.fingerprint
    ran = served.run(*line.split())
    assert ran.code in (1, 2, 3)
    assert fault in ran.err
    assert ran.err.count("\n") == 1
    assert served.fingerprint == before


def test_an_income_of_another_clients_person_is_refused(household: Quick) -> None:
    ran = household.run("income", "add", "bo", "SSI", "--amount", "1", "--per", "month", "--person", "pe1")
    assert ran.code == 1


def test_a_household_has_what_comes_in_on_a_day(household: Quick) -> None:
    (now,) = json.loads(household("income", "household", "ana", "--json"))
    assert now == {
        "id": "c1", "client_handle": "ana-ruiz", "day": "2026-11-25", "size": 3, "said": 3, "counted": 2,
        "monthly": 2487.5, "yearly": 29850,
    }  # fmt: skip
    (then,) = json.loads(household("income", "household", "ana", "--on", "2026-06-30", "--json"))
    assert (then["monthly"], then["yearly"]) == (3137.5, 37650)
    (before,) = json.loads(household("income", "household", "ana", "--on", "2026-03-01", "--json"))
    assert before["yearly"] == 12 * 700 + 26 * 300
    (bo,) = json.loads(household("income", "household", "bo", "--json"))
    assert (bo["size"], bo["monthly"], bo["yearly"]) == (None, None, None)


def test_its_page_names_who_and_what_and_which_does_not_count_and_the_rule(household: Quick) -> None:
    page = household("income", "household", "ana")
    for said in (
        "3 as told, 2 by the people here: which is right?", "$2,487.50 a month, $29,850.00 a year", "pe1  Rosa  mother",
        "of Rosa", "Not counted: of nobody in the household", "Gross, as entered", "rounded once",
    ):  # fmt: skip
        assert said in page
    assert "Unemployment" not in page
    assert "size    unknown" in household("income", "household", "bo")


def test_a_clients_page_has_the_household_and_what_comes_in(household: Quick) -> None:
    page = household("show", "ana")
    assert "household  3 as told, 2 by the people here: which is right?" in page
    assert "$2,487.50 a month, $29,850.00 a year, gross, as entered: caseload income household c1" in page
    assert "of pe2, not in the household" in page
    household("person", "edit", "pe2", "--in-household")
    assert "household  3\n" in household("show", "ana")
    assert "household" not in household("show", "bo")


def test_who_leaves_takes_the_income_out_of_the_days_after(household: Quick) -> None:
    household("person", "edit", "pe1", "--status", "inactive", "--until", "yesterday")
    (now,) = json.loads(household("income", "household", "ana", "--json"))
    assert (now["counted"], now["yearly"]) == (None, 21450)
    (then,) = json.loads(household("income", "household", "ana", "--on", "yesterday", "--json"))
    assert (then["counted"], then["yearly"]) == (2, 29850)


def test_a_person_who_should_never_have_been_there_takes_the_income_along(household: Quick) -> None:
    household("person", "void", "pe2", "--reason", "another client's", "--yes")
    assert "inc3" not in household("income", "list", "--ids").split()


def test_into_a_pipe_what_a_law_guards_is_counted_and_not_named(household: Quick) -> None:
    household("income", "edit", "inc1", "--sensitivity", "SUD")
    ran = household.run("income", "household", "ana")
    assert "$412.50" not in ran.out
    assert "$29,850.00 a year" in ran.out
    assert "1 withheld" in ran.err
    assert "$412.50" in household("income", "household", "ana", "--sensitive")


def test_a_file_of_incomes_is_known_by_its_headings_and_has_money_as_spreadsheets_write_it(served: Quick) -> None:
    file = served.home / "incomes.csv"
    header = "Client Name,Income Source,Gross Income,Frequency,Start Date"
    file.write_text(f'{header}\nAna Ruiz,SSI,"$1,967.50 ",monthly,2026-01-01\n')
    (served.home / "map.toml").write_text(served("import", "income", str(file), "--guess"))
    served("import", "income", str(file), "--map-file", str(served.home / "map.toml"))
    shown = json.loads(served("income", "show", "inc1", "--json"))[0]
    keys = ("client", "what", "amount", "per", "from_on")
    assert [shown[key] for key in keys] == ["c1", "SSI", 1967.5, "month", "2026-01-01"]


@pytest.mark.parametrize("amount", ["1,2", "1,23", "12,00.5", "$", "ten", "1.234,50", "-5"])
def test_an_amount_in_a_file_that_may_be_two_is_refused(served: Quick, amount: str) -> None:
    file = served.home / "incomes.csv"
    file.write_text(f'client,what,amount,per\nc1,SSI,"{amount}",month\n')
    ran = served.run("import", "income", str(file))
    assert (ran.code, "line 2, amount" in ran.err, amount in ran.err) == (1, True, False)
