"""Every way in which blogs write a picture down, as the HTML that is then parsed once."""
