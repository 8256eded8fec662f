"""What citizens do by one word: SUIVI, ANNULER, ARRÊT, LANGUE, and CONFIRMER when nothing proves who asks."""
