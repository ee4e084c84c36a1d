"""Each shipped instrument against totals worked out by hand: bands, missing items, reversed items, domains, flags."""

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from caseload.errors import Invalid
from caseload.records.instrument import Instrument, instrument_of
from caseload.records.of.questionnaire import MISSING, CutOff, Definition, definition_of, read_definition
from caseload.records.of.scoring import Outcome, answered, cut_off_said, of_total, outcome
from caseload.store.shipped import shipped

BY_NAME = {one.name: one for one in shipped()}
EACH = pytest.mark.parametrize("name", sorted(BY_NAME))


def asked(name: str, typed: str, **others: str) -> Outcome:
    """What answers come to that are typed in the order of the form, a blank between; `-` for none."""
    definition = BY_NAME[name].read()
    given = {str(place): answer for place, answer in enumerate(typed.split(), 1) if answer != "-"}
    return outcome(definition, answered(definition, given | {key.lstrip("i"): text for key, text in others.items()}))


# Totals and bands. What is typed is points, 0 to 3, unless said.

TOTALS = [
    ("phq-9", "0 0 0 0 0 0 0 0 0", 0, "minimal or none", False),
    ("phq-9", "1 1 1 1 0 0 0 0 0", 4, "minimal or none", False),
    ("phq-9", "1 1 1 1 1 0 0 0 0", 5, "mild", False),
    ("phq-9", "3 3 3 0 0 0 0 0 0", 9, "mild", False),
    ("phq-9", "3 3 3 1 0 0 0 0 0", 10, "moderate", True),
    ("phq-9", "3 3 3 3 2 0 0 0 0", 14, "moderate", True),
    ("phq-9", "3 3 3 3 3 0 0 0 0", 15, "moderately severe", True),
    ("phq-9", "3 3 3 3 3 3 1 0 0", 19, "moderately severe", True),
    ("phq-9", "3 3 3 3 3 3 2 0 0", 20, "severe", True),
    ("phq-9", "3 3 3 3 3 3 3 3 3", 27, "severe", True),
    ("phq-9", "3 3 3 3 3 3 3 3 -", None, None, None),
    ("phq-9", "3 3 3 3 3 3 3 3 declined", None, None, None),
    ("phq-2", "2 0", 2, None, False),
    ("phq-2", "2 1", 3, None, True),
    ("phq-2", "3 3", 6, None, True),
    ("phq-2", "3 unknown", None, None, None),
    ("gad-7", "1 1 1 1 0 0 0", 4, "minimal or none", False),
    ("gad-7", "1 1 1 1 1 0 0", 5, "mild", False),
    ("gad-7", "3 3 3 0 0 0 0", 9, "mild", False),
    ("gad-7", "3 3 3 1 0 0 0", 10, "moderate", True),
    ("gad-7", "3 3 3 3 2 0 0", 14, "moderate", True),
    ("gad-7", "3 3 3 3 3 0 0", 15, "severe", True),
    ("gad-7", "3 3 3 3 3 3 not-collected", None, None, None),
    # AUDIT-C: positive from 3 for women and from 4 for men; no sex is kept, so 3 is neither.
    ("audit-c", "2 0 0", 2, None, False),
    ("audit-c", "2 1 0", 3, None, None),
    ("audit-c", "2 1 1", 4, None, True),
    ("audit-c", "4 4 4", 12, None, True),
    ("audit-c", "4 4 -", None, None, None),
    # DAST-10: a yes is 1, but for item 3, whose no is 1.
    ("dast-10", "n n y n n n n n n n", 0, "none", False),
    ("dast-10", "n n n n n n n n n n", 1, "low", False),
    ("dast-10", "y n n n n n n n n n", 2, "low", False),
    ("dast-10", "y y n n n n n n n n", 3, "moderate", True),
    ("dast-10", "y y n y y n n n n n", 5, "moderate", True),
    ("dast-10", "y y n y y y n n n n", 6, "substantial", True),
    ("dast-10", "y y n y y y y y n n", 8, "substantial", True),
    ("dast-10", "y y n y y y y y y n", 9, "severe", True),
    ("dast-10", "y y y y y y y y y y", 9, "severe", True),
    ("dast-10", "y y n y y y y y y y", 10, "severe", True),
    ("dast-10", "y y - y y y y y y y", None, None, None),
    ("cage", "y n n n", 1, None, False),
    ("cage", "y n n y", 2, None, True),
    ("cage", "y y n -", None, None, None),
    ("katz-6", "independent independent independent independent independent independent", 6, None, None),
    ("katz-6", "dependent independent dependent 1 0 1", 3, None, None),
    ("katz-6", "0 0 0 0 0 0", 0, None, None),
    ("katz-6", "1 1 1 1 1 -", None, None, None),
    ("lawton-8", "y y y y y y y y", 8, None, None),
    ("lawton-8", "y n y n n y n y", 4, None, None),
    ("lawton-8", "n n n n n n n -", None, None, None),
]


@pytest.mark.parametrize(("name", "typed", "score", "band", "positive"), TOTALS)
def test_answers_come_to_the_total_that_was_worked_out_by_hand(
    name: str, typed: str, score: int | None, band: str | None, positive: bool | None
) -> None:
    found = asked(name, typed)
    assert (found.score, found.band, found.positive) == (score, band, positive)
    assert bool(found.lacking) is (score is None)


def test_every_shipped_instrument_has_totals_or_domains_in_a_table_here() -> None:
    assert {row[0] for row in TOTALS} | {row[0] for row in DOMAINS} == set(BY_NAME)


# Domains. Of AHC: housing, problems, food, food, transport, utilities, then HITS by points, 1 to 5.

FINE = "1 8 3 3 no no"
DOMAINS = [
    ("ahc-hrsn", f"{FINE} 1 1 1 1", 4, False, (), ()),
    ("ahc-hrsn", f"{FINE} 3 3 3 1", 10, False, (), ()),
    ("ahc-hrsn", f"{FINE} 3 3 3 2", 11, True, ("safety",), ()),
    ("ahc-hrsn", f"{FINE} 5 5 5 5", 20, True, ("safety",), ()),
    ("ahc-hrsn", f"{FINE} 5 5 5 -", None, None, (), ("safety",)),
    ("ahc-hrsn", "2 8 3 3 no no 1 1 1 1", 4, True, ("housing-instability",), ()),
    ("ahc-hrsn", "3 8 3 3 no no 1 1 1 1", 4, True, ("homelessness",), ()),
    ("ahc-hrsn", "1 1,7 3 3 no no 1 1 1 1", 4, True, ("inadequate-housing",), ()),
    ("ahc-hrsn", "1 8 often 3 no no 1 1 1 1", 4, True, ("food-insecurity",), ()),
    ("ahc-hrsn", "1 8 3 sometimes no no 1 1 1 1", 4, True, ("food-insecurity",), ()),
    ("ahc-hrsn", "1 8 never sometimes yes 3 1 1 1 1", 4, True,
     ("food-insecurity", "transportation-insecurity", "utility-insecurity"), ()),
    ("ahc-hrsn", "1 8 3 - no no 1 1 1 1", 4, None, (), ("food-insecurity",)),
    ("ahc-hrsn", "1 8 often - no no 1 1 1 1", 4, True, ("food-insecurity",), ()),
    ("hunger-vital-sign", "never never", None, False, (), ()),
    ("hunger-vital-sign", "often never", None, True, ("food-insecurity",), ()),
    ("hunger-vital-sign", "never sometimes", None, True, ("food-insecurity",), ()),
    ("hunger-vital-sign", "declined sometimes", None, True, ("food-insecurity",), ()),
    ("hunger-vital-sign", "declined never", None, None, (), ("food-insecurity",)),
    # Supplemental: money, work, daily activities, lonely, language, school, days, minutes, four substances, stress,
    # concentrating, errands, PHQ-2.
    ("ahc-hrsn-supplemental", "3 3 1 1 no no 7 150 1 1 1 1 5 no no 0 0", 0, False, (), ()),
    ("ahc-hrsn-supplemental", "2 1 3 4 yes yes 0 0 1 1 1 2 1 yes no 2 1", 3, True,
     ("financial-insecurity", "employment-status", "daily-activities", "social-connection", "language-access",
      "educational-attainment", "substance-use", "mental-health", "disability"), ()),
    ("ahc-hrsn-supplemental", "3 3 2 3 no no 3 30 1 1 1 1 declined no no 2 0", 2, False, (), ()),
    ("ahc-hrsn-supplemental", "3 3 2 3 no no 3 30 1 1 1 1 1 no no 2 -", None, None, (), ("mental-health",)),
]  # fmt: skip


@pytest.mark.parametrize(("name", "typed", "score", "positive", "domains", "untold"), DOMAINS)
def test_domains_are_positive_by_their_own_rule_and_untold_where_an_answer_is_missing(
    name: str, typed: str, score: int | None, positive: bool | None, domains: tuple[str, ...], untold: tuple[str, ...]
) -> None:
    found = asked(name, typed)
    assert (found.score, found.positive, found.domains, found.untold) == (score, positive, domains, untold)


@pytest.mark.parametrize(("typed", "band"), [("never often", "at risk"), ("never never", "no risk"), ("never -", None)])
def test_the_hunger_vital_sign_is_at_risk_or_not(typed: str, band: str | None) -> None:
    assert asked("hunger-vital-sign", typed).band == band


@pytest.mark.parametrize(
    ("ninth", "flags"), [("0", ()), ("1", ("self-harm",)), ("3", ("self-harm",)), ("declined", ())]
)
def test_item_9_of_the_phq_9_is_flagged_above_0_whatever_the_total(ninth: str, flags: tuple[str, ...]) -> None:
    assert asked("phq-9", f"0 0 0 0 0 0 0 0 {ninth}").flags == flags
    assert asked("phq-9", f"- - - - - - - - {ninth}").flags == flags


@pytest.mark.parametrize(
    ("score", "said"),
    [(2, "cut-off 4 for men: no, 3 for women: no"), (3, "cut-off 4 for men: no, 3 for women: yes"),
     (4, "cut-off 4 for men: yes, 3 for women: yes")],
)  # fmt: skip
def test_both_cut_offs_of_the_audit_c_are_said(score: int, said: str) -> None:
    assert cut_off_said(BY_NAME["audit-c"].read().cut_offs, score) == said


# Answers

AHC = BY_NAME["ahc-hrsn"].read()
PHQ = BY_NAME["phq-9"].read()


def test_none_excludes_the_other_problems_with_a_place() -> None:
    assert answered(AHC, {"2": "none"}) == {"96778-6": {"codes": ["LA9-3"]}}
    assert answered(AHC, {"2": "water leaks; PESTS"}) == {"96778-6": {"codes": ["LA31996-4", "LA32001-2"]}}
    with pytest.raises(Invalid, match="excludes the other answers"):
        answered(AHC, {"2": "pests, none"})


@pytest.mark.parametrize("typed", ["1", "several days", "SEVERAL  days", "sev", "LA6569-3", "la6569-3"])
def test_an_answer_is_a_number_a_word_its_beginning_or_a_code(typed: str) -> None:
    assert answered(PHQ, {"sleep": typed}) == {"44259-0": {"code": "LA6569-3", "points": 1}}


@pytest.mark.parametrize("typed", ["4", "-1", "", "x", "n", "1,2", "several days, nearly every day", "1.0"])
def test_an_answer_that_is_none_names_the_item_and_what_it_takes(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        answered(PHQ, {"3": typed})
    assert refused.value.field == "44259-0 (sleep)"
    assert refused.value.accepted == (
        "0 not at all, 1 several days, 2 more than half the days, 3 nearly every day; "
        "or unknown, declined, not-collected"
    )


@pytest.mark.parametrize("how", MISSING)
def test_a_missing_answer_says_how_with_the_instruments_own_code(how: str) -> None:
    assert answered(PHQ, {"9": how.upper().replace("-", "_")}) == {"44260-8": {"missing": how}}
    own = {} if how == "not-collected" else {"code": "LA15775-2"}
    assert answered(BY_NAME["hunger-vital-sign"].read(), {"1": how}) == {"88122-7": {"missing": how} | own}


def test_what_is_kept_is_read_as_it_is() -> None:
    given = {"1": "3", "2": "8", "3": "declined", "7": "4"}
    once = answered(AHC, given)
    assert answered(AHC, json.loads(json.dumps(once))) == once


def test_an_item_that_is_none_or_comes_twice_is_refused() -> None:
    with pytest.raises(Invalid, match="is none of its items"):
        answered(PHQ, {"10": "1"})
    with pytest.raises(Invalid, match="answered twice"):
        answered(PHQ, {"1": "1", "44250-9": "2"})


@pytest.mark.parametrize(("name", "score"), [("phq-9", -1), ("phq-9", 28), ("ahc-hrsn", 3), ("hunger-vital-sign", 1)])
def test_a_total_that_cannot_be_is_refused(name: str, score: int) -> None:
    with pytest.raises(Invalid, match="is no score of this instrument"):
        of_total(BY_NAME[name].read(), score)


# The shipped files

FACTS = Path(__file__).parents[1] / "standards" / "instruments.csv"


def digits_sum(code: str) -> int:
    """Luhn's sum of the digits before the hyphen, as LOINC's mod-10 check digit has it."""
    total = 0
    for place, digit in enumerate(reversed(code)):
        number = int(digit) * (2 if place % 2 == 0 else 1)
        total += number - 9 if number > 9 else number
    return -total % 10


def loincs() -> set[str]:
    """Every LOINC code of the shipped files."""
    found = {code for one in BY_NAME.values() for code in (one.panel_loinc, one.total_loinc) if code}
    return found | {item.code for one in BY_NAME.values() for item in one.read().items if re.match(r"\d+-", item.code)}


def answer_codes() -> set[str]:
    """Every LA code of the shipped files, those of missing answers too."""
    items = [item for one in BY_NAME.values() for item in one.read().items]
    codes = {option.code for item in items for option in item.options} | {
        code for item in items for code in item.missing.values()
    }
    return {code for code in codes if code.startswith("LA")}


def test_every_loinc_code_has_its_check_digit() -> None:
    assert len(loincs()) > 50
    assert {code for code in loincs() if digits_sum(code.partition("-")[0]) != int(code[-1])} == set()


def test_every_answer_code_has_the_check_digit_that_such_codes_have() -> None:
    """An observation over these codes, no published rule: Luhn's digit and a constant by the number of digits."""
    beyond = {1: 2, 5: 2, 2: 5, 4: 5}
    assert len(answer_codes()) == 75
    for code in answer_codes():
        digits, check = re.fullmatch(r"LA(\d+)-(\d)", code).groups()  # type: ignore[union-attr]
        assert (digits_sum(digits) + beyond[len(digits)]) % 10 == int(check), code


def test_the_shipped_items_answers_and_points_are_those_of_the_table_of_facts() -> None:
    rows = list(csv.DictReader(FACTS.read_text("utf-8").splitlines()))
    assert len(rows) == 204
    for row in rows:
        one = BY_NAME[row["instrument"]]
        assert one.panel_loinc == row["panel_loinc"]
        item = one.read().item(row["item_loinc"])
        assert item, row
        assert item.label == row["our_label"]
        assert item.multiple is (row["multiple"] == "Y")
        if row["answer_code"] in item.missing.values():
            continue
        option = next(each for each in item.options if each.code == row["answer_code"])
        assert option.label == row["our_answer_label"]
        assert option.positive is (row["positive"] == "1"), row
        if row["item_loinc"] not in ("89555-7", "68516-4"):
            # Days and minutes of exercise count for no total: no cut-off is known.
            assert (option.points is None) is (row["points"] == ""), row
            assert option.points == (int(row["points"]) if row["points"] else None)


@EACH
def test_a_shipped_instrument_can_be_asked_and_every_option_typed(name: str) -> None:
    definition = BY_NAME[name].read()
    for item in definition.items:
        numbers = [item.number(option) for option in item.options]
        assert len(set(numbers)) == len(numbers)
        for option in item.options:
            for typed in (item.number(option), option.label, option.code):
                (answer,) = answered(definition, {item.code: typed}).values()
                if typed != option.label or option.label not in set(numbers) - {item.number(option)}:
                    assert option.code in (answer.get("code"), *answer.get("codes", ())), (item.code, typed)


def test_wording_is_shipped_only_where_it_may_be() -> None:
    worded = {one.name for one in BY_NAME.values() if any(item.wording for item in one.read().items)}
    assert worded == {"phq-2", "phq-9", "gad-7", "ahc-hrsn-supplemental"}
    # In the AHC supplement, that of the PHQ-2 alone.
    supplement = BY_NAME["ahc-hrsn-supplemental"].read()
    assert [item.code for item in supplement.items if item.wording] == ["44250-9", "44255-8"]


# Definitions of one's own

GOOD: dict[str, Any] = {"items": [{"code": "a", "answers": [{"code": "y", "points": 1}, {"code": "n", "points": 0}]}]}
WRONG = [
    ({}, "has no items"),
    ({"items": [{"label": "x"}]}, "an item without a code"),
    ({"items": [{"code": "a"}, {"code": "a"}]}, "two items of one code"),
    ({"items": [{"code": "a", "answers": "each"}]}, "answers each, which are not there"),
    ({"items": [{"code": "a", "answers": []}], "answers": {"each": []}}, "no list of answers for each"),
    ({"items": [{"code": "a", "answers": [{"code": "y"}, {"code": "y"}]}]}, "without a code of its own"),
    ({"items": [{"code": "a", "answers": [{"code": "y", "points": "1"}]}]}, "no whole number"),
    ({"items": [{"code": "a", "points": 1}]}, "has points in an item"),
    ({**GOOD, "bands": []}, "has bands in the definition"),
    ({**GOOD, "scoring": {"items": ["b"]}}, "names b, which is none of its items"),
    ({"items": [{"code": "a"}], "scoring": {"items": ["a"]}}, "scores a, of which an answer has no points"),
    ({"items": [{"code": "a"}], "scoring": {"cut_offs": [{"at_least": 1}]}}, "no item with points"),
    ({**GOOD, "scoring": {"cut_offs": [{"whom": "men"}]}}, "no whole number as at_least"),
    ({**GOOD, "domains": [{"name": "hunger", "items": ["a"]}]}, "a need hunger, which is none"),
    ({**GOOD, "flags": [{"name": "f", "items": ["c"], "over": 0}]}, "names c, which is none"),
    ([], "no table"),
]


@pytest.mark.parametrize(("found", "fault"), WRONG, ids=[fault for _, fault in WRONG])
def test_a_definition_that_cannot_be_asked_or_counted_is_refused(found: Any, fault: str) -> None:
    with pytest.raises(Invalid, match=fault) as refused:
        definition_of(found)
    assert refused.value.field == "definition"


def test_a_definition_that_names_no_answers_takes_yes_and_no() -> None:
    made: Definition = read_definition('{"items":[{"code":"a"}]}')
    assert answered(made, {"a": "y"}) == {"a": {"code": "yes"}}


@pytest.mark.parametrize("name", ["phq", "phq-9", "a1b"])
def test_a_name_is_small_letters_digits_and_hyphens(name: str) -> None:
    assert (
        Instrument(name=name, version="1", title="X", definition='{"items":[{"code":"a"}]}').called
        == f"{name} version 1"
    )


@pytest.mark.parametrize("name", ["PHQ", "in1", "t4", "9", "a b", "é", "-a"])
def test_what_could_not_be_typed_is_no_name(name: str) -> None:
    with pytest.raises(Invalid, match="is no name of an instrument"):
        Instrument(name=name, version="1", title="X", definition='{"items":[{"code":"a"}]}')


@pytest.mark.parametrize("key", ["name", "title", "version"])
def test_a_file_without_its_head_is_refused(key: str) -> None:
    head = {"name": "a", "title": "A", "version": "1"}
    with pytest.raises(Invalid, match="is missing"):
        instrument_of({one: text for one, text in head.items() if one != key} | GOOD)


@pytest.mark.parametrize(("total", "said"), [(9, "below"), (10, "at or above"), (11, "at or above")])
def test_a_total_is_at_its_cut_off_or_below(total: int, said: str) -> None:
    assert cut_off_said((CutOff(10),), total) == f"{said} the cut-off of 10"


@pytest.mark.parametrize(("total", "found"), [(None, None), (10, False), (11, True), (12, True)])
def test_a_domain_that_goes_by_the_total_is_told_by_it_alone(total: int | None, found: bool | None) -> None:
    definition = next(one for one in shipped() if one.name == "ahc-hrsn").read()
    (domain,) = (one.name for one in definition.domains if one.at_least == 11)
    told = of_total(definition, total)
    assert (domain in told.domains, domain in told.untold) == (found is True, found is None)
    others = {one.name for one in definition.domains if one.at_least is None}
    assert others <= set(told.untold)
