def find_language(text: str) -> str:
    return "fr"
