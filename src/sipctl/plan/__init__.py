"""What a plan means: model, timing, agenda, rules. Pure: no files, no clock, no printing."""
