"""Photos that a reader has chosen: the light table, contact sheets, downloads."""
