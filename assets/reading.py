"""How does a table of text become rows of values?

A list is described by its columns; every cell is read by its column's reader, and every problem is kept, not
only the first. Columns are read in chunks, each text of a column once: lists repeat themselves, which makes
long ones cheap.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice, repeat
from pathlib import Path
from typing import Any

from msgspec import Struct

from assets import values, words
from assets.errors import BadInput
from assets.language import N_
from assets.mynumber import looks_like_my_number
from assets.tables import column_letter, read_table

Progress = Callable[[int], None]
Cells = dict[str, list[Any]]
Numbered = tuple[int, list[str]]

_CHUNK = 5000
_QUOTED = 40


# gc=False: a hundred thousand rows of strings hold no cycles, and looking for them costs as much as reading.
class Row(Struct, frozen=True, gc=False):
    """One row that can be recorded as it is: its number in the spreadsheet, every field of the fact."""

    row: int
    values: dict[str, Any]


class Problem(Struct, frozen=True):
    """Why a row cannot be recorded, with what to write instead.

    expected: a translatable sentence, filled with `fields`; found: what stands there, 40 characters at most;
    empty when it could be a My Number, which is never repeated.
    """

    row: int
    column: str
    found: str
    expected: str
    fields: dict[str, object]


class Column(Struct, frozen=True):
    """A field: how its cells are read, what an empty one means, whether it is required, or unique."""

    field: str
    read: values.Reader = values.word
    empty: object = ""
    required: bool = False
    once: bool = False


class Reading:
    """One list on its way in: where its columns are, and what is wrong so far."""

    def __init__(self, path: str | Path, *, heading_table: str, columns: Iterable[Column]) -> None:
        meanings = words.meanings(f"headers.{heading_table}")
        self.path = path
        self.heading_table = heading_table
        self.memos = {column.field: _Memo(column) for column in columns}
        self.table = read_table(path, known=lambda cell: meanings.get(words.fold(cell)))
        self.header = [values.tidy(heading) for heading in self.table.header]
        self.nameless = [index for index, heading in enumerate(self.header) if not heading]
        self.problems: list[Problem] = []
        self.unknown_media: dict[str, list[int]] = {}
        self.ignored: list[str] = []
        self.at: dict[str, int] = {}
        self._place_columns([meanings.get(words.fold(heading)) for heading in self.header])
        self._miss_columns()

    def rows(
        self, progress: Progress | None = None, *, settle: Callable[[Cells], None] = lambda cells: None
    ) -> list[Row]:
        """Read all rows; those without a problem are returned, none when a column is wrong.

        settle may change a chunk's cells, a list for each field, before rows are made of them.
        """
        usable = not self.problems
        rows: list[Row] = []
        done = 0
        for chunk in _chunks(self.table.rows):
            rows += self._rows_of(chunk, settle)
            done += len(chunk)
            if progress:
                progress(done)
        if not done:
            raise BadInput(
                N_("{path} has column headings but no rows."),
                hint=N_("Check that the rows were saved."),
                path=self.path,
            )
        self.problems.sort(key=lambda problem: problem.row)
        return rows if usable else []

    def _place_columns(self, fields: list[str | None]) -> None:
        for index, field in enumerate(fields):
            heading = _quotable(self.header[index])
            if field is None:
                self.ignored += [heading] if self.header[index] else []
            elif field in self.at:
                first = self.header[self.at[field]]
                expected = N_("Keep one of the two columns: {first} says the same.")
                self.problems.append(Problem(self.table.header_row, heading, heading, expected, {"first": first}))
            else:
                self.at[field] = index

    def _miss_columns(self) -> None:
        missing = [field for field, memo in self.memos.items() if memo.column.required and field not in self.at]
        if missing:
            names = ", ".join(self._heading(field) for field in missing)
            expected = N_("Add these columns, which are missing: {columns}.")
            self.problems.append(Problem(self.table.header_row, names, "", expected, {"columns": names}))

    def _heading(self, field: str) -> str:
        """A heading in the language of the list."""
        english = all(map(str.isascii, self.header))
        return field if english else words.heading(self.heading_table, field=field)

    def _rows_of(self, chunk: list[Numbered], settle: Callable[[Cells], None]) -> list[Row]:
        numbers = [number for number, _ in chunk]
        bad: set[int] = set()
        width = 0 if self.nameless else len(self.header)
        fitted = (cells if len(cells) == width else self._fitted(number, cells, bad) for number, cells in chunk)
        texts = list(zip(*fitted, strict=True))
        cells = {field: self._column(memo, texts, numbers, bad) for field, memo in self.memos.items()}
        settle(cells)
        told = zip(numbers, zip(*cells.values(), strict=True), strict=True)
        return [Row(number, dict(zip(cells, said, strict=True))) for number, said in told if number not in bad]

    def _fitted(self, number: int, cells: list[str], bad: set[int]) -> list[str]:
        """The row as wide as the header; a value under no heading is a problem, since it would be lost."""
        width = len(self.header)
        for index in (*self.nameless, *range(width, len(cells))):
            if index < len(cells) and cells[index].strip():
                error = BadInput(
                    N_("No heading stands above this value: name its column, or see whether the row slipped.")
                )
                self._add(number, column_letter(index), cells[index], error, bad)
        return cells[:width] + [""] * (width - len(cells))

    def _column(self, memo: _Memo, texts: list[tuple[str, ...]], numbers: list[int], bad: set[int]) -> list[Any]:
        """The values of one column; one that the list does not have is empty throughout."""
        field = memo.column.field
        if field not in self.at:
            return list(repeat(memo.column.empty, len(numbers)))
        column = texts[self.at[field]]
        read = list(map(memo.__getitem__, column))
        wrong = (
            (number, text, memo.wrong[text]) for number, text in zip(numbers, column, strict=True) if text in memo.wrong
        )
        for number, text, error in wrong if memo.wrong else ():
            self._add(number, self.header[self.at[field]], text, error, bad)
        for number, value, first in memo.repeated(read, numbers) if memo.column.once else ():
            error = BadInput(N_("Row {first} has the same: write each only once."), first=first)
            self._add(number, self.header[self.at[field]], str(value), error, bad)
        return read

    def _add(self, number: int, heading: str, text: str, error: BadInput, bad: set[int]) -> None:
        bad.add(number)
        if isinstance(error, values.UnknownMedium):
            self.unknown_media.setdefault(str(error.fields["word"]), []).append(number)
        else:
            self.problems.append(Problem(number, heading, _quotable(values.tidy(text)), error.message, error.fields))


class _Memo(dict[str, Any]):
    """Text of a cell -> its value; `wrong` holds the texts that cannot be read."""

    def __init__(self, column: Column) -> None:
        super().__init__()
        self.column = column
        self.wrong: dict[str, BadInput] = {}
        self.first: dict[object, int] = {}

    def __missing__(self, text: str) -> Any:
        try:
            value = self._read(text)
        except BadInput as error:
            self.wrong[text] = error
            value = self.column.empty
        self[text] = value
        return value

    def _read(self, text: str) -> object:
        values.refuse_damage(text)
        tidied = values.tidy(text)
        if tidied:
            return self.column.read(tidied)
        if self.column.required:
            raise BadInput(N_("Fill this cell in."))
        return self.column.empty

    def repeated(self, read: list[Any], numbers: list[int]) -> Iterator[tuple[int, object, int]]:
        """Rows whose value stood in an earlier row, with the value and that row."""
        for number, value in zip(numbers, read, strict=True):
            first = self.first.setdefault(value, number)
            if first != number and value != self.column.empty:
                yield number, value, first


def _chunks(rows: Iterator[Numbered]) -> Iterator[list[Numbered]]:
    while chunk := list(islice(rows, _CHUNK)):
        yield chunk


def _quotable(text: str) -> str:
    """`text` as it may be shown: a My Number is never repeated, and nothing at length."""
    return "" if looks_like_my_number(text) else text[:_QUOTED]
