"""The electors' register of somebody else: on one machine, a SQLite file of made-up people.

connus.py: the few whom the demo needs by name · generer.py: the others, from a seed ·
repertoire.py: looking people up. In real life this is the clerk's own electoral list, or the
national register (REU) held by INSEE; none of it belongs in DynamoDB.
"""
