"""Reading whatever came by whichever door, in processes that can be killed."""
