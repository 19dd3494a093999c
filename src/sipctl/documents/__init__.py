"""Other people's files as tables of cells: workbooks, Word documents, CSV. Nothing here writes.

Own readers over the standard library: nothing has to be installed; a table merged over a million
cells costs nothing; and what is in content controls, tracked changes, footnotes or text boxes is
read too. `office` looks at a file before anything is made of it.
"""
