"""How days are written, where Django's own way of a language has several forms for them."""
