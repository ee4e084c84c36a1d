"""Three copies: what was changed back after it had come from another copy does not come again by way of a third."""

import shutil

import pytest

from commands.conftest import Quick


@pytest.mark.parametrize(
    ("done", "ends"),
    [
        ("a=1 b<a b=0 c<b c<a", "c=0"),
        ("a=1 b<a b=0 c<b a<c", "a=0"),
        # By way of a copy that had nothing to take from the one in which it was changed back.
        ("c=1 a<c c=0 b<c a<b", "a=0"),
        ("b=1 a<b a=0 c<a b<c", "b=0"),
        # Both had it from the third.
        ("a=1 b<a c<a b=0 b<c", "b=0"),
        ("a=1 b<a c<a b=0 c<b", "c=0"),
        # Changed back where nobody had it meanwhile, it was never changed; what another did since counts.
        ("a=1 a=0 b=2 b<a a<b", "a=2"),
    ],
)
def test_what_was_changed_back_knowing_of_it_counts_by_whatever_way_it_comes(
    served: Quick, done: str, ends: str
) -> None:  # fmt: skip
    served("task", "add", "ana", "v0")
    copies = {"a": served}
    for name in "bc":
        place = served.home / name / "copy.db"
        place.parent.mkdir()
        shutil.copyfile(served.db, place)
        place.chmod(0o600)
        copies[name] = Quick(served.home, served.environ | {"CASELOAD_DB": str(place)})
    for minute, word in enumerate(done.split()):
        one, how, other = list(word)
        at = {"CASELOAD_NOW": f"2026-11-25T10:{minute:02}"}
        if how == "=":
            copies[one]("task", "edit", "t1", "--title", f"v{other}", env=at)
        else:
            copies[one]("merge", str(copies[other].db), env=at)
    assert copies[ends[0]]("task", "list", "--fields", "title") == f"v{ends[-1]}\n"
    again = [copies[ends[0]].run("merge", str(copies[one].db)) for one in "abc" if one != ends[0]]
    assert {ran.code for ran in again} == {0}
    assert copies[ends[0]]("task", "list", "--fields", "title") == f"v{ends[-1]}\n"


def test_a_client_who_is_called_otherwise_there_is_told_with_both_handles(served: Quick) -> None:
    place = served.home / "b.db"
    shutil.copyfile(served.db, place)
    place.chmod(0o600)
    Quick(served.home, served.environ | {"CASELOAD_DB": str(place)})("client", "handle", "ana", "anita")
    assert "c1: the handle was ana-ruiz, and is anita\n" in served.run("merge", str(place)).err
