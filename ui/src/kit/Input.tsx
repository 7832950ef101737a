import { Search, X } from "lucide-react";
import { useEffect, useEffectEvent, useState } from "react";
import { cx } from "./cx";

export const FIELD =
  "h-8 rounded-md border border-line-strong bg-surface text-sm text-ink placeholder:text-faint hover:border-faint disabled:opacity-50";

interface SearchInputProps {
  value: string;
  onChange: (value: string) => void;
  label: string;
  className?: string;
}

/** A search field that tells its text once typing pauses. Escape clears it. */
export function SearchInput({ value, onChange, label, className }: SearchInputProps) {
  const [text, setText] = useState(value);
  const [told, setTold] = useState(value);
  if (told !== value) {
    setTold(value);
    setText(value);
  }
  const tell = useEffectEvent((next: string) => {
    setTold(next);
    onChange(next);
  });
  useEffect(() => {
    if (text === value) return undefined;
    const timer = setTimeout(() => tell(text), 250);
    return () => clearTimeout(timer);
  }, [text, value]);
  return (
    <div className={cx("relative", className)}>
      <Search aria-hidden className="pointer-events-none absolute top-2 left-2 size-4 text-faint" />
      <input
        type="text"
        role="searchbox"
        aria-label={label}
        placeholder={label}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && setText("")}
        className={cx(FIELD, "w-full pr-7 pl-7.5")}
      />
      {text && (
        <button
          type="button"
          aria-label="Clear search"
          onClick={() => setText("")}
          className="absolute top-1.5 right-1.5 rounded p-0.5 text-faint hover:text-ink"
        >
          <X className="size-4" />
        </button>
      )}
    </div>
  );
}
