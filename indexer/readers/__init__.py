"""Readers of one's own formats: what one is, which are installed, and how posts go through them."""
