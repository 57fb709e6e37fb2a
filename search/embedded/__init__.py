"""The embedded engine: segments of mapped arrays behind Whoosh's table of contents.

Whoosh is imported in ``schema``, ``codec``, ``writer`` and ``snapshot`` alone.
"""
