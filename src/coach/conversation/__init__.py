"""ONE conversation as it happens. No clock, no dice and no disk: they are passed in."""
