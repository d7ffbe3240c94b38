"""Every read of the loop. Each starts from what this user may see: nothing here returns a row that one may not."""
