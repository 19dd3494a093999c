"""The plan as a Gantt chart: in characters, as data, as SVG."""
