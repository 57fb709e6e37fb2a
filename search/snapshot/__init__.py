"""One commit of an index as searches see it: sets, posting lists, doc values, and their memory.

From below: ``docset`` (a set) → ``postings`` (the list of a term) → ``segment_searcher`` (the
documents of one kind in one segment) → ``doc_values`` (facets and years, in one numbering) →
``snapshot`` (the commit). ``memory`` holds all that is remembered between searches.
"""
