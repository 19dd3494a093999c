"""One in ten kinds of hostile template; `run.py templates` tries every kind in every form."""

from __future__ import annotations

import pytest

from hostile import templates
from hostile.templates import STRICT, Attack, Listener, attacks, attempt

pytestmark = pytest.mark.slow
pytest.importorskip("typst", reason="typst is not installed")
pytest.importorskip("docx", reason="python-docx is not installed")


@pytest.mark.parametrize(
    "attack",
    list(attacks(every_form=False))[::10],
    ids=lambda attack: f"{attack.form}: {attack.kind[:60]!r}",
)
def test_it_ends_as_a_pack_or_is_refused(attack: Attack, monkeypatch: pytest.MonkeyPatch) -> None:
    assert attempt(attack, STRICT, monkeypatch).faults == []


def test_there_are_enough_of_them() -> None:
    assert templates.KINDS >= 100
    assert len(list(attacks(every_form=True))) >= 300


def test_nobody_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even where a proxy of the user would have led out."""
    with Listener() as listener:
        for name in ("http_proxy", "https_proxy", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, listener.address)
        for kind, text in templates.TYPST.items():
            if kind.startswith(("package", "picture")):
                assert attempt(Attack(kind, "pdf", text), STRICT, monkeypatch).faults == []
        assert listener.calls == 0
