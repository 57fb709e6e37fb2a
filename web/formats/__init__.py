"""The same answers for programs: JSON, feeds, tables, descriptions of the site."""
