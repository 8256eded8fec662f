"""What is written from the commands themselves: the page of commands and the manual pages."""
