"""Marks of a tagged PDF that Typst leaves as they should not be: heads of rows, and a needless key.

Typst marks the head of a row as a cell like any other. A head is marked as ISO 32000 has it
(14.8.4.3 and 14.8.5.7): a `TH` whose scope is its row, named in the headers of the row's other
cells beside the heads of their columns. Typst also says that no mark is suspect, in a way that
poppler reports as an error; nothing said means the same.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def marker() -> Callable[[bytes], bytes]:
    """What mends the marks of a PDF: `mend_marks`, or nothing where pikepdf is missing."""
    try:
        import pikepdf  # noqa: F401
    except ImportError:
        return lambda data: data
    return mend_marks


def mend_marks(data: bytes) -> bytes:
    """A PDF in which the first cell of each row is a head, in tables that have heads of columns.

    Tables with cells that reach over several rows stay as they are. The same bytes give the same.
    """
    import pikepdf

    with pikepdf.open(BytesIO(data)) as pdf:
        if "/Suspects" in pdf.Root.get("/MarkInfo", {}):
            del pdf.Root.MarkInfo.Suspects
        _mark_rows(pdf.Root.get("/StructTreeRoot", {}))
        mended = BytesIO()
        pdf.save(
            mended,
            deterministic_id=True,
            fix_metadata_version=False,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,  # a third of the size
        )
    return mended.getvalue()


def _mark_rows(tree: Any) -> None:
    """Mark the head of each row, in a document's tree of structure; without ids, no table has."""
    import pikepdf

    if "/IDTree" not in tree:
        return
    names = pikepdf.NameTree(tree.IDTree)
    for number, (head, *others) in enumerate(_rows(tree.K), 1):
        head.S, head.ID = pikepdf.Name.TH, pikepdf.String(f"row-{number}")
        names[f"row-{number}"] = head
        _in_table(head).Scope = pikepdf.Name.Row
        for cell in others:
            _in_table(cell).Headers.append(head.ID)


def _rows(top: Any) -> Iterator[Any]:
    """The cells of each row, of every table that has heads of columns and none of rows."""
    for body in _elements(top):
        if body.S != "/TBody" or body.P.K[0].S != "/THead":
            continue
        rows = [row.K for row in body.K]
        if not any("/RowSpan" in _in_table(cell) for row in rows for cell in row):
            yield from (row for row in rows if row[0].S == "/TD")


def _elements(top: Any) -> Iterator[Any]:
    """Every structure element, in the document's order, however deep it lies."""
    from pikepdf import Array, Dictionary

    rest = [top]
    while rest:
        node = rest.pop()
        if isinstance(node, Array):
            rest.extend(reversed(list(node)))
        elif isinstance(node, Dictionary) and "/S" in node and "/K" in node:
            yield node
            rest.append(node.K)


def _in_table(cell: Any) -> Any:
    """The attributes that say what a cell is in its table; others are of its layout."""
    return next(attributes for attributes in cell.A if attributes.O == "/Table")
