"""What belongs to no request, or no longer: another topic, a message made a request of its own."""
