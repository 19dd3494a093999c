"""A child process with limits, in which a pack is made, so that no template harms the parent."""
