"""Reading mail: pure functions from bytes to a ParsedMessage, and the room of killable workers they run
in.
"""
