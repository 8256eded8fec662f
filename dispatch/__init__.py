"""From an understood message to a decided request and delivered notices."""
