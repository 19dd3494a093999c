"""The options of `sipctl record` that are about the record itself."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Self


@dataclass(frozen=True)
class RecordOptions:
    """What was typed about the record, apart from who and when. `word` is a status or a result."""

    word: str | None
    value: str | None
    unit: str | None
    for_: str | None
    whole: bool
    note: str | None
    confidential: str | None
    academy: str | None
    corrects: str | None
    evidence: list[str] | None
    summary: str | None
    help_wanted: str | None
    decision_wanted: str | None
    new_date_wanted: str | None
    edit: bool
    board: str | None
    asked: str | None
    decided: str | None

    @classmethod
    def of_command(cls, parameters: dict[str, Any]) -> Self:
        """The options among the command's parameters, by the same names; `word` is its `status`."""
        named = parameters | {"word": parameters["status"]}
        return cls(**{field.name: named[field.name] for field in fields(cls)})

    @property
    def of_board(self) -> bool:
        """Whether the record is of what a board asks or decides, and not a lead's."""
        return not (self.board is self.asked is self.decided is None)
