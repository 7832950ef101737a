"""Settings: each a name, a type, a default and a sentence. A flag wins over the environment, that over the profile."""

from legato.settings.fields import *  # noqa: F403
from legato.settings.fields import SETTINGS as SETTINGS
from legato.settings.load import Setting as Setting
from legato.settings.load import active_profile_name as active_profile_name
from legato.settings.load import temporary_settings as temporary_settings
from legato.settings.load import use_profile as use_profile
from legato.settings.profiles import Profile as Profile
from legato.settings.profiles import ProfilesCollection as ProfilesCollection
from legato.settings.profiles import load_profiles as load_profiles
from legato.settings.profiles import save_profiles as save_profiles
