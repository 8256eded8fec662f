"""Requests in the hands of partners outside the town hall: passed on, waited for, answered."""
