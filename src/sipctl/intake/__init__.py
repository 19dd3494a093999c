"""Tables as trusts keep them, made into a plan: `grid` is what a reader of files gives, `draft` is
what comes of it. Pure: no files, no questions.
"""
