"""From a request to a page, over one commit of an index that others write.

A query goes through once: ``prepared`` (parsed, lowered by ``search.query.plan``, matched) →
``evaluate`` (which documents, in each ``segment_searcher``) → ``facets`` (filters, and counts over
``doc_values``) → ``collector`` (order: ``scorer`` sums what ``weighing`` weighs, ``maxscore``
leaves out what cannot be among the best, ``reading`` scores a handful) → ``page`` (documents with
marks). ``found`` are sets of documents by segment, and ``engine`` is the door.
"""
