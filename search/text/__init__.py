"""From text to tokens: folding, segmentation, streams, dates. Text in, values out.

The files that are read are the dictionary and a table of characters.
"""
