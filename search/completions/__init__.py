"""The completion index: what an archive can suggest, how it sounds, and what it would find.

Written with every commit beside the segments, and mapped by whoever suggests. It hangs on nothing
that searches: ``search.suggestions`` looks things up in it.
"""
