import { CopyButton } from "@/kit/CopyButton";

/** An id in full, with a button to copy it. */
export function Identifier({ id, label }: { id: string; label: string }) {
  return (
    <span className="flex items-center gap-1">
      <code className="min-w-0 truncate font-mono text-xs">{id}</code>
      <CopyButton text={id} label={`Copy ${label}`} />
    </span>
  );
}
