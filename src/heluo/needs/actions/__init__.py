"""Every write of the loop: needs, offers, services, answers, and what happens by itself (sweep)."""
