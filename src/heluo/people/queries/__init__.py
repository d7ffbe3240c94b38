"""Every read of people. Each function starts from what the asking user may see. Import from the modules below."""
