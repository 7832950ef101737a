import { Check, Minus } from "lucide-react";
import { Checkbox as Radix } from "radix-ui";

interface CheckboxProps {
  label: string;
  checked: boolean | "indeterminate";
  onChange: (checked: boolean) => void;
}

export function Checkbox({ label, checked, onChange }: CheckboxProps) {
  return (
    <Radix.Root
      aria-label={label}
      checked={checked}
      onCheckedChange={(value) => onChange(value === true)}
      className="flex size-4 shrink-0 items-center justify-center rounded border border-line-strong bg-surface text-on-accent hover:border-faint data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent"
    >
      <Radix.Indicator>
        {checked === "indeterminate" ? <Minus className="size-3" strokeWidth={3} /> : <Check className="size-3" strokeWidth={3} />}
      </Radix.Indicator>
    </Radix.Root>
  );
}

/** A setting that is on or off, with its words beside it. */
export function Switch({ label, checked, onChange }: { label: string; checked: boolean; onChange: (checked: boolean) => void }) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={checked}
      onClick={() => onChange(!checked)}
      className="inline-flex h-8 shrink-0 items-center gap-2 rounded-md px-1 text-sm whitespace-nowrap text-soft hover:text-ink"
    >
      <span aria-hidden data-on={checked} className="flex h-4 w-7 rounded-full bg-line-strong p-0.5 transition-colors data-[on=true]:bg-accent">
        <span data-on={checked} className="size-3 rounded-full bg-surface transition-transform data-[on=true]:translate-x-3" />
      </span>
      {label}
    </button>
  );
}
