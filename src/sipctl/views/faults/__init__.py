"""Faults for people, editors and code hosts."""
