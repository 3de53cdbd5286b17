"""The screens. They show an Ask, hand back an Answer, and know nothing else of the talk."""
