"""What a use case sees of the database: five verbs, and one way of turning values into columns and back.

Instants are stored as integer UTC milliseconds, dates as ISO text, booleans as 0/1, structures as JSON text.
A result column named `*_at`, `*_on` or `*_json` comes back as aware UTC datetime, date or decoded value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import lru_cache
from typing import Any, Literal, ParamSpec, TypeVar

import orjson

Dialect = Literal["sqlite", "postgresql"]
Row = dict[str, Any]

P = ParamSpec("P")
T = TypeVar("T")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_STORED_AS_THEY_ARE = frozenset({int, str, float, bytes, type(None)})
_SQL_TOKEN = re.compile(
    r"""(?P<untouched> '[^']*' | "[^"]*" | --[^\n]* | /\*.*?\*/ | :: ) | :(?P<name>[A-Za-z_]\w*)""",
    re.VERBOSE | re.DOTALL,
)


class TransactionEnded(Exception):
    """The transaction was over before its use case was; nothing of it is kept."""


class Transaction:
    """One transaction on one connection; commit and rollback belong to the database that made it."""

    def __init__(self, connection: Any, dialect: Dialect) -> None:
        self.dialect: Dialect = dialect
        self._connection = connection

    def one(self, sql: str, /, **params: Any) -> Row | None:
        """The first row of the result as column name -> value, or None."""
        shape, rows = self._fetch(sql, params)
        return shape.row(rows[0]) if rows else None

    def all(self, sql: str, /, **params: Any) -> list[Row]:
        """Every row of the result, each as column name -> value."""
        shape, rows = self._fetch(sql, params)
        return [shape.row(row) for row in rows]

    def run(self, sql: str, /, **params: Any) -> int:
        """Run one statement; how many rows it changed, an INSERT, UPDATE or DELETE as its first word.

        Without params it reaches the database exactly as written.
        """
        cursor = self._executed(sql, params)
        try:
            return int(cursor.rowcount)
        finally:
            cursor.close()

    def insert(self, sql: str, /, **params: Any) -> int:
        """Insert one row; its id, or 0 where `ON CONFLICT DO NOTHING` found it there before."""
        if self.dialect == "postgresql":
            row = self.one(f"{sql} RETURNING id", **params)
            return int(row["id"]) if row else 0
        # A row that is returned costs SQLite a table of its own for it.
        cursor = self._executed(sql, params)
        try:
            return int(cursor.lastrowid) if cursor.rowcount else 0
        finally:
            cursor.close()

    def many(self, sql: str, rows: Iterable[Mapping[str, Any]], /) -> None:
        """Run one statement for each mapping of parameters."""
        self._refuse_if_ended()
        cursor = self._connection.cursor()
        try:
            cursor.executemany(self._translated(sql), [_to_columns(dict(row)) for row in rows])
        finally:
            cursor.close()

    def _fetch(self, sql: str, params: Row) -> tuple[_Shape, list[tuple[Any, ...]]]:
        cursor = self._executed(sql, params)
        try:
            shape = _SHAPES.get(sql) or _shape_of(sql, cursor)
            return shape, cursor.fetchall() if shape.has_rows else []
        finally:
            cursor.close()

    def _executed(self, sql: str, params: Row) -> Any:
        """The cursor, to be closed."""
        self._refuse_if_ended()
        if params:
            return self._connection.execute(self._translated(sql), _to_columns(params))
        return self._connection.execute(sql)

    def _translated(self, sql: str) -> str:
        return sql if self.dialect == "sqlite" else for_psycopg(sql)

    def _refuse_if_ended(self) -> None:
        # Without this, a statement after RAISE(ROLLBACK) or COMMIT would commit by itself.
        connection = self._connection
        is_open = (
            connection.in_transaction if self.dialect == "sqlite" else connection.pgconn.transaction_status
        )
        if not is_open:  # of PostgreSQL, 0 is idle
            raise TransactionEnded("the transaction ended before its use case")


def run_use_case(use_case: Callable[[Transaction], T], tx: Transaction) -> T:
    """Call it; a StopIteration, which no future can carry, becomes a RuntimeError."""
    try:
        return use_case(tx)
    except StopIteration as error:
        raise RuntimeError("a use case raised StopIteration") from error


@lru_cache(maxsize=2048)
def for_psycopg(sql: str) -> str:
    """`:name` becomes `%(name)s`, a literal `%` is doubled; casts, quoted text and comments keep colons."""

    def replace(match: re.Match[str]) -> str:
        return match["untouched"] or f"%({match['name']})s"

    return _SQL_TOKEN.sub(replace, sql.replace("%", "%%"))


def _to_columns(params: Row) -> Row:
    """The same mapping, each value as its column keeps it."""
    for name, value in params.items():
        kind = type(value)
        if kind not in _STORED_AS_THEY_ARE:
            params[name] = _TO_COLUMN.get(kind, _to_column)(value)
    return params


def _to_column(value: Any) -> Any:
    """What is not one of the kinds below but made of one, such as an enumeration."""
    if isinstance(value, Enum):
        return value.value
    for kind, store in _TO_COLUMN.items():
        if isinstance(value, kind):
            return store(value)
    return value


@lru_cache(maxsize=1_024)
def _milliseconds(instant: datetime) -> int:
    """Kept, because every statement of a use case is about the same `now`."""
    if instant.tzinfo is None:
        raise ValueError(f"an instant needs a timezone: {instant!r}")
    return (instant - _EPOCH) // _MILLISECOND


def _instant(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1_000, UTC)


def _json(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode()


_TO_COLUMN: dict[type, Callable[[Any], Any]] = {
    datetime: _milliseconds,
    date: date.isoformat,
    bool: int,
    dict: _json,
    list: _json,
    tuple: _json,
}
_FROM_COLUMN: dict[str, Callable[[Any], Any]] = {
    "_at": _instant,
    "_on": date.fromisoformat,
    "_json": orjson.loads,
}


class _Shape:
    """The columns of a result, and which of them are decoded; no columns where a statement has no result."""

    __slots__ = ("_decoded", "_names", "has_rows")

    def __init__(self, names: tuple[str, ...]) -> None:
        self.has_rows = bool(names)
        self._names = names
        self._decoded = tuple(
            (name, decode)
            for name in names
            for suffix, decode in _FROM_COLUMN.items()
            if name.endswith(suffix)
        )

    def row(self, values: tuple[Any, ...]) -> Row:
        row = dict(zip(self._names, values, strict=False))  # as many as there are columns
        for name, decode in self._decoded:
            value = row[name]
            if value is not None:
                row[name] = decode(value)
        return row


_SHAPES: dict[str, _Shape] = {}


def _shape_of(sql: str, cursor: Any) -> _Shape:
    """Of a statement that was run. What it names are always the same columns, so it is described once."""
    shape = _Shape(tuple(column[0] for column in cursor.description or ()))
    if "*" not in sql:
        _SHAPES[sql] = shape
    return shape
