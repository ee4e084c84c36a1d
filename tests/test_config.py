from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caseload.config import Config, NamesShown, RuleSetting, read_config, zone
from caseload.errors import Invalid
from caseload.paths import config_path, database_path, state_dir
from caseload.reports.rules import settled
from caseload.when.dates import DateOrder, Span

WHOLE = """\
# mine
timezone = "America/Chicago"
date_order = "mdy"
database = "/srv/cases.db"
sign = "on-save"

[privacy]
names = "handle"

[rules.contact]
every = "2w"
lead = "0d"
collateral = true
[rules.contact.acuity]
1 = "3m"
4 = "1w"
[rules.attempts]
attempts = 4
[rules.silent]
off = true

[capacity]
hours = 37.5
weights = { 1 = 1, 4 = 2.5 }
"""


@pytest.fixture
def config(tmp_path):
    return tmp_path / "config.toml"


def refusal_of(path: Path, content: str | bytes) -> str:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(Invalid) as refusal:
        read_config(path)
    assert "\n" not in str(refusal.value)
    return str(refusal.value)


def test_a_missing_file_gives_the_defaults(config):
    assert read_config(config) == Config(
        timezone=None, date_order=None, database=None, sign_on_save=False, names=NamesShown.INITIALS
    )


@pytest.mark.parametrize("content", ["", "\n", "# nothing set\n", "[privacy]\n"])
def test_a_file_that_settles_nothing_gives_the_defaults(config, content):
    config.write_text(content)
    assert read_config(config) == Config()


@pytest.mark.parametrize(
    "encode", [str.encode, lambda text: text.encode("utf-8-sig"), lambda text: text.replace("\n", "\r\n").encode()]
)
def test_every_setting_is_read_with_a_byte_order_mark_and_crlf_too(config, encode):
    config.write_bytes(encode(WHOLE))
    assert read_config(config) == Config(
        timezone="America/Chicago",
        date_order=DateOrder.MDY,
        database=Path("/srv/cases.db"),
        sign_on_save=True,
        names=NamesShown.HANDLE,
        rules={
            "contact": RuleSetting(
                every=Span(2, "w"), lead=Span(0, "d"), collateral=True, acuity={1: Span(3, "m"), 4: Span(1, "w")}
            ),
            "attempts": RuleSetting(attempts=4),
            "silent": RuleSetting(off=True),
        },
        hours=37.5,
        weights={1: 1.0, 4: 2.5},
    )


def test_a_database_may_be_named_from_the_home_folder(config, monkeypatch):
    monkeypatch.setenv("HOME", "/home/ana")
    config.write_text('database = "~/x.db"')
    assert read_config(config).database == Path("/home/ana/x.db")


@pytest.mark.parametrize(
    ("line", "takes"),
    [
        ('timezone = "America/Chigaco"', 'a zone such as "America/Chicago"'),
        ('timezone = "America"', "a zone such as"),
        ('timezone = "../etc/passwd"', "a zone such as"),
        ('timezone = ""', "a zone such as"),
        ("timezone = -6", "a zone such as"),
        ("timezone = {}", "a zone such as"),
        ('date_order = "MM/DD"', '"mdy", "dmy" or "ymd"'),
        ("date_order = 1", '"mdy", "dmy" or "ymd"'),
        ('date_order = ["mdy"]', '"mdy", "dmy" or "ymd"'),
        ('database = "cases.db"', "a whole path such as"),
        ('database = ""', "a whole path such as"),
        ('database = "~nobody-of-this-name/x.db"', "a whole path such as"),
        ("database = true", "a whole path such as"),
        ('sign = "always"', '"on-save"'),
        ("sign = true", '"on-save"'),
        ('privacy.names = "none"', '"initials", "handle" or "full"'),
        ("privacy.names = 2026-11-25", '"initials", "handle" or "full"'),
    ],
)
def test_a_value_that_is_not_taken_is_refused_with_file_line_and_what_is(config, line, takes):
    said = refusal_of(config, f"# first\n\n{line}\n# last\n")
    assert said.startswith(f"{config}, line 3: not a value of '{line.split()[0]}'; it takes ")
    assert takes in said


@pytest.mark.parametrize(
    ("content", "line", "key", "advice"),
    [
        ('timezon = "UTC"', 1, "timezon", "Did you mean 'timezone'?"),
        ('\ndate-order = "mdy"\n', 2, "date-order", "Did you mean 'date_order'?"),
        ('[privacy]\n\nnmaes = "full"\n', 3, "privacy.nmaes", "Did you mean 'privacy.names'?"),
        ('[privcy]\nnames = "full"', 2, "privcy.names", "Did you mean 'privacy.names'?"),
        ('sign = "on-save"\nnames = "full"', 2, "names", "the settings are timezone"),
        ("zzz = [\n  1,\n  2,\n]\n", 4, "zzz", "the settings are timezone, date_order, database, sign, privacy.names"),
        ("[[qqq]]\n", 1, "qqq", "the settings are timezone"),
        ('"a\\nb" = 1', 1, "a\\nb", "the settings are timezone"),
    ],
)
def test_an_unknown_key_is_refused_with_file_line_and_the_nearest_known_one(config, content, line, key, advice):
    said = refusal_of(config, content)
    assert said.startswith(f"{config}, line {line}: '{key}' is not a setting; {advice}")


@pytest.mark.parametrize(
    ("content", "line", "why"),
    [
        ("timezone = UTC\n", 1, "Invalid value"),
        ('sign = "on-save"\ntimezone\n', 2, "Expected '=' after a key in a key/value pair"),
        ('sign = "on-save"\n\n[privacy\n', 3, "Expected ']' at the end of a table declaration"),
        ('sign = "on-save"\nsign = "on-save"\n', 2, "Cannot overwrite a value"),
        ('sign = """on-save\n\n', 3, ""),
        ("n = " + "9" * 5_000, 1, ""),
    ],
)
def test_what_is_not_toml_is_refused_with_file_line_and_why(config, content, line, why):
    said = refusal_of(config, content)
    assert said.startswith(f"{config}, line {line}: not TOML; ")
    assert said.endswith(why)


def test_what_is_not_utf_8_is_refused_with_file_and_line(config):
    said = refusal_of(config, b'\nsign = "on-save"\n# caf\xe9\n')
    assert said == f"{config}, line 3: not UTF-8; save the file as UTF-8"


def test_a_config_that_cannot_be_read_is_refused_with_its_name(tmp_path):
    with pytest.raises(Invalid) as refusal:
        read_config(tmp_path)
    assert str(refusal.value).startswith(f"{tmp_path} cannot be read (Is a directory)")


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=60) | st.text(alphabet='timezonedatebs =".[]{}#\n1', max_size=60).map(str.encode))
def test_any_file_is_a_config_or_invalid_and_nothing_else(tmp_path, content):
    path = tmp_path / "any.toml"
    path.write_bytes(content)
    with suppress(Invalid):
        assert isinstance(read_config(path), Config)


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"HOME": "/home/ana"}, "/home/ana/.config/caseload/config.toml"),
        ({"HOME": "/home/ana", "XDG_CONFIG_HOME": "/etc/ana"}, "/etc/ana/caseload/config.toml"),
        ({"HOME": "/home/ana", "XDG_CONFIG_HOME": "etc/ana"}, "/home/ana/.config/caseload/config.toml"),
        ({"HOME": "/home/ana", "XDG_CONFIG_HOME": ""}, "/home/ana/.config/caseload/config.toml"),
        ({"HOME": "/home/ana", "XDG_CONFIG_HOME": "/x", "CASELOAD_CONFIG": "my.toml"}, "my.toml"),
        ({"HOME": "/home/ana", "CASELOAD_CONFIG": ""}, "/home/ana/.config/caseload/config.toml"),
    ],
)
def test_the_config_is_the_one_named_else_the_one_in_the_xdg_folder(environ, expected):
    assert config_path(environ) == expected


@pytest.mark.parametrize(
    ("flag", "environ", "config", "expected"),
    [
        ("/flag.db", {"CASELOAD_DB": "/env.db"}, "/config.db", "/flag.db"),
        (None, {"CASELOAD_DB": "/env.db", "XDG_DATA_HOME": "/data"}, "/config.db", "/env.db"),
        (None, {"CASELOAD_DB": "", "XDG_DATA_HOME": "/data"}, "/config.db", "/config.db"),
        (None, {"XDG_DATA_HOME": "/data"}, None, "/data/caseload/caseload.db"),
        (None, {"XDG_DATA_HOME": "data"}, None, "/home/ana/.local/share/caseload/caseload.db"),
        (None, {}, None, "/home/ana/.local/share/caseload/caseload.db"),
    ],
)
def test_the_database_is_the_flags_else_the_environments_else_the_configs_else_the_xdg_one(
    flag, environ, config, expected
):
    assert database_path(flag, {"HOME": "/home/ana", **environ}, config and Path(config)) == expected


def test_state_has_its_own_folder():
    assert state_dir({"HOME": "/home/ana"}) == "/home/ana/.local/state/caseload"
    assert state_dir({"HOME": "/home/ana", "XDG_STATE_HOME": "/state"}) == "/state/caseload"


def test_without_home_the_systems_home_folder_is_used(monkeypatch):
    monkeypatch.setattr(Path, "home", lambda: Path("/home/of-the-system"))
    assert state_dir({}) == "/home/of-the-system/.local/state/caseload"


def test_without_any_home_folder_the_refusal_names_what_to_set(monkeypatch):
    def no_home():
        raise RuntimeError

    monkeypatch.setattr(Path, "home", no_home)
    assert database_path("x.db", {}, None) == "x.db"
    assert config_path({"XDG_CONFIG_HOME": "/etc/ana"}) == "/etc/ana/caseload/config.toml"
    with pytest.raises(Invalid, match="set HOME or XDG_DATA_HOME"):
        database_path(None, {}, None)


def test_the_zone_is_the_configs_or_else_left_to_the_system():
    assert zone(Config()) is None
    chicago = zone(Config(timezone="America/Chicago"))
    assert datetime(2026, 7, 1, 12, tzinfo=UTC).astimezone(chicago).hour == 7


# The clocks


@pytest.mark.parametrize(
    ("line", "takes"),
    [
        ('rules.contact.every = "2 weeks"', 'it takes an interval such as "2w"'),
        ('rules.contact.every = "0d"', "it takes an interval such as"),
        ("rules.contact.every = 14", "it takes an interval such as"),
        ('rules.contact.every = ""', "it takes an interval such as"),
        ('rules.contact.lead = "-1d"', "it takes how early it shows"),
        ('rules.contact.grace = "soon"', "it takes how long after"),
        ("rules.attempts.attempts = 0", "a number of attempts from 1 to 99"),
        ("rules.attempts.attempts = true", "a number of attempts from 1 to 99"),
        ('rules.contact.off = "yes"', "it takes true or false"),
        ('rules.contact.acuity.4 = "weekly"', "an interval such as"),
        ('rules.contact.acuity.5 = "1w"', "is not a setting"),
        ('rules.contact.acuity = "1w"', "is not a setting"),
        ('rules.contact.evry = "1w"', "is not a setting; a rule takes every"),
        ('rules.contact = "off"', "is not a setting"),
        ("capacity.hours = -1", "the hours of a working week"),
        ("capacity.weights.5 = 1", "is not a setting"),
        ('rules."a b".every = "1m"', "a rule takes every"),
        ("capacity.weights.4 = nan", "a weight of 0 to 1000"),
    ],
)
def test_a_bad_setting_of_a_clock_is_refused_by_its_line(config, line, takes):
    said = refusal_of(config, f"# mine\n\n{line}\n")
    assert said.startswith(f"{config}, line 3: ")
    assert takes in said


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (
            '[rules.contact]\nevery = "1w"\n[rules.contcat]\nlead = "1d"\n',
            3,
            "'contcat' is not a rule; the rules are task,",
        ),
        ('[rules.task]\nlead = "1d"\nevery = "1w"\n', 3, "the rule task has no 'every'"),
        ("[rules.plan-review]\nattempts = 2\n", 2, "the rule plan-review has no 'attempts'"),
        ("[rules.silent]\ncollateral = true\n", 2, "the rule silent has no 'collateral'"),
        ('[rules.goal-target.acuity]\n4 = "1w"\n', 1, "the rule goal-target has no 'acuity'"),
    ],
)
def test_a_rule_that_is_none_or_a_setting_it_has_not_is_refused_by_its_line(config, text, line, said):
    config.write_text(text)
    with pytest.raises(Invalid) as refusal:
        settled(read_config(config))
    assert str(refusal.value).startswith(f"{config}, line {line}: {said}")


def test_a_place_is_the_line_that_sets_a_key(config):
    config.write_text(WHOLE)
    found = read_config(config)
    assert found.place("rules.contact.acuity.4") == f"{config}, line 16"
    assert found.place("rules.contact.every") == f"{config}, line 11"
    assert found.place("privacy.names") == f"{config}, line 8"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_place_is_the_right_line_whatever_the_line_ends_and_a_table_that_says_nothing_is_seen(config, end):
    config.write_bytes(end.join(["# c", "", "[rules.contact]", 'every = "1w"', "[rules.contcat]", ""]).encode())
    found = read_config(config)
    assert found.place("rules.contact.every") == f"{config}, line 4"
    with pytest.raises(Invalid) as refusal:
        settled(found)
    assert str(refusal.value).startswith(f"{config}, line 5: 'contcat' is not a rule")
    config.write_bytes(end.join(["# c", "[rules.contact]", 'every = "2x"', ""]).encode())
    with pytest.raises(Invalid, match=r"line 3: not a value of 'rules\.contact\.every'"):
        read_config(config)
