"""Letters from forms: Jinja2 files of the package, or the user's own of the same name, which win.

A form sees plain text only, in a sandbox, and what it leaves undefined is an error, not a gap in a letter.
"""
# ruff: noqa: TID253  the owner of Jinja2, loaded for a letter or a form alone

import re
import resource
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html import unescape
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import (
    Environment,
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from caseload.endless import EndlessError, given_up_after
from caseload.errors import Invalid, NotFound
from caseload.output.clean import clean_lines
from caseload.output.languages import shipped as languages
from caseload.output.markup import plain
from caseload.paths import read

ENDINGS = ("txt", "md", "html")
"""How the files of letters, and of their forms, end: text, Markdown, HTML."""

STYLE = "paper.css"
"""The sheet by which pages are printed; a form has it as {{ style }}."""

_SHIPPED = files("caseload") / "forms"

Words = Mapping[str, object]


def shipped() -> list[str]:
    """The files that letters are made from and the program has: referral.txt, paper.css, en.toml."""
    forms = (one.name for one in _SHIPPED.iterdir() if one.name.rpartition(".")[2] in ENDINGS)
    return sorted([*forms, STYLE, *languages()])


def listed(folder: Path) -> list[str]:
    """Those, and what else the user has in that folder."""
    own = [one.name for one in folder.iterdir() if one.suffix[1:] in (*ENDINGS, "toml")] if folder.is_dir() else []
    return sorted({*shipped(), *own})


def bodies(name: str, folder: Path) -> Mapping[str, str]:
    """The files that have the words of a letter, by language, "" for the one without; raises NotFound for none."""
    every = listed(folder)
    found = {one.removeprefix(name).strip(".").rpartition(".")[0]: one for one in every
             if one == f"{name}.txt" or re.fullmatch(rf"{re.escape(name)}\.[a-z-]+\.txt", one)}  # fmt: skip
    if name in _NO_LETTERS or not found:
        letters = {one.partition(".")[0] for one in every if one.endswith(".txt")} - _NO_LETTERS
        raise NotFound(f"there is no letter {name}", f"one of {', '.join(sorted(letters))}; or write {folder}/NAME.txt")
    return found


_NO_LETTERS = frozenset(("letter", "page", "plan", "referral"))
"""Forms of whole pages."""


def source(name: str, folder: Path) -> tuple[str, Path | None]:
    """The text of the form of that file name and, where it is the user's own, its path; raises NotFound, Invalid."""
    own = folder / name
    try:
        return _own(own), own
    except FileNotFoundError:
        pass
    except (OSError, UnicodeDecodeError) as error:
        raise Invalid(
            f"{own} cannot be read ({getattr(error, 'strerror', 'not UTF-8')})", "mend it, or move it away"
        ) from None
    if name not in shipped():
        raise NotFound(f"there is no form {name}", f"one of {', '.join(shipped())}")
    return (_SHIPPED / name).read_text(encoding="utf-8"), None


def _own(path: Path) -> str:
    """The text of a form of the user's; raises OSError, UnicodeDecodeError, and Invalid for more than a form is."""
    data = read(path, _MOST + 1)
    if len(data) > _MOST:
        raise Invalid(f"{path} is more than {_MOST >> 10} kB", "a form of a page or two")
    return data.decode()


_MOST = 1 << 18


def rendered(name: str, words: Words, folder: Path) -> str:
    """The letter that the form of that file name makes of the words; raises Invalid, naming file and line at fault.

    A letter without a word is none, nor is one without the words' `notice`, which the law has go along.
    """
    text, own = source(name, folder)
    where = str(own or name)
    surroundings = _environment(name)
    # Not escaped: it is no word of a record, but the package's sheet, or the user's.
    surroundings.globals["style"] = Markup(source(STYLE, folder)[0])  # noqa: S704  # nosec B704
    cleaned: dict[str, Any] = _cleaned(words)
    try:
        with given_up_after(_SECONDS), _of_little_memory():
            letter = surroundings.from_string(text).render(cleaned)
            said = _letters(_without_markup(letter) if name.endswith(".html") else letter)
    except EndlessError:
        raise Invalid(f"{where} comes to no end", "mend the form") from None
    except TemplateNotFound as error:
        raise Invalid(f"{where} takes in {error.name!r}", "a form is one file: write it there") from None
    except TemplateSyntaxError as error:
        raise Invalid(f"{where}, line {error.lineno}: {error.message}", "see caseload form show") from None
    except UndefinedError as error:
        raise Invalid(f"{where}: {error.message}", "caseload form show names the words there are") from None
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, RecursionError, MemoryError) as error:
        raise Invalid(f"{where}: {type(error).__name__} while it was filled in", "mend the form") from None
    if not said:
        raise Invalid(f"{where} makes an empty letter", "mend the form")
    if _letters(str(cleaned.get("notice", ""))) not in said:
        raise Invalid(f"{where} leaves out the notice that has to go along", "put {{ notice }} into the form")
    return letter.rstrip("\n") + "\n"


_SECONDS = 5
"""Of the processor, for one letter."""

_ROOM = 1 << 28
"""Bytes of memory that a form may take: a text that is doubled forty times would take a terabyte."""


@contextmanager
def _of_little_memory() -> Iterator[None]:
    """Raise MemoryError in the block where it takes too much; where the system does not say how much is had, never."""
    try:
        had = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    except OSError:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = min([had + _ROOM, *(one for one in (soft, hard) if one != resource.RLIM_INFINITY)])
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


class _Sandbox(ImmutableSandboxedEnvironment):
    """A sandbox in which no power is reckoned, which nothing could stop."""

    intercepted_binops = frozenset(("**",))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """The power of small numbers."""
        if not all(isinstance(one, int | float) and abs(one) <= _LARGEST for one in (left, right)):
            raise OverflowError
        return super().call_binop(context, operator, left, right)


_LARGEST = 1_000


def _without_markup(letter: str) -> str:
    """What is read of an HTML letter: not its tags, comments and styles."""
    return unescape(re.sub(r"<!--.*?-->|<(style|title)\b.*?</\1>|<[^<>]*>", "", letter, flags=re.DOTALL))


def _letters(text: str) -> str:
    """Letters and digits alone: a form may break and set the words of a notice as it likes."""
    return re.sub(r"[\W_]+", "", text).casefold()


def _environment(name: str) -> Environment:
    html, markdown = name.endswith(".html"), name.endswith(".md")
    return _Sandbox(
        autoescape=html, finalize=_as_markdown if markdown else None, undefined=StrictUndefined,
        loader=FunctionLoader(lambda _: None), trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip


def _as_markdown(value: object) -> object:
    """Text that stands in Markdown as it was typed, line by line."""
    return "  \n".join(map(plain, value.split("\n"))) if isinstance(value, str) else value


def _cleaned(value: Any) -> Any:
    """The words without what a terminal, or a reader, would take for a command."""
    if isinstance(value, str):
        return "\n".join(clean_lines(value))
    if isinstance(value, Mapping):
        return {name: _cleaned(one) for name, one in value.items()}
    return [_cleaned(one) for one in value] if isinstance(value, list | tuple) else value
