"""One adapter for each engine that this one is measured beside."""
