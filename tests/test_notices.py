"""What the project carries: its licence, whose codes and packages are in it, what is promised."""

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata, requires
from pathlib import Path

import pytest
from conftest import Program

from caseload import __version__

ROOT = Path(__file__).parents[1]
NOTICE = (ROOT / "NOTICE").read_text("utf-8")
PACKAGES = dict(re.findall(r"^\| ([\w-]+) \| ([^|]+) \| [^|]+ \|$", NOTICE.partition("## Packages")[2], re.MULTILINE))
PACKAGES.pop("package")


def asked_for(name: str) -> Iterator[str]:
    """The packages that a package asks for when it runs, on whatever system."""
    for line in requires(name) or []:
        if "extra ==" not in line:
            yield re.split(r"[^\w-]", line)[0].lower().replace("_", "-")


def needed(name: str, found: set[str]) -> set[str]:
    """What is found already, and all that the package asks for, directly or not, as far as it is installed."""
    for one in set(asked_for(name)) - found:
        found.add(one)
        try:
            needed(one, found)
        except PackageNotFoundError:
            continue
    return found


NEEDED = needed("caseload-cli", set())


def test_the_notices_name_every_package_that_runs_with_it() -> None:
    assert {*PACKAGES, "colorama"} == NEEDED | {"colorama", "typing-extensions"}


@pytest.mark.parametrize("name", sorted(PACKAGES))
def test_the_licence_of_a_package_is_the_one_its_metadata_names(name: str) -> None:
    """By its family: a package may write BSD, BSD-3-Clause or BSD License in its next version."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        pytest.skip(f"{name} is not needed on this system")
    named = [*told.get_all("License-Expression", []), *told.get_all("License", [])]
    named += [line.rpartition(" :: ")[2] for line in told.get_all("Classifier", []) if line.startswith("License ::")]
    assert re.split("[ -]", PACKAGES[name])[0] in {re.split("[ -]", one)[0] for one in named}


def test_the_licence_is_mit_wherever_it_is_named() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert (project["license"], project["license-files"]) == ("MIT", ["LICENSE", "NOTICE"])
    assert (
        (ROOT / "LICENSE")
        .read_text("utf-8")
        .startswith("MIT License\n\nCopyright (c) 2026 the caseload contributors\n")
    )
    assert "MIT licence: Copyright (c) 2026 the caseload contributors" in NOTICE


def test_help_notices_prints_the_notices(nobody: Program) -> None:
    assert nobody("help", "notices") == NOTICE


def test_the_notice_that_loinc_asks_for_is_there_as_long_as_a_code_of_it_is() -> None:
    assert "LOINC 71802-3" in (ROOT / "docs" / "interop.md").read_text("utf-8")
    assert "This material contains content from LOINC (http://loinc.org)." in NOTICE


def test_the_version_is_the_same_one_line_as_ever(nobody: Program) -> None:
    assert nobody("--version") == f"caseload {__version__}\n"


def test_what_is_promised_fits_on_a_page_and_says_how_to_report() -> None:
    page = (ROOT / "SECURITY.md").read_text("utf-8")
    assert len(page.splitlines()) < 66
    for heading in ("## What is promised", "## What is not", "## How to report"):
        assert heading in page
    assert "@" not in page
