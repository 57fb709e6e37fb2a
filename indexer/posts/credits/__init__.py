"""Credit lines: who made a picture, for whom, in which role."""
