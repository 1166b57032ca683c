"""What is claimed to be fast, measured beside what others would use; see README.md here."""
