"""Transactions on a build, and builds until they are live."""
