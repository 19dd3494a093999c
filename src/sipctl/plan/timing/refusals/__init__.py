"""Why a phrase cannot be read, and what to write instead."""
