"""Running deployments from the process that declares them."""
