"""What every answer of the site shares: the archive, the visitor, the frame of a page, errors."""
