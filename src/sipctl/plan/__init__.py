"""What a plan means: model, calendar, timing, agenda, rules. Pure: no files, no clock, no printing."""
