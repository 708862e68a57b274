"""YAML read strictly: every scalar as text, nothing silently dropped, and each fault with its line."""

from __future__ import annotations

import difflib
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar, get_args, get_type_hints

import yaml
from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from study.rules.frozen import frozen

T = TypeVar("T")

MOST_BYTES = 500_000
DEEPEST = 20

Path = tuple[str | int, ...]
Lines = dict[Path, int]


@frozen
class Fault:
    """What is wrong, where; `line` from 1, 0 for the file as a whole."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}"


class Faulty(Exception):
    """A file with faults; none of it is used."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


def read_tree(text: str, file: str) -> tuple[Any, Lines]:
    """The tree of mappings, lists and texts, and the line of everything in it. Raises Faulty."""
    if len(text.encode()) > MOST_BYTES:
        raise Faulty((Fault(file, 0, f"the file is larger than {MOST_BYTES:,} bytes"),))
    try:
        _refuse_references(text, file)
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
        lines: Lines = {}
        return (_value(node, (), lines, file) if node is not None else {}), lines
    except yaml.MarkedYAMLError as error:
        # libyaml misses what is never closed one line after the end.
        line = min(error.problem_mark.line, text.count("\n")) + 1 if error.problem_mark else 0
        raise Faulty((Fault(file, line, f"this is not YAML: {_plainly(error, text)}"),)) from error
    except yaml.reader.ReaderError as error:
        line = text.encode().count(b"\n", 0, error.position) + 1
        raise Faulty((Fault(file, line, "this is not YAML: there is an invisible character"),)) from error


_PLAINLY = (
    ("mapping values are not allowed", "a colon is out of place; put a text that has one in quotes"),
    ("sequence entries are not allowed", "a list begins on the line below its name"),
    ("cannot start any token", "a text begins with a sign that has a meaning; put it in quotes"),
    ("expected alphabetic", "a text begins with a sign that has a meaning; put it in quotes"),
    ("unexpected end of stream", "a quotation mark is never closed"),
    ("expected ',' or", "a bracket is not closed, or a comma is missing"),
    ("expected node content", "a bracket is not closed, or a value is missing"),
    ("expected key", "this line is indented otherwise than those above it"),
    ("expected '-' indicator", "this line is indented otherwise than those above it"),
    ("could not find expected ':'", "there is a name without a colon and a value"),
    ("another document", "only one document may be in a file; take out the line ---"),
)
"""What the parser says, and what it means to somebody who writes a list of settings."""


def _plainly(error: yaml.MarkedYAMLError, text: str) -> str:
    problem = error.problem or ""
    if error.problem_mark and text.startswith("\t", error.problem_mark.index):
        return "lines are indented with spaces, not with tabs"
    return next((plain for said, plain in _PLAINLY if said in problem), problem)


def _refuse_references(text: str, file: str) -> None:
    """Before anything is built: no anchors, aliases or tags, and no deep nesting."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise Faulty((Fault(file, line, "anchors and aliases (& and *) are not used here"),))
        if getattr(event, "tag", None):
            raise Faulty((Fault(file, line, "tags (!) are not used here"),))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise Faulty((Fault(file, line, "this is nested too deeply"),))


def _value(node: yaml.Node, path: Path, lines: Lines, file: str) -> Any:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return [_value(child, (*path, index), lines, file) for index, child in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key, line = key_node.value, key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise Faulty((Fault(file, line, "a key must be a plain word"),))
            if key in found:
                raise Faulty((Fault(file, line, f"'{key}' is here twice"),))
            found[key] = _value(value_node, (*path, key), lines, file)
            lines[(*path, key)] = line
        return found
    plain = isinstance(node, yaml.ScalarNode) and not node.style
    return None if plain and node.value in ("", "null", "~") else node.value


def read_shape(text: str, shape: type[T], file: str) -> T:
    """The text as a value of `shape`, a pydantic-readable type. Raises Faulty with all faults at once."""
    tree, lines = read_tree(text, file)
    return shaped(tree, lines, shape, file)


def shaped(tree: Any, lines: Lines, shape: type[T], file: str) -> T:
    """A tree as a value of `shape`. Raises Faulty."""
    try:
        return TypeAdapter(shape).validate_python(tree)
    except ValidationError as error:
        faults = {
            Fault(file, _line(detail["loc"], lines), _sentence(detail, shape)) for detail in error.errors()
        }
        raise Faulty(tuple(sorted(faults, key=lambda fault: (fault.line, fault.message)))) from error


def _line(location: Path, lines: Lines) -> int:
    """The line of the nearest thing that is in the file."""
    steps = tuple(step for step in location if step != "[key]")
    while steps and steps not in lines:
        steps = steps[:-1]
    return lines.get(steps, 1)


def _sentence(detail: ErrorDetails, shape: type[Any]) -> str:
    where = spelt(detail["loc"])
    given = detail["input"]
    match detail["type"]:
        case "extra_forbidden" | "unexpected_keyword_argument":
            return f"{where} is not known here{_did_you_mean(detail['loc'], shape)}"
        case "missing" | "missing_argument":
            return f"{where} is missing"
        case "value_error":
            return f"{where}: {detail['ctx']['error']}"
        case "literal_error":
            return f"{where}: '{given}' is not one of {detail['ctx']['expected']}"
        case "int_parsing" | "int_type" | "int_from_float":
            return f"{where}: '{given}' is not a whole number"
        case "bool_parsing" | "bool_type":
            return f"{where}: '{given}' is not true or false"
        case "float_parsing" | "float_type":
            return f"{where}: '{given}' is not a number"
        case "greater_than_equal":
            return f"{where}: {given} is less than {detail['ctx']['ge']:g}"
        case "less_than_equal":
            return f"{where}: {given} is more than {detail['ctx']['le']:g}"
        case "too_short":
            return f"{where} must name at least one"
        case "string_type":
            return f"{where} must be a text"
        case "tuple_type" | "list_type":
            return f"{where} must be a list"
        case "mapping_type" | "dict_type" | "dataclass_type":
            return f"{where} must have keys and values of its own"
    return f"{where}: {detail['msg']}"


def spelt(location: Path) -> str:
    """A place in a file as people write it: `plan[0].due`."""
    text = ""
    for step in location:
        if isinstance(step, int):
            text += f"[{step}]"
        elif not step.startswith(("function-", "dataclass", "[")):
            text += f".{step}" if text else step
    return text or "the file"


def _did_you_mean(location: Path, shape: type[Any]) -> str:
    close = difflib.get_close_matches(str(location[-1]), _names(shape, location[:-1]), 1)
    return f"; did you mean '{close[0]}'?" if close else ""


def _names(shape: Any, location: Path) -> list[str]:
    """The field names of the dataclass that stands at a place below `shape`."""
    found = _dataclass_in(shape)
    for step in location:
        hints = get_type_hints(found) if found else {}
        if step in hints:
            found = _dataclass_in(hints[str(step)])
    return [each.name for each in fields(found)] if found else []


def _dataclass_in(hint: Any) -> Any:
    """The first dataclass in a type such as `tuple[PlanItem, ...]`, or None."""
    if is_dataclass(hint):
        return hint
    return next((found for part in get_args(hint) if (found := _dataclass_in(part))), None)
