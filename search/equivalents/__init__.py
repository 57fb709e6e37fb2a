"""Words that stand for other words: what else a reader means by what was typed.

Three sources: ``synonyms.txt`` beside the corpus, ``synonyms.txt`` of this package, and OpenCC's
regional vocabulary. Values in, values out; who reads the files is ``search.vocabulary_folder``.

Equivalents are looked for at query time and never written into an index: a changed file takes
effect at the next search, and a wrong line costs a line and no rebuild.
"""
