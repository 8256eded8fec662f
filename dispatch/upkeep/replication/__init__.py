"""A second machine that follows in real time: does it, and could a service open on what it has?"""
