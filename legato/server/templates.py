"""Templates that people give (Jinja), in a sandbox with limits on their length, output, loops and time."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from jinja2 import TemplateSyntaxError, nodes
from jinja2.exceptions import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

LONGEST_TEMPLATE = 100_000
LONGEST_OUTPUT = 1_000_000
MOST_TURNS = 10_000
MOST_SECONDS = 0.5
_LARGE = 100_000
_GROWING = frozenset({"center", "expandtabs", "format", "format_map", "join", "ljust", "replace", "rjust", "zfill"})
_TICK, _CONCAT = "__legato_tick__", "__legato_concat__"


class TemplateInvalid(ValueError):
    """A template cannot be read, or not be filled in."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


def check(text: str) -> None:
    """Make sure that a template can be read; nothing of it is executed.

    Raises:
        TemplateInvalid: it cannot; `line` says where.
    """
    _read(text, _Environment().from_string)


def check_syntax(text: str) -> None:
    """Make sure of a template's grammar alone: filters that are not there do not matter.

    Raises:
        TemplateInvalid: it is not right; `line` says where.
    """
    _read(text, _Environment().parse)


def _read(text: str, reader: Callable[[str], Any]) -> None:
    if len(text) > LONGEST_TEMPLATE:
        raise TemplateInvalid(f"A template may have {LONGEST_TEMPLATE} characters at most.")
    try:
        reader(text)
    except TemplateSyntaxError as error:
        raise TemplateInvalid(error.message or "It cannot be read.", error.lineno) from None
    except (RecursionError, MemoryError, OverflowError, SyntaxError, ValueError) as error:
        raise TemplateInvalid(f"It cannot be read: {error}") from None


def render(text: Any, names: Mapping[str, Any]) -> str:
    """Fill a template in.

    Raises:
        TemplateInvalid: it cannot be read or filled in, or would do too much.
    """
    if not isinstance(text, str):
        raise TemplateInvalid(f"A template is a text, not {type(text).__name__}.")
    check(text)
    parts, size = [], 0
    try:
        for part in _Environment().from_string(text).generate(dict(names)):
            size += len(part)
            if size > LONGEST_OUTPUT:
                raise TemplateInvalid(f"It gives more than {LONGEST_OUTPUT} characters.")
            parts.append(part)
    except TemplateInvalid:
        raise
    except TemplateError as error:
        raise TemplateInvalid(error.message or type(error).__name__, getattr(error, "lineno", None)) from None
    except Exception as error:  # whatever the values do when they are asked
        raise TemplateInvalid(f"{type(error).__name__}: {error}") from None
    return "".join(parts)


class _Environment(ImmutableSandboxedEnvironment):
    """A sandbox in which nothing grows or turns without end."""

    intercepted_binops = frozenset({"*", "**", "%", "+"})

    def __init__(self) -> None:
        super().__init__(autoescape=False)
        for name in ("center", "format", "indent", "wordwrap", "batch", "slice", "map"):
            self.filters.pop(name, None)
        self.filters = {name: _limited(function) for name, function in self.filters.items()}
        self.globals = {"range": _short_range, _TICK: _ticker(), _CONCAT: _concatenated}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        template = super()._parse(source, name, filename)
        for loop in [*template.find_all(nodes.For), *template.find_all(nodes.Macro)]:
            turn = nodes.Output([nodes.Call(nodes.Name(_TICK, "load"), [], [], None, None)])
            loop.body.insert(0, turn)  # type: ignore[attr-defined]
            turn.set_lineno(loop.lineno)
        return _Joining().visit(template)  # type: ignore[no-any-return]

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Refuse the methods by which a short text becomes a long one."""
        if isinstance(obj, str) and attr in _GROWING:
            return False
        return super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Refuse to make something large."""
        if operator == "%" and isinstance(left, str):
            raise TemplateInvalid("Texts cannot be formatted with % here.")
        if operator == "**" and (abs(left) > _LARGE or abs(right) > 100):
            raise TemplateInvalid("A number is too large.")
        if operator == "+" and _size(left) + _size(right) > _LARGE * 10 and not isinstance(left, int | float):
            raise TemplateInvalid("A value is too large.")
        if operator == "*" and _size(left) * _size(right) > _LARGE * 10:
            raise TemplateInvalid("A value is too large.")
        return super().call_binop(context, operator, left, right)


class _Joining(NodeTransformer):
    """Lets `a ~ b` be asked how long it gets."""

    def visit_Concat(self, node: nodes.Concat) -> nodes.Call:
        self.generic_visit(node)
        return nodes.Call(nodes.Name(_CONCAT, "load"), node.nodes, [], None, None, lineno=node.lineno)


def _concatenated(*parts: Any) -> str:
    texts = [str(part) for part in parts]
    if sum(map(len, texts)) > _LARGE * 10:
        raise TemplateInvalid("A value is too large.")
    return "".join(texts)


def _limited(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def limited(*args: Any, **options: Any) -> Any:
        value = function(*args, **options)
        if _size(value) > _LARGE * 10 and isinstance(value, str | list | tuple):
            raise TemplateInvalid("A value is too large.")
        return value

    return limited


def _size(value: Any) -> int:
    if isinstance(value, str | list | tuple):
        return len(value)
    return abs(int(value)) if isinstance(value, int) else 1


def _short_range(*bounds: int) -> range:
    found = range(*bounds)
    if len(found) > MOST_TURNS:
        raise TemplateInvalid(f"A range may have {MOST_TURNS} numbers at most.")
    return found


def _ticker() -> Callable[[], str]:
    end, turns = time.monotonic() + MOST_SECONDS, 0

    def tick() -> str:
        nonlocal turns
        turns += 1
        if turns > MOST_TURNS or time.monotonic() > end:
            raise TemplateInvalid("It goes round too often, or takes too long.")
        return ""

    return tick
