"""What is shown by HTTP to people who follow a link."""
