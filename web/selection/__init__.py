"""What a selection of photos becomes: paper and an archive file. Values in, bytes out."""
