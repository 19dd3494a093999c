"""sipctl's own workbook, read back."""
