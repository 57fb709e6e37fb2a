"""What a cluster keeps of documents, and how it is asked for them."""
