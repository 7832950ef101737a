"""Settings and profiles."""

from pathlib import Path

import pytest

from legato.exceptions import MissingProfileError, ProfileError, SettingError
from legato.settings import (
    LEGATO_API_DATABASE_CONNECTION_URL,
    LEGATO_API_DEFAULT_LIMIT,
    LEGATO_API_URL,
    LEGATO_LOGGING_LEVEL,
    LEGATO_LOGGING_LOG_PRINTS,
    LEGATO_TASK_DEFAULT_RETRY_DELAY_SECONDS,
    SETTINGS,
    Profile,
    Setting,
    load_profiles,
    save_profiles,
    temporary_settings,
    use_profile,
)


@pytest.fixture
def profile() -> None:
    profiles = load_profiles()
    profiles.add(Profile("dev", {"LEGATO_API_URL": "http://profile/api", "LEGATO_LOGGING_LEVEL": "DEBUG"}))
    profiles.active = "dev"
    save_profiles(profiles)


@pytest.mark.usefixtures("profile")
def test_flag_wins_over_environment_over_profile_over_default(monkeypatch: pytest.MonkeyPatch) -> None:
    assert LEGATO_API_URL.value_and_source() == ("http://profile/api", "profile")
    monkeypatch.setenv("LEGATO_API_URL", "http://env/api")
    assert LEGATO_API_URL.value_and_source() == ("http://env/api", "env")
    with use_profile("dev"):
        assert LEGATO_API_URL.value() == "http://profile/api"
        with temporary_settings({LEGATO_API_URL: "http://here/api"}):
            assert LEGATO_API_URL.value() == "http://here/api"
    assert LEGATO_API_DEFAULT_LIMIT.value_and_source() == (200, "default")


def test_unknown_profile_is_said_once_and_defaults_hold(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LEGATO_PROFILE", "nowhere")
    assert LEGATO_LOGGING_LEVEL.value() == "INFO"
    assert LEGATO_API_URL.value() is None
    assert capsys.readouterr().err.count("no profile 'nowhere'") == 1
    with pytest.raises(MissingProfileError), use_profile("nowhere"):
        pass


@pytest.mark.parametrize(
    ("setting", "text"),
    [
        (LEGATO_LOGGING_LEVEL, "LOUD"),
        (LEGATO_API_DEFAULT_LIMIT, "0"),
        (LEGATO_API_DEFAULT_LIMIT, "many"),
        (LEGATO_LOGGING_LOG_PRINTS, "perhaps"),
    ],
)
def test_wrong_value_names_the_setting(setting: Setting[object], text: str) -> None:
    with pytest.raises(SettingError, match=setting.name):
        setting.parse(text)


def test_kinds_of_values() -> None:
    assert LEGATO_LOGGING_LOG_PRINTS.parse("Yes") is True
    assert LEGATO_TASK_DEFAULT_RETRY_DELAY_SECONDS.parse("[1, 2.5]") == [1, 2.5]
    assert LEGATO_TASK_DEFAULT_RETRY_DELAY_SECONDS.parse("3") == 3


def test_defaults_follow_the_home(home: Path) -> None:
    assert LEGATO_API_DATABASE_CONNECTION_URL.value() == f"sqlite:///{home}/legato.db"


def test_broken_profiles_file_is_one_clear_error(home: Path) -> None:
    (home / "profiles.toml").write_text("not toml [")
    with pytest.raises(ProfileError, match=r"profiles\.toml is not a profiles file"):
        LEGATO_API_URL.value()


def test_every_setting_has_a_sentence() -> None:
    assert all(setting.help.endswith(".") and name.startswith("LEGATO_") for name, setting in SETTINGS.items())
