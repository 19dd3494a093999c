"""YAML files: text in, plain data and positions out, and its errors explained."""
