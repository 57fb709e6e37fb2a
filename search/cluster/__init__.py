"""The engine over an OpenSearch cluster.

OpenSearch stores, shards, replicates and fails over; the tokens, the query tree, the ranking and
the promises are those of the embedded engine. Where the two disagree about a number (lengths that
are rounded, counts that are estimated, positions that are limited), the cluster is asked for what
it knows exactly, and the rest is worked out here.
"""
