"""From text to tokens: folding, segmentation, streams, dates. Text in, values out.

The one file that is read is the dictionary.
"""
