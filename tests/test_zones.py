"""A zone that is none is refused by its name; one that the C library reads is taken; pages say which one counts."""

import json
import re
import time
from datetime import datetime
from pathlib import Path

import pytest
from conftest import Program

from caseload.errors import Invalid
from caseload.when.zones import check_tz

READ = (
    *(
        "America/Chicago",
        ":America/Chicago",
        "UTC",
        "GMT",
        "Etc/GMT+5",
        "EST5EDT",
        "UTC+5",
        "UTC-14",
        "<+03>-3",
        "XYZ-3",
    ),
    *("CST6CDT,M3.2.0,M11.1.0", "CST6CDT,M3.2.0/2,M11.1.0/2:00:00", "<-03>3<-02>,M3.5.0/-2,M10.5.0/-1", "UTC+23:59"),
    *("AEST-10AEDT,J60/2,J300", "IST-5:30", "/usr/share/zoneinfo/America/Chicago", ""),
)
REFUSED = {
    "America/Chicgo": "is no zone that this computer knows; write TZ=America/Chicago",
    "america/chicago": "is no zone that this computer knows; write TZ=America/Chicago",
    "America/New York": "is no zone that this computer knows; write TZ=America/New_York",
    "America": "is no zone that this computer knows; write TZ=America/Chicago",
    "tzdata.zi": "is no zone that this computer knows; write TZ=America/Chicago",
    "../../../etc/passwd": "is no zone that this computer knows; write TZ=America/Chicago",
    "CET+1CEST,M3": "is no zone that this computer knows; write a zone such as TZ=America/Chicago",
    "UTC5:00 ": "is no zone that this computer knows; write a zone such as",
    "+5": "is no zone that this computer knows; write a zone such as",
    "UTC+25": "is a day or more from UTC; write a zone such as TZ=America/Chicago, or hours west of UTC, fewer than 24",
    "UTC+24": "is a day or more from UTC",
    "EST5EDT-24": "is a day or more from UTC",
    "UTC+5:75": "is no zone that this computer knows; write a zone such as TZ=America/Chicago",
    "EST5EDT4:60": "is no zone that this computer knows; write a zone such as TZ=America/Chicago",
    ":": "is no zone that this computer knows; write TZ=America/Chicago",
}


@pytest.mark.parametrize("tz", READ)
def test_a_zone_that_the_c_library_reads_is_taken(tz: str) -> None:
    check_tz({"TZ": tz})


@pytest.mark.parametrize(("tz", "said"), REFUSED.items())
def test_a_zone_that_is_none_or_a_day_away_is_refused_by_name_with_what_to_write(tz: str, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_tz({"TZ": tz})
    assert str(refused.value).startswith(f"TZ={tz} {said}")


def test_of_a_tz_of_hundreds_of_digits_a_refusal_quotes_the_two_ends() -> None:
    with pytest.raises(Invalid) as refused:
        check_tz({"TZ": "9" * 400})
    assert "9" * 60 not in str(refused.value)


@pytest.mark.parametrize("tz", [one for one in READ if re.search(r"\d", one)])
def test_what_is_taken_is_what_the_c_library_reads(tz: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The C library falls back to UTC: these are all somewhere else."""
    monkeypatch.setenv("TZ", tz)
    time.tzset()
    offset = datetime(2026, 1, 1).astimezone().utcoffset()
    monkeypatch.undo()
    time.tzset()
    assert offset


def configured(program: Program, name: str) -> Path:
    """The program's config.toml, with that zone in it."""
    config = program.home / "config" / "caseload" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(f'timezone = "{name}"\n')
    return config


def test_every_command_that_asks_for_the_time_refuses_a_tz_that_is_none(caseload: Program) -> None:
    for words in (("today",), ("digest",), ("task", "add", "me", "Call", "--due", "fri"), ("path",), ("doctor",)):
        for tz in ("America/Chicgo", "UTC+25"):
            before = caseload.fingerprint
            ran = caseload.run(*words, env={"TZ": tz})
            assert (ran.code, ran.err.count("\n"), caseload.fingerprint) == (2, 1, before), words
            assert ran.err.startswith(f"caseload: TZ={tz} is "), ran.err
    configured(caseload, "America/Chicago")
    assert caseload.run("today", env={"TZ": "America/Chicgo"}).code == 0


@pytest.mark.parametrize(("name", "instead"), [("America/Chicgo", "America/Chicago"), ("UTC+25", "America/Chicago"),
                                               ("europe/berlin", "Europe/Berlin")])  # fmt: skip
def test_a_zone_of_the_config_that_is_none_is_refused_by_name(caseload: Program, name: str, instead: str) -> None:
    path = configured(caseload, name)
    ran = caseload.run("today")
    assert (ran.code, ran.out) == (2, "")
    said = f'it takes a zone such as "{instead}", and "{name}" is none'
    assert ran.err == f"caseload: {path}, line 1: not a value of 'timezone'; {said}\n"


def test_the_days_page_names_the_zone_once_where_config_and_computer_differ(caseload: Program) -> None:
    path = configured(caseload, "America/Chicago")
    for same in ("America/Chicago", "US/Central", "CST6CDT"):
        assert "times are those of" not in caseload("today", env={"TZ": same})
    for tz, told in (("UTC", "UTC (UTC+00:00)"), ("America/Regina", "America/Regina (UTC-06:00)")):
        page = caseload("today", env={"TZ": tz})
        said = f"times are those of America/Chicago (UTC-06:00), by {path}, line 1; this computer is set to {told}"
        assert page.splitlines()[-1] == said
        assert page.count("America/Chicago") == 1
        assert caseload.run("today", env={"TZ": tz}).err == ""
        assert json.loads(caseload("today", "--json", env={"TZ": tz})) == []


def test_path_and_doctor_always_name_the_zone(caseload: Program) -> None:
    def named(tz: str) -> tuple[str, str, str]:
        told = caseload.run("path", env={"TZ": tz}).err.rstrip("\n").partition(" · zone: ")[2]
        (row,) = (
            one for one in json.loads(caseload.run("doctor", "--json", env={"TZ": tz}).out) if one["check"] == "zone"
        )
        return told, row["state"], row["detail"]

    assert named("America/Chicago") == (
        "America/Chicago (UTC-06:00), by TZ",
        "ok",
        "America/Chicago (UTC-06:00), by TZ",
    )
    assert named("<+03>-3")[0] == "<+03>-3 (UTC+03:00), by TZ"
    assert named("")[0] == "UTC (UTC+00:00), by TZ"
    path = configured(caseload, "Asia/Kolkata")
    told, state, detail = named("UTC")
    assert told == f"Asia/Kolkata (UTC+05:30), by {path}, line 1"
    assert state == "warning"
    assert detail.startswith("times are those of Asia/Kolkata (UTC+05:30)")
