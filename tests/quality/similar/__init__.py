"""Whether photos that are said to be like one are of the same event."""
