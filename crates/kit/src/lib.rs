//! What each service needs to run: configuration, telemetry, health, reflection, callers, shutdown, clock.
