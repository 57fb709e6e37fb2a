"""What a selection of photos becomes: paper and an archive file. Values and files in, bytes out."""
