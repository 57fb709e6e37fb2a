"""What is on the disk: arrays, segments of them, commits, builds.

To read, from below: ``arrays`` (a mapped file of named arrays) → ``store`` (distinct texts with
dictionary and postings) → ``segment`` → ``commit`` (a table of contents that Whoosh reads) →
``directory`` (builds, and which one is live). To write: ``store_writer`` → ``segment_writer``;
``merge_store`` → ``merge``, where ``merge_policy`` says which; ``writer`` (one transaction) →
``location``. ``inversion`` is both sides' way from texts to posting lists, ``entries`` that from
documents to entries. ``whoosh_stock`` is all that is taken of Whoosh, ``whoosh_schema`` and
``whoosh_codec`` make the directory an index of Whoosh's, ``whoosh_bridge`` compares the two.
"""
