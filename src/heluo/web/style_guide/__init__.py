"""Every component on one page, for builders; shown only while debugging."""
