"""Every write to people. Import from the modules below."""
