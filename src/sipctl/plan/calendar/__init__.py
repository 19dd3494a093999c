"""School time: terms, half terms, periods, columns of a chart."""
