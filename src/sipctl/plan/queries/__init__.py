"""Questions asked of a whole plan: glance, details, workload, timeline, log, occurrences."""
