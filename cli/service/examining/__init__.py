"""What `guichet doctor` looks at: machine, names, schedule, people, providers."""
