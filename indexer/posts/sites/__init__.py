"""Readers of sites: where the pages of one host or of one generator keep their parts."""
