"""What proves that a mail comes from whom its From names."""
