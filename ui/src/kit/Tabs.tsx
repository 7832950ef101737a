import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";

export interface TabItem {
  key: string;
  label: ReactNode;
  content: ReactNode;
}

interface TabsProps {
  label: string;
  items: readonly TabItem[];
  value: string;
  onChange: (key: string) => void;
}

export function Tabs({ label, items, value, onChange }: TabsProps) {
  return (
    <Radix.Root value={value} onValueChange={onChange} activationMode="manual" className="flex min-h-0 flex-1 flex-col">
      <Radix.List aria-label={label} className="flex shrink-0 gap-1 overflow-x-auto border-b border-line px-4 sm:px-6">
        {items.map((item) => (
          <Radix.Trigger
            key={item.key}
            value={item.key}
            className="-mb-px flex h-9 shrink-0 items-center gap-1.5 border-b-2 border-transparent px-2 text-sm font-medium text-soft -outline-offset-2! hover:text-ink data-[state=active]:border-accent data-[state=active]:text-ink"
          >
            {item.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {items.map((item) => (
        <Radix.Content key={item.key} value={item.key} tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none">
          {item.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
