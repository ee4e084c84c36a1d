"""caseload provider: the directory, and who in it fits."""

import json
from pathlib import Path

import pytest

from commands.conftest import Quick


def add(program: Quick, name: str, *words: str) -> str:
    """A provider, by its id."""
    return program("provider", "add", *name.split(), *words).strip()


@pytest.fixture
def city(empty: Quick) -> Quick:
    """Five providers in Chicago, and one that has closed."""
    for line in (
        "Elm Street Kitchen|--service Hot meals|--category food|--zip 60601|--city Chicago|--hours mon-fri 11-13|"
        "--languages English, español|--cost free|--minimum-age 12|--latitude 41.885|--longitude -87.622\n"
        "Lakeside Pantry|--service Food box|--zip 60614|--latitude 41.92|--longitude -87.65|--hours tue, thu 9-12|"
        "--languages English|--cost free\n"
        "Southside Table|--category Food|--zip 60699-1234|--fees Free|--hours call first\n"
        "Grant Park Cafe|--description Food for those who pay|--zip 60601|--cost sliding-scale|--languages es|"
        "--maximum-age 17"
    ).splitlines():
        name, *options = line.split("|")
        add(empty, name, *(word for option in options for word in option.split(" ", 1)))
    add(empty, "Harbor Legal Aid", "--category", "legal", "--city", "Chicago", "--languages", "Spanish")
    add(empty, "Old Pantry", "--category", "food", "--status", "defunct", "--zip", "60601")
    return empty


def ids(program: Quick, *words: str) -> list[str]:
    """The ids in the order in which they are shown."""
    return program("provider", *words, "--ids").split()


FOUND = [
    (("find", "food"), {"pr1", "pr2", "pr3", "pr4"}),
    (("find", "food", "--status", "all"), {"pr1", "pr2", "pr3", "pr4", "pr6"}),
    (("find", "hot", "mea"), {"pr1"}),
    (("find", "elm", "kitchen"), {"pr1"}),
    (("find", "zebra"), set()),
    (("list", "--language", "es"), {"pr1", "pr3", "pr4", "pr5"}),
    (("list", "--language", "Español"), {"pr1", "pr3", "pr4", "pr5"}),
    (("find", "food", "--free"), {"pr1", "pr2", "pr3"}),
    (("find", "food", "--open", "fri"), {"pr1", "pr3", "pr4"}),
    (("find", "food", "--open", "2026-12-01"), {"pr1", "pr2", "pr3", "pr4"}),
    (("find", "food", "--open", "fri 14:00"), {"pr3", "pr4"}),
    (("find", "food", "--age", "15"), {"pr1", "pr2", "pr3", "pr4"}),
    (("find", "food", "--age", "11"), {"pr2", "pr3", "pr4"}),
    (("find", "food", "--age", "17.9"), {"pr1", "pr2", "pr3", "pr4"}),
    (("find", "food", "--age", "18"), {"pr1", "pr2", "pr3"}),
    (("find", "food", "--where", "zip = 60601", "--free"), {"pr1"}),
    (("find", "--age", "11", "--language", "es"), {"pr3", "pr4", "pr5"}),
]


@pytest.mark.parametrize(
    ("words", "found"), FOUND, ids=lambda value: " ".join(value) if isinstance(value, tuple) else ""
)
def test_who_fits_as_far_as_is_known(city: Quick, words: tuple[str, ...], found: set[str]) -> None:
    assert set(ids(city, *words)) == found


@pytest.mark.parametrize("age", ["-1", "151", "9" * 400])
def test_an_age_that_is_none_is_refused(city: Quick, age: str) -> None:
    ran = city.run("provider", "find", "food", "--age", age)
    assert (ran.code, "9" * 60 in ran.err) == (2, False), ran


def test_what_nobody_knows_comes_after_what_fits_and_says_so(city: Quick) -> None:
    line = "find food --near 60601 --language es --open fri --age 15 --free --fields id,unknown"
    assert city("provider", *line.split()) == "pr1\t\npr3\tlanguages hours ages\n"
    told = json.loads(city("provider", "find", "food", "--open", "fri", "--json"))
    assert [(one["id"], one["unknown"]) for one in told] == [("pr1", []), ("pr3", ["hours"]), ("pr4", ["hours"])]
    assert "Unknown" in city("provider", "list", "--open", "fri", "--table")


def test_miles_are_known_where_the_directory_itself_tells_where_a_zip_code_lies(city: Quick) -> None:
    ran = city.run("provider", "find", "food", "--near", "60601", "--fields", "id,miles")
    assert ran.out == "pr1\t0\npr4\t\npr2\t2.8\npr3\t\n"
    assert ran.err == "miles are as the crow flies, from 1 provider in 60601\n"
    ran = city.run("provider", "find", "food", "--near", "41.92,-87.65", "--fields", "id,miles")
    assert ran.out.splitlines()[:2] == ["pr2\t0", "pr1\t2.8"]
    assert ran.err == "miles are as the crow flies, from 41.92,-87.65\n"


def test_without_coordinates_the_order_is_by_zip_its_first_digits_and_city_and_is_said(city: Quick) -> None:
    for ref in ("pr1", "pr2"):
        city("provider", "edit", ref, "--clear", "latitude", "--clear", "longitude")
    city("provider", "edit", "pr2", "--zip", "90001")
    ran = city.run("provider", "list", "--near", "60601", "--fields", "id,miles")
    assert ran.out == "pr1\t\npr4\t\npr3\t\npr5\t\npr2\t\n"
    said = (
        "where 60601 lies is not known here: no miles, but by ZIP code, then by its first three digits, then by city\n"
    )
    assert ran.err == said
    ran = city.run("provider", "list", "--near", "chicago", "--ids")
    assert ran.out.split()[:2] == ["pr1", "pr5"]
    assert ran.err == "where chicago lies is not known here: no miles, but by city\n"


@pytest.mark.parametrize("near", ["Chicago, IL", "chicago il", "Chicago, Illinois"])
def test_a_city_may_be_said_with_its_state(city: Quick, near: str) -> None:
    """A state that the directory has is told apart; where it has none, the city is enough."""
    city("provider", "edit", "pr1", "--clear", "latitude", "--clear", "longitude")
    add(city, "Chicago Heights Pantry", "--city", "Chicago", "--state", "KS", "--category", "food")
    if near != "Chicago, Illinois":
        city("provider", "edit", "pr1", "--state", "IL")
    ran = city.run("provider", "find", "kitchen", "--near", near, "--fields", "id")
    assert ran.out.split() == ["pr1"]
    city("provider", "edit", "pr1", "--latitude", "41.9", "--longitude", "-87.6")
    said = city.run("provider", "find", "food", "--near", near).err
    assert said == f"miles are as the crow flies, from 1 provider in {near}\n"


def test_a_provider_with_interpreters_or_other_languages_may_speak_the_one_sought(city: Quick) -> None:
    for languages in ("English, interpreters", "English (interpretation: by phone)", "English and others"):
        city("provider", "edit", "pr2", "--languages", languages)
        assert "pr2\tlanguages\n" in city("provider", "find", "food", "--language", "es", "--fields", "id,unknown")
    city("provider", "edit", "pr2", "--languages", "English")
    assert "pr2" not in ids(city, "find", "food", "--language", "es")


def test_coordinates_are_taken_as_maps_write_them(empty: Quick, tmp_path: Path) -> None:
    add(empty, "Harbor", "--latitude", "41.88325677863842", "--longitude", "-87.63237958419233")
    sheet = tmp_path / "places.csv"
    sheet.write_text("name,latitude,longitude\nElm,42.36877442769006,-71.15168585038569\n", "utf-8")
    empty("import", "provider", str(sheet))
    places = empty("provider", "list", "--fields", "latitude,longitude")
    assert places == "42.36877442769\t-71.151685850386\n41.883256778638\t-87.632379584192\n"


def test_a_list_says_how_full_it_is_and_how_long_one_waits(city: Quick) -> None:
    city("provider", "edit", "pr1", "--capacity", "waitlist", "--wait", "6 weeks")
    city("provider", "edit", "pr2", "--status", "temporarily-closed", "--wait", "till May")
    said = city("provider", "list", "--status", "open,temporarily-closed", "--table")
    assert "waitlist, 6 weeks" in said
    assert "temporarily-closed, till May" in said
    assert city("provider", "list", "--fields", "id,status", "--limit", "1") == "pr1\tactive\n"


def test_another_order_and_a_limit_are_kept(city: Quick) -> None:
    assert ids(city, "find", "food", "--near", "60601", "--sort", "-name") == ["pr3", "pr2", "pr4", "pr1"]
    assert ids(city, "find", "food", "--near", "60601", "--limit", "2") == ["pr1", "pr4"]


BAD = [
    (("find",), "TEXT: is missing; what is sought, such as food; caseload provider list has all"),
    (("list", "--near", "99"), '--near: "99" is no place; a ZIP code, a city, or latitude,longitude'),
    (("list", "--open", "someday"), "someday"),
    (("list", "--age", "-1"), "--age"),
    (("add", "X", "--latitude", "99"), "latitude: is no place on earth"),
    (("add", "X", "--minimum-age", "200"), "is not an age"),
    (("add", "X", "--minimum-age", "20", "--maximum-age", "10"), "is below --minimum-age; --minimum-age or more"),
    (("add", "X", "--cost", "cheap"), "free, sliding-scale, charged"),
    (("assure",), "an id such as pr1"),
    (("assure", "pr1", "--on", "tomorrow"), "is still to come"),
]


@pytest.mark.parametrize(("words", "said"), BAD, ids=lambda value: " ".join(value) if isinstance(value, tuple) else "")
def test_what_is_not_accepted_is_one_line(city: Quick, words: tuple[str, ...], said: str) -> None:
    ran = city.run("provider", *words)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert said in ran.err


def test_a_provider_is_no_client_and_under_names_only_remarks_stay_out(city: Quick) -> None:
    city("provider", "edit", "pr1", "--remarks", "Ask for Maria")
    (told, *_) = json.loads(city("provider", "list", "--names", "none", "--json"))
    assert (told["name"], told["service"]) == ("Elm Street Kitchen", "Hot meals")
    assert "remarks" not in told
    assert "Maria" not in city("provider", "find", "food", "--names", "initials", "--csv")
    assert city.run("provider", "list", "--client", "ana").code == 2
    assert "Elm Street Kitchen" in city("find", "kitchen")


def config(program: Quick, text: str) -> dict[str, str]:
    """What makes a run read that config.toml."""
    path = program.home / "config.toml"
    path.write_text(text, "utf-8")
    return {"CASELOAD_CONFIG": str(path)}


def test_assurance_is_asked_for_once_config_says_how_often(city: Quick) -> None:
    city("provider", "assure", "pr1", "pr2", "--on", "2026-05-20")
    assert "pr1" not in city("overdue")
    assert "off: no interval: rules.provider-assurance.every" in " ".join(city("show", "pr1", "--why").split())
    assert city.run("doctor").out.count("provider-assurance") == 0
    env = config(city, '[rules.provider-assurance]\nevery = "6m"\n')
    late = city.run("overdue", "--csv", "--fields", "id,rule,client,due,days_late", env=env).out
    assert late.splitlines()[1:] == [
        "pr1,provider-assurance,,2026-11-20,5", "pr2,provider-assurance,,2026-11-20,5",
    ]  # fmt: skip
    assert "pr1" in city.run("overdue", "me", "--ids", env=env).out
    assert "Hot meals, Elm Street Kitchen" in city.run("today", env=env).out
    city.run("snooze", "pr2", "--to", "+1w", "--reason", "closed this week", env=env)
    said = city.run("provider", "assure", "pr1", env=env).err
    assert "again Tue 2027-05-25" in said
    assert city.run("overdue", "--ids", env=env).out == ""
    assert city("waiver", "list", "--client", "me", "--ids") == "w1\n"
    lead = config(city, '[rules.provider-assurance]\nlead = "1m"\n')
    assert city.run("overdue", "--ids", env=lead).out == ""


def test_a_client_asks_for_nothing_of_the_directory(city: Quick) -> None:
    city("client", "add", "Ana", "Ruiz")
    city("provider", "assure", "pr1", "--on", "2020-05-20")
    env = config(city, '[rules.provider-assurance]\nevery = "6m"\n')
    assert "pr1" not in city.run("overdue", "ana", "--ids", env=env).out


@pytest.mark.parametrize("name", ["near", "language", "open", "age", "free", "miles", "unknown"])
def test_what_its_lists_mean_by_a_word_is_no_name_of_a_field_of_ones_own(empty: Quick, name: str) -> None:
    ran = empty.run("field", "add", "provider", name)
    assert (ran.code, "is an option, a column or a word of --where" in ran.err) == (2, True)
    assert empty.run("field", "add", "task", name).code == 0
