"""The fit of the weights of caption features on labelled posts.

    python -m tests.quality.extraction.fitting ../shared/data [--write]

Nothing of it is needed at run time: what it writes is the table in
``indexer/posts/captions/weights.py``.
"""
