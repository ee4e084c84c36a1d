"""What the pages of an authorization say of its use."""

from commands.conftest import Quick


def test_under_use_is_told_with_whole_units_on_the_board_and_on_the_page(served: Quick) -> None:
    span = ("--from", "2026-10-01", "--until", "2026-12-31")
    served("authorization", "add", "ana", "Speech", "--number", "A-1", "--units", "40", *span)
    served("service", "add", "ana", "Speech", "--authorization", "au1")
    for day in ("2026-10-12", "2026-10-26", "2026-11-09", "2026-11-23"):
        served("log", "ana", "Session", "--service", "sv1", "-k", "visit", "--at", day)
    assert "under-used: 6 of 40 visits by its end" in served("board", "authorization")
    assert "6 of 40 visits by its end" in served("show", "au1")
