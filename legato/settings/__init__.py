"""Settings: every one a name, a type, a default and a sentence. A flag wins over the environment, that over the profile."""

from legato.settings.fields import *  # noqa: F403
from legato.settings.fields import SETTINGS
from legato.settings.load import Setting, active_profile_name, temporary_settings, use_profile
from legato.settings.profiles import Profile, ProfilesCollection, load_profiles, save_profiles

__all__ = [
    "SETTINGS",
    "Profile",
    "ProfilesCollection",
    "Setting",
    "active_profile_name",
    "load_profiles",
    "save_profiles",
    "temporary_settings",
    "use_profile",
    *SETTINGS,
]
