"""Addresses in and out: the parameters of a search, and the links that repeat them."""
