"""What `guichet doctor` looks at on this machine: settings, database, files, disk, clock, certificates."""
