"""How are words read without waiting for a validation library?

Typer checks every parameter through pydantic, whose import takes longer than a scan. Words, flags and file names need no check
beyond what they are, so their parameters are given a reader of our own; numbers and choices keep Typer's.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from typer._click.core import Command, Context
from typer._coercion import RuntimeParam

_READERS: dict[Any, Any] = {str: str, Path: Path, list[str]: list, bool: bool}


class Plain(RuntimeParam):
    """Reads a parameter as the type it is declared with."""

    def _coerce_value(self, value: Any, param: Any, ctx: Context) -> Any:
        return _READERS[self.annotation](value)


def without_validator(command: Command) -> Command:
    """The command, its simple parameters read by `Plain`."""
    for param in command.get_params(Context(command, **command.context_settings)):
        described = getattr(param, "type_descriptor", None)
        if described and described.annotation in _READERS and not isinstance(described.annotation, str):
            param._runtime_param = Plain(described.parameter_info, described.annotation)  # type: ignore[attr-defined]
    return command
