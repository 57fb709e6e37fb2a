"""From text to tokens: folding, segmentation, streams, dates. Text in, values out; no disk."""
