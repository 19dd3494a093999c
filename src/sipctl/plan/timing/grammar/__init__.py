"""The grammar of the timing language and its parser."""
