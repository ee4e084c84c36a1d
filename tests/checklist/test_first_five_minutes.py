"""Somebody new, without a manual."""

from conftest import Program
from terminal import on_terminal


def test_the_first_five_minutes(nobody: Program) -> None:
    """`The first five minutes` of the design: each command says what comes next, and none needs a manual."""
    welcome = nobody.run()
    assert welcome.code == 0
    assert "caseload init" in welcome.out

    made = nobody.run("init")
    assert made.code == 0
    assert all(word in made.err for word in (str(nobody.db), "0600", "caseload client add"))

    client = nobody.run("client", "add", "Ana", "Ruiz", "--phone", "00501")
    assert client.out == "c1\n"
    assert "c1 " in client.err
    assert "ana-ruiz" in client.err

    task = nobody.run("task", "add", "ana", "Call", "landlord", "--due", "fri", "--priority", "urgent")
    assert "t1 Call landlord" in task.err
    assert "due Fri 2026-11-27 (in 2 days)" in task.err
    assert "undo: caseload undo" in task.err

    call = nobody.run("log", "ana", "Left", "voicemail", "-k", "call", "-m", "10", "--no-answer")
    assert call.out == "n1\n"
    assert "undo: caseload undo" in call.err

    seen = on_terminal(nobody, columns=80, lines=24)
    assert seen.code == 0
    assert len(seen.screen) < 24
    assert nobody() == seen.plain or "Today, Wed 2026-11-25" in seen.plain

    late = nobody.shell("caseload overdue --csv | head")
    assert (late.code, late.err) == (0, "")
    assert late.out.startswith("id,kind,rule,client,client_handle,title,due,grace_ends,days_late,priority,reason\n")

    assert nobody.run("undo").code == 0
    assert nobody("note", "list") == ""
    assert "Call landlord" in nobody("task", "list")
