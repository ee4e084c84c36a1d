"""Days and times: as values, as people type them, as files hold them, and when a thing comes round."""
