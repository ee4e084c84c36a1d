"""rules.toml: what is otherwise where the user works, each with its source; a mistake in it is told with its line."""

import json
from datetime import date
from pathlib import Path

import pytest
from conftest import Program
from law_page import PAGE, example

from caseload.config import Config, read_config
from caseload.errors import Invalid
from caseload.records.of.deadline import Counted, Deadlines, due_by, says
from caseload.reports.law import deadlines, guidelines, limits, overridden
from caseload.reports.rules import RULES, settled
from caseload.when.workdays import Roll

HEARING = "[clock.medicaid-hearing]\n"
AREA = "contiguous = { first = 16300, additional = 5800 }\n"


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return read_config(tmp_path / "config.toml")


def written(config: Config, text: str) -> Config:
    assert config.rules_file
    Path(config.rules_file).write_text(text, encoding="utf-8")
    return config


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("[clocks.medicaid-hearing]\non = true\n", 1, "'clocks' is not a table of rules"),
        ("clock = 3\n", 1, "'clock' is not a table of rules"),
        (f"# mine\n{HEARING}cuont = '60d'\n", 3, "'cuont' is not a setting; Did you mean 'count'?"),
        (f"{HEARING}count = '60d'\n", 1, "'source' is missing; it takes who"),
        (f"{HEARING}source = 'OAR'\n\ncount = 60\n", 4, "not a value of 'count'"),
        (f"{HEARING}source = 'OAR'\ncount = '0d'\n", 3, "not a value of 'count'"),
        (f"{HEARING}source = ''\ncount = '60d'\n", 2, "not a value of 'source'"),
        (f"{HEARING}count = '-60d'\nsource = 'OAR'\n", 2, 'counts on from its day; a count such as "90d"'),
        (f"{HEARING}anchor = 'notice'\nsource = 'OAR'\n", 2, "'notice' is no field that a deadline counts from"),
        (f"{HEARING}mail_days = -1\nsource = 'OAR'\n", 2, "not a value of 'mail_days'"),
        (f"{HEARING}roll = 'friday'\nsource = 'OAR'\n", 2, "not a value of 'roll'"),
        (f"{HEARING}on = 'yes'\n", 2, "not a value of 'on'"),
        (f"{HEARING}from = 'soon'\ncount = '60d'\nsource = 'OAR'\n", 2, "not a value of 'from'"),
        (f"{HEARING}from = 2027-02-30\n", 2, "not TOML"),
        (f"{HEARING}from = 2027-02-01\nuntil = 2027-01-31\nsource = 'OAR'\n", 3, "ends before it begins, 2027-02-01"),
        (f"{HEARING}programme = 'medicaid'\nsource = 'OAR'\n", 2, "medicaid-hearing has its programme; leave it out"),
        (HEARING, 1, "says nothing"),
        ("[clock.medicaid-haering]\non = true\n", 1, "'medicaid-haering' is no deadline of the table; Did you mean"),
        ("[clock.tanf-hearing]\nlabel = 'x'\ncount = '9d'\nsource = 'y'\n", 1, "'anchor' is missing"),
        (f"{HEARING}on = true\nuntil = 2027-01-01\n", 1, "'source' is missing"),
        ("[clock]\ntanf-hearing = 3\n", 2, "'tanf-hearing' is no table"),
        (
            "[[clock.x]]\nsource = 'y'\nuntil = 2027-01-01\n[[clock.x]]\nsource = 'y'\nfrom = 2027-01-01\n",
            4, "holds for days of the one before",
        ),
        ("[[clock.snap-hearing]]\non = true\n\n[[clock.snap-hearing]]\nfrm = 1\n", 5, "'frm' is not"),
        ("[clock.medicaid-aid-continuing]\nroll = 'federal'\nsource = 'x'\n", 2, "counts back from its day, without"),
        ("[clock.medicaid-retroactive]\ncount = '-30d'\nsource = 'x'\n", 2, "medicaid-retroactive counts months"),
        (f"[poverty.next]\neffective = 2027-01-15\nsource = 'FR'\n{AREA}", 1, "'next' is no year"),
        (f"[poverty.2027]\nsource = 'FR'\n{AREA}", 1, "'effective' is missing"),
        (f"[poverty.2027]\neffective = 2027-01-15\n{AREA}", 1, "'source' is missing"),
        ("[poverty.2027]\neffective = 2027-01-15\nsource = 'FR'\n", 1, "has no area"),
        ("[poverty.2027]\neffective = 2027-01-15\nsource = 'FR'\nalaska = 3\n", 4, "'alaska' is not a setting"),
        ("[poverty.2027]\neffective = 2027-01-15\nsource = 'FR'\nAK = { first = 2 }\n", 4, "not a value of 'AK'"),
        ("[poverty.2027]\neffective = 2027-01-15\nsource = 'FR'\nAK = { first = 2, additional = 0 }\n", 4, "not a"),
        ("[limit.snap]\npercent = 130\nyear = 2026\n", 1, "'source' is missing"),
        ("[limit.snap]\npercent = 130\nsource = 'x'\n", 1, "'year' is missing"),
        ("[limit.snap]\npercent = 0\nyear = 2026\nsource = 'x'\n", 2, "not a value of 'percent'"),
        ("[limit.snap]\npercent = nan\nyear = 2026\nsource = 'x'\n", 2, "not a value of 'percent'"),
        ("[limit.snap]\npercent = 130\nof = 'income'\nyear = 2026\nsource = 'x'\n", 3, "not a value of 'of'"),
        ("[amount.medicare-l3.2028]\ndollars = 210\n", 1, "'source' is missing"),
        ("[amount.medicare-l1.2028]\ndollars = 210\nsource = 'x'\n", 1, "'medicare-l1' has no amount at stake"),
        ("[amount]\nmedicare-l3 = 210\n", 2, "'medicare-l3' is no table"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line(config: Config, text: str, line: int, told: str) -> None:
    with pytest.raises(Invalid) as refusal:
        list(overridden(written(config, text)))
    assert str(refusal.value).startswith(f"{config.rules_file}, line {line}: ")
    assert told in str(refusal.value)
    assert "\n" not in str(refusal.value)


def found(config: Config, key: str, anchored: date) -> str:
    deadline = deadlines(config).find(key, anchored)
    counted = deadline and due_by(deadline, anchored)
    return str(counted.due) if isinstance(counted, Counted) else "nothing"


def test_without_a_file_the_deadlines_are_those_that_are_shipped(config: Config) -> None:
    assert deadlines(config) == Deadlines()
    assert deadlines(Config()) == Deadlines()
    assert list(overridden(config)) == []


def test_a_figure_of_the_users_goes_before_and_says_who_says_so(config: Config) -> None:
    written(config, f"\n{HEARING}count = '60d'\nroll = 'federal'\nsource = 'OAR 410'\n")
    deadline = deadlines(config).find("medicaid-hearing", date(2026, 10, 1))
    assert deadline
    assert (deadline.anchor, deadline.count, deadline.roll) == ("notice_on", 60, Roll.FEDERAL)
    assert says(deadline) == f"OAR 410; {config.rules_file}, line 2; check the notice"


@pytest.mark.parametrize(
    ("count", "due"),
    [("2w", "2026-10-15"), ("1y", "2027-10-01"), ("3m", "2027-01-01"), ("2bd", "2026-10-05"), ("72h", "2026-10-04"),
     ("15th", "2026-10-15")],
)  # fmt: skip
def test_a_count_may_be_in_any_unit(config: Config, count: str, due: str) -> None:
    written(config, f"{HEARING}count = '{count}'\nsource = 'OAR'\n")
    assert found(config, "medicaid-hearing", date(2026, 10, 1)) == due


def test_business_days_are_those_of_the_configuration(config: Config, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[holidays]\ncountry = "US"\n', encoding="utf-8")
    written(config, f"{HEARING}count = '2bd'\nsource = 'OAR'\n")
    assert found(config, "medicaid-hearing", date(2026, 11, 25)) == "2026-11-27"
    assert found(read_config(tmp_path / "config.toml"), "medicaid-hearing", date(2026, 11, 25)) == "2026-11-30"


def test_each_period_holds_for_its_days_and_what_is_shipped_for_the_others(config: Config) -> None:
    written(
        config,
        "[[clock.snap-hearing]]\ncount = '30d'\nuntil = 2026-06-30\nsource = 'x'\n"
        "[[clock.snap-hearing]]\ncount = '60d'\nfrom = 2027-01-01\nsource = 'y'\n",
    )
    assert found(config, "snap-hearing", date(2026, 6, 30)) == "2026-07-30"
    assert found(config, "snap-hearing", date(2026, 7, 1)) == "2026-09-29"
    assert found(config, "snap-hearing", date(2026, 12, 31)) == "2027-03-31"
    assert found(config, "snap-hearing", date(2027, 1, 1)) == "2027-03-02"


def test_what_is_confirmed_counts_as_it_is_shipped_in_each_of_its_periods(config: Config) -> None:
    assert found(config, "mco-auth-standard", date(2026, 1, 1)) == "nothing"
    assert found(config, "mco-hearing", date(2026, 10, 1)) == "2026-12-30"
    written(config, "[clock.mco-auth-standard]\non = true\n[clock.mco-hearing]\non = true\nsource = 'our contract'\n")
    assert found(config, "mco-auth-standard", date(2025, 12, 31)) == "2026-01-14"
    assert found(config, "mco-auth-standard", date(2026, 1, 1)) == "2026-01-08"
    assert found(config, "mco-hearing", date(2026, 10, 1)) == "2027-01-29"
    confirmed = deadlines(config).find("mco-hearing", date(2026, 10, 1))
    assert confirmed
    assert says(confirmed).startswith("42 CFR 438.408(f)(2), verified; ")
    assert "our contract" in says(confirmed)


def test_a_renewal_every_six_months_may_begin_earlier_in_a_state(config: Config) -> None:
    written(config, "[clock.medicaid-renewal-expansion]\non = true\n")
    assert found(config, "medicaid-renewal-expansion", date(2026, 6, 30)) == "nothing"
    assert found(config, "medicaid-renewal-expansion", date(2026, 7, 1)) == "2027-01-01"
    written(config, "[clock.medicaid-renewal-expansion]\nfrom = 2026-12-01\nsource = 'the state'\n")
    assert found(config, "medicaid-renewal-expansion", date(2026, 6, 30)) == "2026-12-30"


def test_what_is_turned_off_counts_for_nothing(config: Config) -> None:
    written(config, f"{HEARING}on = false\n")
    assert found(config, "medicaid-hearing", date(2026, 10, 1)) == "nothing"


def test_a_deadline_of_ones_own_is_found_by_its_name(config: Config) -> None:
    written(config, "[clock.tanf-hearing]\nlabel = 'TANF hearing'\ncount = '30d'\nanchor = 'notice_on'\nsource = 'x'\n")
    assert found(config, "tanf-hearing", date(2026, 10, 1)) == "2026-10-31"
    deadline = deadlines(config).find("tanf-hearing", date(2026, 10, 1))
    assert deadline
    assert (deadline.programme, deadline.mark) == ("tanf", "yours")


def test_figures_of_a_newer_year_come_from_the_file(config: Config) -> None:
    written(
        config,
        f"[poverty.2027]\neffective = 2027-01-15\nsource = 'FR'\n{AREA}PR = {{ first = 9000.5, additional = 100 }}\n"
        "[poverty.2026]\neffective = 2026-01-13\nsource = 'mine'\nAK = { first = 1, additional = 1 }\n"
        "[[limit.medicaid]]\npercent = 138.5\nyear = 2026\nfor = 'adults'\nsource = 'x'\n"
        "[[limit.medicaid]]\npercent = 200\nyear = 2026\nfor = 'children'\nsource = 'x'\n"
        "[amount.medicare-l3.2028]\ndollars = 210\nsource = 'y'\n",
    )
    tables = guidelines(config)
    newest, puerto_rico, alaska = tables.newest("contiguous"), tables.newest("PR"), tables.newest("AK")
    assert newest
    assert (newest.year, newest.first_cents) == (2027, 16300_00)
    assert puerto_rico
    assert puerto_rico.cents(2) == 9100_50
    assert alaska
    assert (alaska.year, alaska.first_cents) == (2026, 100)
    assert [(one.programme, one.percent, one.whom) for one in limits(config)] == [
        ("medicaid", 138.5, "adults"), ("medicaid", 200, "children"),
    ]  # fmt: skip
    third = deadlines(config).find("medicare-l3", date(2028, 3, 1))
    assert third
    assert "$210 at stake in 2028 (y: " in says(third)
    shipped = deadlines(config).find("medicare-l3", date(2026, 3, 1))
    assert shipped
    assert "$200 at stake in 2026 (FR 2025-21879, FR 2026-19016, one source)" in says(shipped)


def test_the_rules_read_the_file_once_and_only_when_a_record_asks(config: Config) -> None:
    written(config, "nonsense")
    rules = settled(config)
    assert len(rules) == len(RULES)
    law = rules[0].law
    assert law
    with pytest.raises(Invalid):
        law()
    written(config, f"{HEARING}count = '60d'\nsource = 'OAR'\n")
    first = law()
    written(config, "")
    assert law() is first


def placed(program: Program, text: str) -> Path:
    place = program.home / "config" / "caseload" / "rules.toml"
    place.parent.mkdir(parents=True)
    place.write_text(text, encoding="utf-8")
    return place


def test_doctor_says_where_the_file_overrides_what(nobody: Program) -> None:
    nobody("init")
    place = placed(nobody, example(PAGE.read_text("utf-8")))
    rows = [row for row in json.loads(nobody("doctor", "--json")) if str(place) in row["detail"]]
    assert len(rows) == 9
    assert {
        "check": "clocks", "state": "warning",
        "detail": f"medicaid-hearing is 60d, shipped 90d: {place}, line 1 (state rule 123-4)",
    } in rows  # fmt: skip


def test_doctor_says_that_the_file_is_wrong_and_looks_at_the_rest(nobody: Program) -> None:
    nobody("init")
    place = placed(nobody, f"{HEARING}count = '60d'\n")
    ran = nobody.run("doctor", "--json")
    assert ran.code == 1
    rows = {row["check"]: row for row in json.loads(ran.out)}
    assert rows["your rules"]["state"] == "bad"
    assert f"{place}, line 1: 'source' is missing" in rows["your rules"]["detail"]
    assert rows["integrity"]["state"] == "ok"


def test_path_names_the_file_beside_the_configuration_and_nothing_is_put_over_it(nobody: Program) -> None:
    nobody("init")
    place = placed(nobody, HEARING)
    assert f"rules: {place}" in nobody.run("path").err
    ran = nobody.run("export", "client", "--csv", "-o", str(place), "--force")
    assert ran.code == 1
    assert "is your rules, which is never replaced" in ran.err
    assert place.read_text("utf-8") == HEARING
