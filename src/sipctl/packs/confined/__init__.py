"""A child process with limits, in which a pack is made: what a template does ends with it."""
