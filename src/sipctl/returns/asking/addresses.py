"""The addresses of leads, from a CSV or a workbook that lies outside the plan."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+\.[A-Za-z0-9-]{2,}")
_LEADS = ("lead", "leads", "initials")
_ADDRESSES = ("email", "e-mail", "email address", "e-mail address", "mail", "address")


def read_addresses(path: str) -> dict[str, str]:
    """Initials → address, by the columns `lead` and `email`; other columns are not looked at.

    Raises Refusal for a file without the two, and for a cell that holds no address.
    """
    from sipctl.documents import detect
    from sipctl.store.files.atomic import os_errors_refused

    with os_errors_refused(path, "no letter was written"):
        data = Path(path).read_bytes()
    for table in detect.read_data(data, Path(path).name, _is_head).tables:
        for index, row in enumerate(table.rows):
            heads = [cell.text.strip().casefold() for cell in row]
            lead = next((heads.index(head) for head in _LEADS if head in heads), None)
            mail = next((heads.index(head) for head in _ADDRESSES if head in heads), None)
            if lead is None or mail is None:
                continue
            pairs = [
                (line[lead].text.strip(), line[mail].text.strip(), line[mail].place)
                for line in table.rows[index + 1 :]
            ]
            return {
                name: _checked(text, place, path) for name, text, place in pairs if name and text
            }
    raise Refusal(
        f"{path} has no columns lead and email",
        "give it a first line that says lead,email, and under it a line for each lead",
    )


def _is_head(text: str) -> bool:
    return text.strip().casefold() in (*_LEADS, *_ADDRESSES)


def _checked(text: str, place: str, path: str) -> str:
    if not _ADDRESS.fullmatch(text):
        raise Refusal(f'{path}, {place}: "{text}" is not an e-mail address', "correct it there")
    return text


def address_of(lead: str, addresses: Mapping[str, str]) -> str | None:
    """The address of a lead, whose initials may be in small letters there; None if not found."""
    folded = {name.casefold(): address for name, address in addresses.items()}
    return addresses.get(lead) or folded.get(lead.casefold())
