"""The texts of the pages in two languages, and dates in words."""
