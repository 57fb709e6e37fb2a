"""Reading posts: from a file of the corpus to an article of photos and paragraphs.

Only ``corpus``, ``post``, ``extract`` and ``picture_kind`` (the size of a picture's file) touch the
disk; everything between them is text in, values out. ``extract.parse_article`` is the way in;
``extract.read_article`` opens the file as well.
"""
