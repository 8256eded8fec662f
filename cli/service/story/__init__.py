"""The story of one request on real sockets, which `guichet demo` plays and checks."""
