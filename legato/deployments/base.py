"""Starting projects, where users of Prefect 2 look for it."""

from legato.deployments.recipes import initialize_project as initialize_project
