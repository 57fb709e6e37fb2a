"""What a search sees: commits of builds, the lock of who makes them, the view of who reads."""
