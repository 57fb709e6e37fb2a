"""Which part of a page is its article, and what the page says of it around."""
