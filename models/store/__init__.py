"""The engine, the only commit, the files, the versions in force."""
