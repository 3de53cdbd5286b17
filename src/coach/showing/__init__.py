"""A record for people to look at. Reads events and words; imports nothing that draws."""
