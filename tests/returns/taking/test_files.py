"""Files that come back: folders, letters, what is no return."""

from __future__ import annotations

from email.message import EmailMessage
from typing import TYPE_CHECKING

from sipctl.returns.taking.files import read_files

if TYPE_CHECKING:
    from pathlib import Path

CSV = b"id,value\n2a.k1,98%\n"


def letter(*files: tuple[str, bytes], text: str = "See attached") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "jk@example.org"
    message.set_content(text)
    for name, data in files:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message


def names(*paths: Path) -> tuple[list[str], list[str]]:
    returned, unread = read_files(str(path) for path in paths)
    return [file.name for file in returned], [file.message for file in unread]


def test_a_folder_gives_the_files_that_may_be_returns(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    for name in ("JK.csv", "~$JK.xlsx", ".hidden.csv", "photo.png"):
        (tmp_path / name).write_bytes(CSV)
    (tmp_path / "inner" / "SD.csv").write_bytes(CSV + b"2a.k2,4\n")
    assert names(tmp_path) == ([f"{tmp_path}/JK.csv", f"{tmp_path}/inner/SD.csv"], [])


def test_what_people_put_into_a_folder_or_letter_is_read_or_said(tmp_path: Path) -> None:
    for name in ("forms.zip", "JK.pdf", "JK.numbers", "Thumbs.db"):
        (tmp_path / name).write_bytes(b"PK")
    (tmp_path / "form without ending").write_bytes(CSV)
    attached = [("winmail.dat", b"x"), ("Minutes.pdf", b"x"), ("slides.pptx", b"x"), ("a.png", b"")]
    (tmp_path / "re.eml").write_bytes(letter(*attached).as_bytes())
    returned, unread = names(tmp_path)
    assert returned == [f"{tmp_path}/form without ending"]
    starts = ("JK.numbers", "JK.pdf", "forms.zip", "re.eml, winmail.dat", "re.eml, Minutes.pdf")
    pairs = zip(unread, (*starts, "re.eml, slides.pptx"), strict=True)
    assert all(message.startswith(f"{tmp_path}/{start} is") for message, start in pairs), unread


def test_a_letter_gives_what_is_attached_to_it_or_to_a_letter_in_it(tmp_path: Path) -> None:
    inner = letter(("../../SD.csv", CSV + b"2a.k2,4\n"))
    outer = letter(("JK.csv", CSV), ("logo.png", b"\x89PNG"))
    outer.add_attachment(inner)
    (tmp_path / "re.eml").write_bytes(outer.as_bytes())
    path = tmp_path / "re.eml"
    assert names(path) == ([f"{path}, JK.csv", f"{path}, SD.csv"], [])


def test_a_letter_saved_as_a_file_and_a_form_without_a_name_are_found(tmp_path: Path) -> None:
    outer = letter(("RE return.eml", letter(("JK.csv", CSV)).as_bytes()))
    kind = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    outer.add_attachment(CSV + b"2a.k2,4\n", maintype="application", subtype=kind)
    path = tmp_path / "fw.eml"
    path.write_bytes(outer.as_bytes())
    assert names(path) == ([f"{path}, RE return.eml, JK.csv", f"{path}, attachment"], [])


def test_the_same_bytes_count_once(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(CSV)
    (tmp_path / "b.eml").write_bytes(letter(("a.csv", CSV)).as_bytes())
    assert names(tmp_path, tmp_path / "a.csv") == ([f"{tmp_path}/a.csv"], [])


def test_what_is_no_return_is_said(tmp_path: Path) -> None:
    (tmp_path / "empty.eml").write_bytes(letter().as_bytes())
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 no archive")
    (tmp_path / "outlook.msg").write_bytes(b"\xd0\xcf\x11\xe0")
    deep = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000)
    )
    (tmp_path / "deep.eml").write_bytes(deep)
    documents, unread = names(tmp_path, tmp_path / "outlook.msg", tmp_path / "missing.xlsx")
    assert documents == [] and len(unread) == 5
    assert all(str(tmp_path) in message for message in unread)


def test_a_pattern_stands_for_what_it_matches(tmp_path: Path) -> None:
    """PowerShell leaves `back/*` to the command."""
    (tmp_path / "JK.csv").write_bytes(CSV)
    (tmp_path / "SD.txt").write_bytes(b"x")
    assert names(tmp_path / "*.csv") == ([f"{tmp_path}/JK.csv"], [])
    assert len(names(tmp_path / "*.xlsx")[1]) == 1
