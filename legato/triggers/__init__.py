"""Does this event concern that filter, that trigger? Plain functions of events."""
