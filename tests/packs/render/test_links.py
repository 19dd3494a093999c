"""Evidence is a link where it is the address of a page, and text where it is anything else."""

from __future__ import annotations

from support.each_row import each_row

from sipctl.packs.render.phrases import is_link


@each_row(
    ("text", "link"),
    [
        ("https://example.org/minutes?id=4", True),
        ("http://example.org", True),
        ("Minutes of 4 March", False),
        ("see https://example.org", False),
        ("javascript:alert(1)", False),
        ('https://example.org/"onclick=', False),
        ("https://example.org/\\u{22}", False),
    ],
)
def test_only_the_address_of_a_page_is_a_link(text: str, link: bool) -> None:
    assert is_link(text) is link
