"""A round of asking as it goes out: forms, the letters that carry them, and who has answered."""
