import { type Tone, TONES } from "@/kit/tone";

export interface ToneColours {
  solid: string;
  soft: string;
  ink: string;
}

export interface Palette {
  ink: string;
  faint: string;
  line: string;
  accent: string;
  surface: string;
  font: string;
  tones: Record<Tone, ToneColours>;
}

/** A canvas cannot use CSS variables, so their present values are read for it. */
export function readPalette(element: HTMLElement): Palette {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const tones = Object.fromEntries(
    TONES.map((tone) => [tone, { solid: read(tone), soft: read(`${tone}-soft`), ink: read(`${tone}-ink`) }]),
  ) as Record<Tone, ToneColours>;
  return {
    ink: read("ink"),
    faint: read("faint"),
    line: read("line"),
    accent: read("accent"),
    surface: read("surface"),
    font: style.fontFamily || "sans-serif",
    tones,
  };
}
