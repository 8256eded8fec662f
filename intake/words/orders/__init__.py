"""What a message of staff orders: lexicon → words → clauses → sentences → order, doubt or nothing.

An order is an order only when its whole sentence is understood: every word has its place (verb, object of
this request, past or present time, reason, addressee, greeting, farewell). What is not sure asks back.
"""

from intake.words.orders.read import read_order
from intake.words.orders.values import NoOrder, Order, Said, Unsure

__all__ = ["NoOrder", "Order", "Said", "Unsure", "read_order"]
