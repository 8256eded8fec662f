"""`guichet sms`: how a text would travel, and what calls of the provider would become."""
