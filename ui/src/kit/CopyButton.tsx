import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Button, IconButton } from "./Button";

/** Copies a text; with words it is a full button, else an icon. */
export function CopyButton({ text, label, words }: { text: string; label: string; words?: string }) {
  const [isDone, setDone] = useState(false);
  useEffect(() => {
    if (!isDone) return undefined;
    const timer = setTimeout(() => setDone(false), 1500);
    return () => clearTimeout(timer);
  }, [isDone]);
  const copy = () => void copyText(text).then(() => setDone(true));
  const icon = isDone ? <Check /> : <Copy />;
  if (words) return <Button icon={icon} aria-label={label} onClick={copy}>{isDone ? "Copied" : words}</Button>;
  return <IconButton label={isDone ? "Copied" : label} className="h-6! w-6! [&_svg]:size-3.5!" onClick={copy}>{icon}</IconButton>;
}

/** The clipboard is closed to pages served over plain http from another host; a hidden field still works there. */
async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}
