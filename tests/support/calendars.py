"""The terms of a plan's calendar.yaml: of one academic year, or of two."""

from __future__ import annotations

import re

ONE_YEAR = """\
years:
  2024/25:
    autumn: {starts: 2024-09-02, ends: 2024-12-20, half_term: [2024-10-28, 2024-11-01]}
    spring: {starts: 2025-01-06, ends: 2025-04-04, half_term: [2025-02-17, 2025-02-21]}
    summer: {starts: 2025-04-22, ends: 2025-07-22, half_term: [2025-05-26, 2025-05-30]}
"""
TWO_YEARS = f"""\
{ONE_YEAR}\
  2025/26:
    autumn: {{starts: 2025-09-03, ends: 2025-12-19, half_term: [2025-10-27, 2025-10-31]}}
    spring: {{starts: 2026-01-05, ends: 2026-03-27, half_term: [2026-02-16, 2026-02-20]}}
    summer: {{starts: 2026-04-13, ends: 2026-07-22, half_term: [2026-05-25, 2026-05-29]}}
"""
WITHOUT_HALF_TERMS = re.sub(r", half_term: \[[^]]*\]", "", TWO_YEARS)
"""The two years, whose half terms are not known."""
