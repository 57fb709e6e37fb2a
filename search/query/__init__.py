"""From what a person typed to a tree that engines answer: lexer, parser, plan. No index here."""
