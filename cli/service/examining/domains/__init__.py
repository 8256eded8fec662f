"""What `guichet doctor` looks up of our domains, and what mails carried that proves who wrote them."""
