"""Steps: functions that a deployment names, to build its code, to push it, and to pull it where a run is executed."""

from legato.deployments.steps.core import run_step as run_step
from legato.deployments.steps.core import run_steps as run_steps
from legato.deployments.steps.docker import build_docker_image as build_docker_image
from legato.deployments.steps.docker import push_docker_image as push_docker_image
from legato.deployments.steps.pull import git_clone as git_clone
from legato.deployments.steps.pull import git_clone_project as git_clone_project
from legato.deployments.steps.pull import pull_from_remote_storage as pull_from_remote_storage
from legato.deployments.steps.pull import pull_with_block as pull_with_block
from legato.deployments.steps.pull import set_working_directory as set_working_directory
from legato.deployments.steps.push import push_to_remote_storage as push_to_remote_storage
from legato.deployments.steps.push import push_with_block as push_with_block
from legato.deployments.steps.utility import pip_install_requirements as pip_install_requirements
from legato.deployments.steps.utility import run_shell_script as run_shell_script
