"""Which text is the caption of which picture."""
