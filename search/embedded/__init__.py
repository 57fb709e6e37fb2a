"""The embedded engine: segments of mapped arrays behind Whoosh's table of contents.

From the disk to an answer:

- ``directory`` finds the live build of an index; ``writer`` commits to it, ``building`` makes a
  segment of articles in memory, ``merging`` makes one of several, ``pools`` and ``arrays`` are
  what is in the file, and ``segment`` reads it. ``schema`` and ``codec`` let Whoosh read it, too.
- A ``snapshot`` is one commit, shared by any number of threads; its ``leaf`` objects are the
  documents of one kind in one segment.
- ``engine`` is the door: it opens the live commit as a snapshot and locks a place for writing.
- ``answer`` makes a page: ``evaluate`` says which documents are in a tree, as ``sets`` or ``bits``;
  ``facets`` counts their ``values``, in one numbering of all leaves (``columns``); ``order`` ranks
  what was ``found`` by ``scoring``, few documents by reading them (``closeup``).
- ``tokens`` knows who has a token by a list, a set, or by what is ``sought`` in a few documents;
  ``posted`` is the list, with what an occurrence adds to scores, in one of the ``forms`` that fit
  how frequent the token is; ``gain`` is that token in one search.

What is remembered between searches, by one open engine:

- posting lists, and sets of documents with a token or a verified run, for all snapshots of a build:
  ``memory.LIMIT`` bytes;
- columns of facet values and years, with the segment: a byte or two a document and column;
- frequencies of tokens, with the leaf, and their gains, with the snapshot: 65,536 of each,
  200 to 300 bytes each;
- zeros to lay lists out on, with the leaf: as many arrays as searches were ever at work at once.

Nothing of it is kept on the disk, and nothing hangs on deletions except what is kept with a leaf or
a snapshot, so an update leaves the rest as it is.

Whoosh is imported in ``stock`` alone; ``schema``, ``codec``, ``writer`` and ``snapshot`` use it.
"""
