"""The small widgets. Each is told what to show and reports what happened; none knows a conversation."""
