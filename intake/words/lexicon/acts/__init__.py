"""The words of each act: to finish, to take, to give, to plan, to wait, to refuse."""
