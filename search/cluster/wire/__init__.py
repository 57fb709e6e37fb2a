"""How a cluster is spoken to: its address, requests, failures, limits."""
