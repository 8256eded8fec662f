"""What the service knows: values, tables, database, settings. Imports nothing else of ours."""
