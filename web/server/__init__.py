"""The server under the application: connections, clocks, logs, worker processes."""
