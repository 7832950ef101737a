import { Check, ChevronDown } from "lucide-react";
import { Popover } from "radix-ui";
import { type ReactNode, useState } from "react";
import { Button } from "./Button";
import { cx } from "./cx";
import { SearchInput } from "./Input";

export interface Choice {
  key: string;
  label: ReactNode;
}

interface MultiSelectProps {
  label: string;
  choices: readonly Choice[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
  /** Given, the list has a search field, and the owner finds the choices. */
  search?: { text: string; onChange: (text: string) => void };
  onOpen?: () => void;
  emptyText?: string;
  className?: string;
}

export function MultiSelect({ label, choices, chosen, onChange, search, onOpen, emptyText, className }: MultiSelectProps) {
  const [isOpen, setOpen] = useState(false);
  const toggle = (key: string) => onChange(chosen.includes(key) ? chosen.filter((each) => each !== key) : [...chosen, key]);
  const change = (open: boolean) => {
    setOpen(open);
    if (open) onOpen?.();
  };
  return (
    <Popover.Root open={isOpen} onOpenChange={change}>
      <Popover.Trigger asChild>
        <Button className={className}>
          {label}
          {chosen.length > 0 && <span className="rounded bg-accent px-1.5 text-2xs text-on-accent">{chosen.length}</span>}
          <ChevronDown className="size-3.5! text-faint" />
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={4}
          collisionPadding={8}
          className="animate-appear z-40 w-64 rounded-lg border border-line bg-raised p-1.5 shadow-pop"
        >
          {search && <SearchInput label="Search" value={search.text} onChange={search.onChange} className="mb-1.5" />}
          <ul role="listbox" aria-label={label} aria-multiselectable className="max-h-72 overflow-y-auto">
            {choices.map((choice) => (
              <Option key={choice.key} choice={choice} isChosen={chosen.includes(choice.key)} onToggle={toggle} />
            ))}
            {choices.length === 0 && <li className="px-2 py-3 text-center text-faint">{emptyText ?? "Nothing found"}</li>}
          </ul>
          {chosen.length > 0 && (
            <Button kind="ghost" className="mt-1 w-full" onClick={() => onChange([])}>
              Clear selection
            </Button>
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Option({ choice, isChosen, onToggle }: { choice: Choice; isChosen: boolean; onToggle: (key: string) => void }) {
  return (
    <li>
      <button
        type="button"
        role="option"
        aria-selected={isChosen}
        onClick={() => onToggle(choice.key)}
        className="flex w-full items-center gap-2 rounded px-2 py-1.5 text-left hover:bg-hover"
      >
        <Tick isOn={isChosen} />
        <span className="min-w-0 truncate">{choice.label}</span>
      </button>
    </li>
  );
}

function Tick({ isOn }: { isOn: boolean }) {
  return (
    <span
      aria-hidden
      className={cx(
        "flex size-4 shrink-0 items-center justify-center rounded border",
        isOn ? "border-accent bg-accent text-on-accent" : "border-line-strong bg-surface",
      )}
    >
      {isOn && <Check className="size-3" strokeWidth={3} />}
    </span>
  );
}
