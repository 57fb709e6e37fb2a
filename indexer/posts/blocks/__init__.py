"""The blocks of a page, texts and pictures in order."""
