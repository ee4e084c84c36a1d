"""Calendars (RFC 5545) into appointments."""
