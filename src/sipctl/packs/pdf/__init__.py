"""A pack as PDF: Typst sets it, and its tables' row headings are tagged as such."""
