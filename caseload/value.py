"""Values: small frozen things that are made of fields, and equal where they hold the same."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Final, dataclass_transform

NEEDED: Final = object()
"""What stands for the value of a field that has to be given."""

if TYPE_CHECKING:
    from dataclasses import replace as replace  # noqa: PLC0414 - for mypy, which checks the changes, it is this
else:

    def replace(value: Any, /, **changes: Any) -> Any:
        """The value, record or dataclass with something else in some fields; raises Invalid where a rule is broken."""
        names = getattr(value, "DEFAULTS", None) or value.__dataclass_fields__
        return type(value)(**{**{name: getattr(value, name) for name in names}, **changes})


@dataclass_transform(frozen_default=True)
class Value:
    """A thing made of its fields, in their order or by name.

    As a frozen dataclass. To load `dataclasses`, and to have Python compile three functions for each class, would be a
    seventh of a short run; what only a longer run needs is a dataclass.
    """

    DEFAULTS: ClassVar[Mapping[str, object]] = {}
    """Every field in the order of declaration, with its value where nothing is said; NEEDED where there is none."""
    APART: ClassVar[tuple[str, ...]] = ()
    """The fields that do not count where two are compared."""

    def __init_subclass__(cls) -> None:
        """Read the fields of a class that is being made."""
        own = {name: vars(cls).get(name, NEEDED) for name in cls.__annotations__ if not name.isupper()}
        cls.DEFAULTS = {**cls.DEFAULTS, **own}

    def __init__(self, *values: Any, **named: Any) -> None:
        """Raises TypeError for a field that is missing or that there is not."""
        held = vars(self)
        held.update(self.DEFAULTS)
        held.update(zip(self.DEFAULTS, values, strict=False), **named)
        if len(values) > len(self.DEFAULTS) or len(held) != len(self.DEFAULTS) or NEEDED in held.values():
            raise TypeError(f"{type(self).__name__} is made of {', '.join(self.DEFAULTS)}")

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{name} of a {type(self).__name__} is not changed; replace makes another")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{name} of a {type(self).__name__} is not deleted; replace makes another")

    def __eq__(self, other: object) -> bool:
        return self._compared() == other._compared() if type(self) is type(other) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._compared())

    def __repr__(self) -> str:
        """As it would be made again."""
        held = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.DEFAULTS if name not in self.APART)
        return f"{type(self).__name__}({held})"

    def _compared(self) -> tuple[object, ...]:
        held = vars(self)
        return tuple(held[name] for name in self.DEFAULTS if name not in self.APART)
