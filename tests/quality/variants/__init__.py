"""How ``search/text/variants.txt`` was made."""
