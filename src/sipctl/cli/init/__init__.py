"""The parts of `sipctl init`: questions, reading a file, the closing summary."""
