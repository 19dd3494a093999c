"""The command line: options in, an answer and an exit code out."""
