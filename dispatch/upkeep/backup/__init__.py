"""Copies of everything, made by themselves, tried each time, thinned with age; and the way back."""
