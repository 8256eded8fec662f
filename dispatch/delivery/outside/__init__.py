"""Programs of somebody else that are called: a partner that speaks Open311, and how any is reached."""
