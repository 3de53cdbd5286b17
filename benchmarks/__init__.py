"""How long things take, and what they weigh, beside what they can't be faster or lighter than."""
