"""How numbers and sentences are written for people: official Chinese forms, and the language of messages."""
