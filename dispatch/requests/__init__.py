"""The life of a request: state, assignment, tasks, requester."""
