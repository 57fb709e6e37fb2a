"""The page of a post: text, front matter and markup apart, and what it says of itself."""
