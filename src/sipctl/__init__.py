"""sipctl: a school trust's improvement plan, as files that a command understands."""

__version__ = "0.1.0"
