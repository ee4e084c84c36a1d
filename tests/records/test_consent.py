"""What each kind of consent asks for, when one opens the gate, and what the gate lets through."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from caseload.errors import Invalid, Refused
from caseload.records.consent import (
    Consent,
    ConsentKind,
    ConsentStatus,
    DataClass,
    Statement,
    closed,
    ended,
    missing,
    revoked,
    signed,
)
from caseload.records.disclosure import Basis, Disclosure, accounted
from caseload.records.of.gate import Ask, gate
from caseload.records.of.guarded import Part2, Sensitivity
from caseload.records.of.recipient import Recipient
from caseload.records.task import Task
from caseload.value import replace
from caseload.when.dates import When

DAY = date(2026, 11, 25)
ONE = timedelta(days=1)
ANA = ("Ana Ruiz",)
ALL = tuple(map(str, Statement))
GENERAL = ("general", "SUD", "MH", "HIV", "SDV")


def whole(kind: ConsentKind = ConsentKind.SPECIFIC, **values: Any) -> Consent:
    """A consent of a kind that lacks nothing."""
    classes = ("PSYTHPN",) if kind is ConsentKind.COUNSELING_NOTES else GENERAL
    given = {
        "id": 1, "client_id": 1, "recipient": "Legal Aid", "discloser": "me", "intermediary": "the exchange",
        "purpose": "housing", "data_classes": classes, "description": "notes of contacts", "statements": ALL,
        "signed_by": "Ana", "signed_on": DAY, "expires_on": DAY + 30 * ONE, "status": ConsentStatus.ACTIVE,
    }  # fmt: skip
    return Consent(kind=kind, **{**given, **values})


@pytest.mark.parametrize("kind", ConsentKind)
def test_a_consent_with_all_its_elements_lacks_nothing_and_opens_the_gate(kind: ConsentKind) -> None:
    assert missing(whole(kind), ANA) == []
    assert closed(whole(kind), DAY, ANA) == ""


LAWS: dict[str, tuple[dict[str, Any], str, str]] = {
    "discloser": ({"discloser": None}, "42 CFR 2.31(a)(2)", "45 CFR 164.508(c)(1)(ii)"),
    "description": ({"description": None}, "42 CFR 2.31(a)(3)", "45 CFR 164.508(c)(1)(i)"),
    "sorts": ({"data_classes": ()}, "caseload's own", "caseload's own"),
    "purpose": ({"purpose": None}, "42 CFR 2.31(a)(5)", "45 CFR 164.508(c)(1)(iv)"),
    "expiry": ({"expires_on": None}, "42 CFR 2.31(a)(7)", "45 CFR 164.508(c)(1)(v)"),
    "signature": ({"signed_by": None}, "42 CFR 2.31(a)(8)", "45 CFR 164.508(c)(1)(vi)"),
    "authority": ({"signed_by": "Rosa Ruiz"}, "42 CFR 2.14, 2.15", "45 CFR 164.508(c)(1)(vi)"),
    "day": ({"signed_on": None}, "42 CFR 2.31(a)(9)", "45 CFR 164.508(c)(1)(vi)"),
    "revocation": ({"statements": ALL[1:]}, "42 CFR 2.31(a)(6)", "45 CFR 164.508(c)(2)(i)"),
}


@pytest.mark.parametrize(("kind", "element"), list(product(ConsentKind, LAWS)))
def test_what_one_lacks_is_named_with_its_law_and_the_edit_that_adds_it(kind: ConsentKind, element: str) -> None:
    without, part2, hipaa = LAWS[element]
    (found,) = missing(whole(kind, **without), ANA)
    assert found.law == (hipaa if kind is ConsentKind.HIPAA else part2)
    assert found.edit.startswith("--")
    assert closed(whole(kind, **without), DAY, ANA) != ""


@pytest.mark.parametrize(
    ("kind", "without", "laws"),
    [
        ("intermediary", {"intermediary": None}, ["42 CFR 2.31(a)(4)(ii)"]),
        ("specific", {"intermediary": None}, []),
        ("tpo-single", {"statements": ("revocation",)}, ["42 CFR 2.31(a)(4)(iii)"] + ["42 CFR 2.31(a)(10)"] * 2),
        ("specific", {"statements": ("revocation",)}, []),
        ("hipaa", {"statements": ("revocation",)}, ["45 CFR 164.508(c)(2)(ii)", "45 CFR 164.508(c)(2)(iii)"]),
        ("hipaa", {"expires_on": None, "expires_event": "none"}, ["45 CFR 164.508(c)(1)(v)"]),
        ("specific", {"expires_on": None, "expires_event": "None"}, ["42 CFR 2.31(a)(7)"]),
        ("tpo-single", {"expires_on": None, "expires_event": "none"}, []),
        ("hipaa", {"expires_on": None, "expires_event": "end of treatment"}, []),
        ("hipaa", {"data_classes": ("PSYTHPN",)}, []),
        ("hipaa", {"data_classes": ("PSYTHPN", "general")}, ["45 CFR 164.508(b)(3)(ii)"]),
        ("counseling-notes", {"data_classes": ("general",)}, ["42 CFR 2.31"]),
        ("hipaa", {"signed_by": "client"}, []),
        ("hipaa", {"signed_by": "RUIZ, Ana".replace(",", "")}, []),
        ("hipaa", {"signed_by": "Rosa Ruiz", "authority": "guardian"}, []),
    ],
)
def test_what_only_some_kinds_ask_for(kind: str, without: dict[str, Any], laws: list[str]) -> None:
    assert [one.law for one in missing(whole(ConsentKind(kind), **without), ANA)] == laws


def test_every_edit_of_a_statement_keeps_the_others() -> None:
    found = missing(whole(ConsentKind.HIPAA, statements=()), ANA)
    assert {one.edit for one in found} == {"--statement revocation --statement conditioning --statement redisclosure"}


OVER = {"status": "inactive"}


@pytest.mark.parametrize(
    ("values", "day", "why"),
    [
        ({}, DAY - ONE, "is signed on 2026-11-25"), ({}, DAY, ""), ({}, DAY + 30 * ONE, ""),
        ({}, DAY + 31 * ONE, "expired on 2026-12-25"),
        ({"expires_on": None, "expires_event": "move"}, date(2199, 1, 1), ""),
        ({"expires_event": "move", "event_on": DAY + 2 * ONE, **OVER}, DAY + ONE, ""),
        ({"expires_event": "move", "event_on": DAY + 2 * ONE, **OVER}, DAY + 2 * ONE, "ended on 2026-11-27"),
        ({"revoked_on": DAY + 2 * ONE, **OVER}, DAY + ONE, ""),
        ({"revoked_on": DAY + 2 * ONE, **OVER}, DAY + 2 * ONE, "was revoked on 2026-11-27"),
        ({"revoked_on": DAY + 2 * ONE, **OVER}, DAY + 3 * ONE, "was revoked on 2026-11-27"),
        ({"signed_on": None}, DAY, "is not signed"), ({"status": "draft"}, DAY, "is draft"),
        ({"status": "proposed"}, DAY, "is proposed"), ({"status": "rejected"}, DAY, "is rejected"),
        (OVER, DAY, "is inactive"), ({"status": "entered-in-error"}, DAY, "is entered-in-error"),
        ({"voided_at": "2026-11-25T00:00:00Z"}, DAY, "was voided"),
        ({"signed_on": date(2024, 2, 29), "expires_on": date(2028, 2, 29)}, date(2028, 2, 29), ""),
        ({"signed_on": date(2024, 2, 29), "expires_on": date(2028, 2, 29)}, date(2028, 3, 1), "expired on 2028-02-29"),
        ({"purpose": None, "description": None}, DAY, "lacks 2 elements: caseload consent check cs1"),
    ],
)  # fmt: skip
def test_on_which_days_one_opens_the_gate(values: dict[str, Any], day: date, why: str) -> None:
    given = {**values, **({"status": ConsentStatus(values["status"])} if "status" in values else {})}
    assert closed(whole(**given), day, ANA) == why


TASK = Task(id=1, client_id=1, title="Call")


def asked(*consents: Consent, sensitivity: str = "normal", part2: str = "unknown", to: str = "Legal Aid",
          purpose: str = "housing", basis: Basis = Basis.CONSENT, day: date = DAY) -> str:  # fmt: skip
    """Why the gate is shut for a task of that sensitivity, or nothing."""
    task = replace(TASK, sensitivity=Sensitivity(sensitivity), part2=Part2(part2))
    return gate(consents, ANA, task, Ask(Recipient.parse(to), purpose, day, basis)).why_not


KINDS = list(ConsentKind)
OPENS: dict[tuple[str, str], set[str]] = {
    ("normal", "unknown"): {"hipaa", "tpo-single", "specific", "proceedings", "intermediary"},
    ("MH", "no"): {"hipaa", "tpo-single", "specific", "proceedings", "intermediary"},
    ("SUD", "no"): {"hipaa", "tpo-single", "specific", "proceedings", "intermediary"},
    ("SUD", "unknown"): {"tpo-single", "specific", "proceedings", "intermediary"},
    ("SUD", "yes"): {"tpo-single", "specific", "proceedings", "intermediary"},
    ("normal", "yes"): {"tpo-single", "specific", "proceedings", "intermediary"},
    ("HIV", "yes"): {"tpo-single", "specific", "proceedings", "intermediary"},
    ("PSYTHPN", "yes"): {"counseling-notes"},
    ("PSYTHPN", "no"): set(),
    ("PSYTHPN", "unknown"): {"counseling-notes"},
}


@pytest.mark.parametrize("guard", OPENS)
def test_which_kinds_of_consent_open_the_gate_for_what_law_guards(guard: tuple[str, str]) -> None:
    found = {str(kind) for kind in KINDS if not asked(whole(kind), sensitivity=guard[0], part2=guard[1])}
    assert found == OPENS[guard]


def test_notes_of_psychotherapy_go_out_by_an_authorization_for_them_alone() -> None:
    alone = whole(ConsentKind.HIPAA, data_classes=("PSYTHPN",))
    assert asked(alone, sensitivity="PSYTHPN", part2="no") == ""
    assert asked(alone, sensitivity="PSYTHPN", part2="yes") == "cs1 is hipaa, none of counseling-notes"
    assert "does not cover" in asked(alone)
    for basis in Basis:
        assert asked(sensitivity="PSYTHPN", basis=basis) != ""


@pytest.mark.parametrize("named", DataClass)
@pytest.mark.parametrize("sensitivity", [one for one in Sensitivity if one is not Sensitivity.PSYTHPN])
def test_a_consent_covers_the_sorts_that_it_names_and_no_others(named: DataClass, sensitivity: Sensitivity) -> None:
    is_named = str(sensitivity).replace("normal", "general") == str(named)
    assert (asked(whole(data_classes=(str(named),)), sensitivity=sensitivity, part2="no") == "") is is_named
    assert asked(whole(data_classes=("HIV",)), sensitivity="HIV", part2="yes") == "cs1 does not cover SUD"


@pytest.mark.parametrize(
    ("to", "opens"),
    [("Legal Aid", True), ("legal  AID", True), ("Légal Aid", True), ("Legal Aid Inc", False), ("Legal", False),
     ("pe1", False), ("pr1", False)],
)  # fmt: skip
def test_words_are_the_same_when_folded_and_a_name_is_no_person(to: str, opens: bool) -> None:
    assert (asked(whole(), to=to) == "") is opens
    assert opens or asked(whole(), to=to) == f"no consent names {to}"


def test_a_person_and_a_provider_are_each_their_own() -> None:
    person, provider = whole(recipient=None, person_id=1), whole(recipient=None, provider_id=1)
    assert [asked(person, to=to) == "" for to in ("pe1", "pe2", "pr1", "Legal Aid")] == [True, False, False, False]
    assert [asked(provider, to=to) == "" for to in ("pe1", "pr1", "pr2", "Legal Aid")] == [False, True, False, False]
    with pytest.raises(Invalid):
        Recipient.parse("t1")


@pytest.mark.parametrize(
    ("kind", "purpose", "opens"),
    [("specific", "HOUSING", True), ("specific", "Reference", False), ("specific", "treatment", False),
     ("tpo-single", "treatment", True), ("tpo-single", "housing", True), ("tpo-single", "gossip", False)],
)  # fmt: skip
def test_a_purpose_is_one_that_the_consent_names(kind: str, purpose: str, opens: bool) -> None:
    assert (asked(whole(ConsentKind(kind)), purpose=purpose) == "") is opens
    assert asked(whole(purpose="housing; benefits"), purpose="benefits") == ""


def test_of_two_consents_one_that_covers_is_enough_and_the_nearest_says_why_none_does() -> None:
    expired = whole(id=1, expires_on=DAY)
    other = whole(id=2, purpose="benefits")
    good = whole(id=3)
    late = DAY + 2 * ONE
    assert asked(expired, other, good, day=late) == ""
    assert asked(expired, other, day=late) == asked(other, expired, day=late) == "cs1 expired on 2026-11-25"
    assert asked(other, day=late) == 'cs2 is for "benefits"'
    assert asked(expired, day=late) == "cs1 expired on 2026-11-25"
    assert asked() == "no consent names Legal Aid"


@pytest.mark.parametrize("basis", [one for one in Basis if one is not Basis.CONSENT])
def test_without_a_consent_part_2_knows_few_grounds(basis: Basis) -> None:
    few = {"to-individual", "medical-emergency", "court-order", "research", "audit"}
    assert asked(basis=basis, to="Ana Ruiz") == ""
    for guard in ({"part2": "yes"}, {"sensitivity": "SUD"}):
        assert (asked(basis=basis, to="Ana Ruiz", **guard) == "") is (basis in few)  # type: ignore[arg-type]


def test_signing_revoking_and_ending_set_their_dates_and_are_refused_twice() -> None:
    draft = replace(whole(), status=ConsentStatus.DRAFT, signed_on=None, signed_by=None, expires_event="move")
    one = signed(draft, "client", DAY)
    assert (one.status, one.signed_on, one.event_asked_on) == (ConsentStatus.ACTIVE, DAY, DAY)
    gone = revoked(one, DAY + ONE, "in writing", None)
    assert (gone.status, gone.revoked_on) == (ConsentStatus.INACTIVE, DAY + ONE)
    over = ended(one, DAY + ONE, DAY + ONE)
    assert (over.status, over.event_on) == (ConsentStatus.INACTIVE, DAY + ONE)
    assert ended(one, None, DAY + ONE).event_asked_on == DAY + ONE
    refused: list[Callable[[], Consent]] = [
        lambda: signed(one, "client", DAY), lambda: signed(gone, "client", DAY), lambda: revoked(gone, DAY, None, None),
        lambda: revoked(draft, DAY, None, None), lambda: ended(over, DAY, DAY), lambda: ended(whole(), DAY, DAY),
    ]  # fmt: skip
    for again in refused:
        with pytest.raises(Refused):
            again()


@pytest.mark.parametrize("values", [{"recipient": None}, {"person_id": 1}, {"data_classes": ("secret",)},
                                    {"statements": ("x",)}, {"expires_on": DAY - ONE}, {"event_on": DAY}])  # fmt: skip
def test_what_no_consent_may_hold(values: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        whole(**values)


def test_words_are_kept_as_the_vocabularies_have_them() -> None:
    assert whole(data_classes=("sud", "Normal", "SUD")).data_classes == ("SUD", "general")


def out(day: date, basis: str = "required-by-law", consent: int | None = None) -> Disclosure:
    return Disclosure(client_id=1, recipient="x", what="y", at=When(day), basis=Basis(basis), consent_id=consent,
                      reason="z")  # fmt: skip


@pytest.mark.parametrize(
    ("today", "first"),
    [(DAY, date(2020, 11, 25)), (date(2028, 2, 29), date(2022, 2, 28)), (date(2026, 3, 1), date(2020, 3, 1))],
)
def test_an_accounting_of_hipaa_has_six_years_and_leaves_exempt_grounds_out(today: date, first: date) -> None:
    def counts(one: Disclosure) -> bool:
        return accounted([one], {}, today, hipaa=True, part2=False) == [one]

    assert [counts(out(day)) for day in (first - ONE, first, today, today + ONE)] == [False, True, True, False]
    grounds = {basis for basis in Basis if counts(out(today, basis))}
    assert grounds == {"medical-emergency", "court-order", "required-by-law", "research", "audit"}


def test_an_accounting_of_part_2_has_three_years_of_what_went_out_by_its_consents() -> None:
    consents = {1: whole(), 2: whole(ConsentKind.HIPAA, id=2)}

    def counts(one: Disclosure) -> bool:
        return accounted([one], consents, DAY, hipaa=False, part2=True) == [one]

    first = date(2023, 11, 25)
    assert [counts(out(day, "consent", 1)) for day in (first - ONE, first, DAY)] == [False, True, True]
    assert [counts(out(DAY, "consent", number)) for number in (1, 2, None)] == [True, False, True]
    assert not counts(out(DAY))
    assert accounted([out(date(1990, 1, 1))], {}, DAY, hipaa=False, part2=False) != []


def test_of_several_consents_that_do_not_do_the_one_that_lacks_least_says_why() -> None:
    gone = whole(expires_on=DAY)
    other = replace(whole(ConsentKind.HIPAA, purpose="work", data_classes=("general",)), id=2)
    for consents in ((gone, other), (other, gone)):
        assert asked(*consents, sensitivity="SUD", day=DAY + ONE) == "cs1 expired on 2026-11-25"


def test_to_the_individual_goes_what_the_client_asks_for_and_nobody_else() -> None:
    for to in ("ana RUIZ", "client"):
        assert asked(basis=Basis.TO_INDIVIDUAL, to=to) == ""
    assert "is not the client" in asked(basis=Basis.TO_INDIVIDUAL, to="Rosa Ruiz")
