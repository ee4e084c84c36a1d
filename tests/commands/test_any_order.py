"""Commands in any order, each taken back and brought back as a model of steps and records says, byte for byte.

`CASELOAD_FUZZ=deep pytest tests/commands/test_any_order.py` walks twenty times as often, and otherwise each time.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from caseload.store import changes
from caseload.store.operations import changes_of

from .conftest import made
from .in_any_order import LINES, OUTSIDE, WHY, AnyOrder


@pytest.fixture(scope="session")
def busy_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a database with two clients, and of the first something to go on with."""
    return made(
        tmp_path_factory.mktemp("busy"),
        *("client add Ana Ruiz", "client add Bo Ng", "plan add c1 Care", "goal add c1 Walk", "task add c1 Rent"),
        *("task add c2 Ask", "appointment add c1 Visit --at tomorrow@9:00", "note add c1 Words", "person add c1 Rosa"),
    )


def test_commands_in_any_order_are_taken_back_and_brought_back_as_their_steps_say(
    busy_home: Path, tmp_path: Path
) -> None:
    class Here(AnyOrder):
        def __init__(self) -> None:
            super().__init__(busy_home, Path(mkdtemp(dir=tmp_path)))

    run_state_machine_as_test(
        Here,
        settings=settings(
            # The same walks each time, but where there is time for many.
            derandomize=settings().max_examples < 1000,
            max_examples=settings().max_examples // 12, stateful_step_count=25, deadline=None,
            suppress_health_check=[HealthCheck.too_slow], phases=[Phase.reuse, Phase.generate],
        ),
    )  # fmt: skip


def test_each_rule_that_refuses_is_met_and_told_from_the_others(served_home: Path, tmp_path: Path) -> None:
    walk = AnyOrder(served_home, tmp_path)
    walk.redo()
    walk.do("plan add {c} Care --started-on 2026-11-02", 0)
    walk.do("goal add c1 Walk --plan p3", 0)
    walk.undo_by_number(1)
    walk.do("task add c1 Call", 0)
    walk.do("task edit t1 --due +2d", 0)
    walk.undo_by_number(1)
    walk.undo()
    walk.undo_by_number(0)
    walk.redo()
    walk.do("log c1 Seen --sign", 0)
    walk.do("client handle c2 other", 0)
    walk.do("client handle c1 bo-ng", 0)
    walk.undo_by_number(1)
    walk.undo()
    walk.undo()
    walk.sleep()
    walk.undo()
    walk.write_with_another_program(OUTSIDE[2], 0)
    walk.take_back_what_another_program_wrote(0)
    walk.take_back_what_another_program_wrote(0)
    walk.do("client edit c1 --legal-hold", 0)
    walk.do("task add c1 Held", 0)
    walk.sleep()
    walk.undo()
    walk.do("client edit c1 --no-legal-hold", 0)
    walk.do("field add task mine1", 0)
    walk.do("task edit {t} --set {x}=Words", 0)
    walk.undo_by_number(1)
    walk.do(next(one for one in LINES if one.startswith("consent add")), 0)
    walk.do("consent sign {cs}", 0)
    walk.do("export task --client c1 --recipient Clinic --purpose care", 0)
    walk.do("consent revoke {cs} --how written", 0)
    walk.sleep()
    walk.undo()
    walk.undo_by_number(1)
    walk.do("client purge {c} --reason over --confirm {h}", 1)
    walk.undo()
    met = {what.partition(": ")[2] for what in walk.counted if ": " in what}
    assert met == {"done", *WHY}


@pytest.mark.parametrize("name", ["_same", "_refuse_dangling"])
def test_an_undo_that_looks_less_closely_is_found_out(
    served_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(changes, name, lambda *_: True)
    with pytest.raises(AssertionError):
        test_each_rule_that_refuses_is_met_and_told_from_the_others(served_home, tmp_path)


def test_an_undo_that_forgets_a_field_is_found_out(
    served_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = AnyOrder(served_home, tmp_path)
    walk.do("client edit c1 --city Reno", 0)
    whole = changes_of

    def less(*given: Any) -> Iterator[Any]:
        for one in whole(*given):
            yield replace(one, before={key: value for key, value in (one.before or {}).items() if key != "updated_at"})

    monkeypatch.setattr(changes, "changes_of", less)
    with pytest.raises(AssertionError):
        walk.undo()
