"""The files of a round as they go out: a form and a letter for each lead, written all or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal
from sipctl.plan.frozen import frozen
from sipctl.returns.asking.addresses import address_of
from sipctl.returns.asking.letters import Letter, draft, merge_csv, untouched
from sipctl.views.text.english import safe_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from sipctl.returns.asking.words import Form

MERGE = "letters.csv"
"""The file of a mail merge."""


@frozen()
class Outgoing:
    """What goes out: the letters with their forms, and the bytes of each file by its path."""

    letters: tuple[Letter, ...]
    files: dict[Path, bytes]

    @property
    def without_address(self) -> list[str]:
        """The leads whose address is not known."""
        return [letter.form.lead for letter in self.letters if not letter.address]


def outgoing(
    forms: Iterable[Form],
    folder: Path,
    format: str,
    addresses: Mapping[str, str],
    *,
    merge: bool = False,
    again: bool = False,
    known: Sequence[str] = (),
) -> Outgoing:
    """The forms of leads and their letters; with `merge` one file of letters in place of many.

    `known` are all the leads of the plan, so that a file's name stays theirs.
    """
    from sipctl.views.text.file_names import file_stems

    wanted = list(forms)
    stems = file_stems([*known, *(form.lead for form in wanted)])
    letters = []
    files: dict[Path, bytes] = {}
    for form in wanted:
        name = f"{stems[form.lead]}.{format}"
        letter = Letter(form, address_of(form.lead, addresses), name, _form(form, format), again)
        letters.append(letter)
        files[folder / name] = letter.attachment
        if not merge:
            files[folder / f"{stems[form.lead]}.eml"] = draft(letter)
    if merge:
        files[folder / MERGE] = merge_csv(letters)
    return Outgoing(tuple(letters), files)


def _form(form: Form, format: str) -> bytes:
    if format == "docx":
        from sipctl.returns.asking.document import document

        return document(form)
    from sipctl.returns.asking.workbook import workbook

    return workbook(form)


def write(files: Mapping[Path, bytes], folder: Path, plan: Path, *, force: bool) -> None:
    """Writes all files or none; raises Refusal where one is in the way that somebody has changed.

    Letters hold addresses, so they may not lie within the plan's own folder.
    """
    from sipctl.store.files import output_files

    if folder.resolve().is_relative_to(plan.resolve()):
        message = f"{safe_path(folder)} is inside the plan, and letters hold addresses"
        raise Refusal(message, "name a folder outside it, such as -o asks")
    output_files.make_folder(folder)
    what = "a form or letter as sipctl left it"
    output_files.write_outputs(files, _is_ours, force=force, what=what)


def _is_ours(data: bytes) -> bool:
    from sipctl.views.exports import xlsx

    return xlsx.untouched(data) if data.startswith(b"PK") else untouched(data)
