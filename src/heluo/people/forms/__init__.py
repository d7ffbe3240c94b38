"""The forms of people: the shape of what is typed, and a sentence for each thing that is wrong."""
