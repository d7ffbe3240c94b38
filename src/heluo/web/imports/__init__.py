"""The pages for workbooks: send them, see what is wrong, import them, fetch empty ones."""
