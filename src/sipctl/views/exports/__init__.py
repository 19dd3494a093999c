"""The plan for other programs: workbook, CSV, calendar, JSON."""
