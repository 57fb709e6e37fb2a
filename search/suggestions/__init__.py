"""Help for whoever types: completions while the query grows, corrections when it finds nothing.

What is typed is looked up in the completion index; nothing of it is worked out over the archive.
"""
