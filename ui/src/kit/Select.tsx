import { ChevronDown } from "lucide-react";
import { cx } from "./cx";
import { FIELD } from "./Input";

interface SelectProps<K extends string> {
  label: string;
  value: K;
  options: Readonly<Record<K, string>>;
  onChange: (value: K) => void;
  className?: string;
}

/** A choice of one, by the browser's own list: quick, and at home on every device. */
export function Select<K extends string>({ label, value, options, onChange, className }: SelectProps<K>) {
  return (
    <div className={cx("relative", className)}>
      <select
        aria-label={label}
        value={value}
        onChange={(event) => onChange(event.target.value as K)}
        className={cx(FIELD, "w-full appearance-none pr-7 pl-2.5 font-medium")}
      >
        {(Object.entries(options) as [K, string][]).map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute top-2.25 right-2 size-3.5 text-faint" />
    </div>
  );
}
