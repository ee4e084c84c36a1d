"""caseload person: the people around a client."""

import json

from commands.conftest import Quick


def carmen(program: Quick, *words: str) -> dict[str, object]:
    """Carmen Ruiz, pe1, as she is kept."""
    return dict(json.loads(program("person", "show", "pe1", "--json"))[0])


def test_a_person_is_added_with_what_must_be_known_before_a_call(served: Quick) -> None:
    ran = served.run("person", "add", "ana", "Carmen", "Ruiz", "--relationship", "mother", "--emergency", "--guardian")
    assert (ran.code, ran.out) == (0, "pe1\n")
    assert ran.err == ("pe1 Carmen Ruiz · ana-ruiz · mother · guardian · emergency · active · undo: caseload undo\n")
    assert served("person", "list") == "pe1\tana-ruiz\tCarmen Ruiz\tmother\tguardian emergency\t\n"


def test_every_field_goes_in_by_its_option_and_comes_out_again(served: Quick) -> None:
    line = "Dr. Lee --role doctor --organization Clinic --phone 00501 --email lee@example.org --payee --status proposed"
    more = "--from 2026-03-02 --until +1y --relationship none --external-id 7"
    served("person", "add", "ana", *line.split(), *more.split())
    kept = {key: value for key, value in carmen(served).items() if value not in (None, False)}
    assert kept | {"created_at": "", "updated_at": "", "database": ""} == {
        "sensitivity": "normal", "part2": "unknown",
        "id": "pe1", "client": "c1", "client_handle": "ana-ruiz", "name": "Dr. Lee", "relationship": "none",
        "role": "doctor", "organization": "Clinic", "phone": "00501", "email": "lee@example.org", "is_payee": True,
        "status": "proposed", "from_on": "2026-03-02", "until_on": "2027-11-25", "external_id": "7", "created_at": "",
        "updated_at": "", "database": "",
    }  # fmt: skip


def test_a_person_is_changed_and_leaves_the_list_when_no_longer_taking_part(served: Quick) -> None:
    served("person", "add", "ana", "Carmen", "Ruiz", "--guardian", "--phone", "1")
    line = "--no-guardian --status inactive --until yesterday --clear phone"
    served("person", "edit", "pe1", *line.split())
    kept = [carmen(served)[key] for key in ("is_guardian", "status", "until_on", "phone")]
    assert kept == [False, "inactive", "2026-11-24", None]
    assert served("person", "list") == ""
    assert served("person", "list", "--status", "all", "--client", "ana", "--ids") == "pe1\n"


def test_who_takes_part_from_a_day_to_come_or_is_around_nobody_is_refused(served: Quick) -> None:
    before = served.fingerprint
    assert served.run("person", "add", "ana", "Carmen", "--from", "tomorrow").code == 2
    assert served.run("person", "add", "me", "Carmen").code == 2
    assert served.run("person", "add", "ana").code == 2
    assert served.fingerprint == before


def test_a_person_is_voided_with_a_reason_and_brought_back(served: Quick) -> None:
    served("person", "add", "ana", "Carmen", "Ruiz")
    before = served("person", "export", "--csv")
    served("person", "void", "pe1", "--reason", "wrong client")
    assert served("person", "export", "--ids") == ""
    assert served.run("person", "edit", "pe1", "--phone", "1").code == 3
    assert "wrong client" in served("person", "export", "--voided", "--csv")
    served("undo")
    assert served("person", "export", "--csv") == before
