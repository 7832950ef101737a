import { Monitor, Moon, Sun } from "lucide-react";
import { IconButton } from "./Button";
import { chooseTheme, type ThemeChoice, useThemeChoice } from "./theme";

const NEXT: Record<ThemeChoice, ThemeChoice> = { system: "light", light: "dark", dark: "system" };
const ICON = { system: Monitor, light: Sun, dark: Moon };

export function ThemeToggle() {
  const choice = useThemeChoice();
  const Icon = ICON[choice];
  return (
    <IconButton label={`Theme: ${choice}. Switch to ${NEXT[choice]}`} onClick={() => chooseTheme(NEXT[choice])}>
      <Icon />
    </IconButton>
  );
}
