"""What was kept long enough is handed over to an archive: packages in the form of SEDA 2.2."""
