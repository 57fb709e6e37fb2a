"""What the keeper of a corpus says of it in ``huabao.toml``: values, and the file that has them."""
