"""The OpenSearch engine: documents in a cluster, found and ordered as the embedded engine does.

OpenSearch stores, replicates, counts and finds candidates. Tokens, queries and the ranking are
those of the embedded engine: what OpenSearch cannot do exactly is done where its answers are read.
"""
