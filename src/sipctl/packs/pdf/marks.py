"""Corrects tags of a PDF that Typst makes: row headings, and a key that poppler reports.

Typst tags a row's heading as an ordinary cell. ISO 32000 (14.8.4.3 and 14.8.5.7) wants a `TH` with
the scope `Row`, named in the `Headers` of the row's other cells beside those of their columns. Also
Typst writes the key `Suspects`, false, in a way that poppler reports as an error; without the key
the meaning is the same.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def marker() -> Callable[[bytes], bytes]:
    """The function `mend_marks`, or one that changes nothing if pikepdf is not installed."""
    try:
        import pikepdf  # noqa: F401
    except ImportError:
        return lambda data: data
    return mend_marks


def mend_marks(data: bytes) -> bytes:
    """A PDF in which the first cell of each row is its heading, in tables with column headings.

    Tables with cells that span rows are not changed. The same input gives the same bytes.
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
    """Tag the heading of each row in a document's structure tree; a document without ids of
    structure elements has no tables."""
    import pikepdf

    if "/IDTree" not in tree:
        return
    names = pikepdf.NameTree(tree.IDTree)
    for number, (head, *others) in enumerate(_rows(tree.K), 1):
        head.S, head.ID = pikepdf.Name.TH, pikepdf.String(f"row-{number}")
        names[f"row-{number}"] = head
        _table_attributes(head).Scope = pikepdf.Name.Row
        for cell in others:
            _table_attributes(cell).Headers.append(head.ID)


def _rows(top: Any) -> Iterator[Any]:
    """The cells of each row of every table that has column headings and no row headings."""
    for body in _elements(top):
        if body.S != "/TBody" or body.P.K[0].S != "/THead":
            continue
        rows = [row.K for row in body.K]
        if not any("/RowSpan" in _table_attributes(cell) for row in rows for cell in row):
            yield from (row for row in rows if row[0].S == "/TD")


def _elements(top: Any) -> Iterator[Any]:
    """Every structure element at any depth, in the document's order."""
    from pikepdf import Array, Dictionary

    rest = [top]
    while rest:
        node = rest.pop()
        if isinstance(node, Array):
            rest.extend(reversed(list(node)))
        elif isinstance(node, Dictionary) and "/S" in node and "/K" in node:
            yield node
            rest.append(node.K)


def _table_attributes(cell: Any) -> Any:
    """A cell's attributes of the owner `Table`; it may have others, of its layout."""
    return next(attributes for attributes in cell.A if attributes.O == "/Table")
