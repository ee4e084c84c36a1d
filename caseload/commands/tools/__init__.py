"""What serves the caseload as a whole: data in and out, reports, set-up, help."""
