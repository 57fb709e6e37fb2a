"""Suggestions and corrections: completions kept in a cluster, and totals of many queries."""
