"""Which tables hold work and what their columns are, as a person confirms or corrects it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.intake.tables.draft_from_tables import classify
from sipctl.intake.tables.headers import mapped_roles
from sipctl.intake.unread import nothing_found, refuse_unknown
from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from sipctl.documents.document import Document
    from sipctl.intake.answers import Ask
    from sipctl.intake.tables.columns import Role
    from sipctl.intake.tables.draft_from_tables import ClassifiedDocument


def confirm_tables(documents: list[Document], ask: Ask) -> list[ClassifiedDocument]:
    """The tables of each document that hold work, classified again after each correction. One that
    leaves a document without such a table is explained and dropped. Raises Refusal for a document
    that has none to begin with."""
    roles = mapped_roles(ask.maps)
    parts = _classified(documents, roles)
    while (
        correction := ask.correction([table for part in parts for table in part.tables])
    ) is not None:
        try:
            more = roles | mapped_roles([correction])
            parts, roles = _classified(documents, more), more
        except Refusal as refusal:
            ask.explain(refusal)
    return parts


def _classified(documents: list[Document], roles: dict[str, Role]) -> list[ClassifiedDocument]:
    """The tables of each document that hold work; raises Refusal for a document without any."""
    refuse_unknown(documents, roles)
    parts = [classify(document, roles) for document in documents]
    empty = [part.document for part in parts if not part.tables]
    if empty:
        raise nothing_found(empty, roles)
    return parts
