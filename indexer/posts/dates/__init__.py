"""When a post was published, and when a picture was made."""
