"""Who we are: members, their seats and the people who hold them."""
