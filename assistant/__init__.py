"""The catalogue for assistants: tools of the Model Context Protocol that answer in cited rows."""
