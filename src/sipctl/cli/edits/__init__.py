"""What the commands share that edit a plan: what is meant, and how it is written and told."""
