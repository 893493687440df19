"""Acts: Prefect flows and tasks, HTTP, settings, the command line."""
