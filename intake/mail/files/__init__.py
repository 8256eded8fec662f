"""Attachments: their names, types, and what is unpacked from them."""
