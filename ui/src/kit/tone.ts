/** The colours with a meaning that tokens.css declares. */
export type Tone = "green" | "red" | "orange" | "blue" | "amber" | "grey" | "violet";
export const TONES: readonly Tone[] = ["green", "red", "orange", "blue", "amber", "grey", "violet"];
