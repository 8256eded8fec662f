"""The grammar of orders: patterns of parts of speech, the pieces they are built of, and the clauses by what they say."""
