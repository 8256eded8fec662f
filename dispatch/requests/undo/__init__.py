"""What staff did lately, and how one word undoes it: kept, compared, put back."""
