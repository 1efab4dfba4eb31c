"""From a platform's download to single submissions: what lies in it, and whose each is."""
