"""What every command runs in: streams, terminal, prompts, errors, captured output."""
