"""Where posts come from: a folder of files today."""
