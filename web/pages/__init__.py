"""The HTML pages: from the archive's values to the contexts of templates."""
