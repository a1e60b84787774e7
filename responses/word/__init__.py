"""The answer form for Word: written, read back, and compared with the draft."""
