"""A draft written as the YAML files of a new plan."""
