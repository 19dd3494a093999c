"""A pack as PDF: Typst sets it, and the heads of its tables' rows are marked as heads."""
