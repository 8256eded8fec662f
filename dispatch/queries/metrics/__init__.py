"""What Prometheus is told: numbers of the ledger, the outbox and the requests, in the form it reads."""
