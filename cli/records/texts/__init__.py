"""`guichet sms`: texts seen before anybody pays for them, calls of a provider seen before any comes."""
