"""What the core's services put into the shared schema: matters, calendar, files, jobs, desks."""
