import { CopyButton } from "./CopyButton";

const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** A value as indented JSON, with its parts told apart, and a button to copy it. */
export function Json({ value, label }: { value: unknown; label: string }) {
  const text = JSON.stringify(value, null, 2) ?? "null";
  return (
    <div className="relative rounded-lg border border-line bg-sunken">
      <div className="absolute top-1.5 right-1.5">
        <CopyButton text={text} label={`Copy ${label}`} />
      </div>
      <pre aria-label={label} className="max-h-[32rem] overflow-auto p-3 pr-10 font-mono text-xs leading-5 whitespace-pre-wrap break-words">
        {text.length > 100_000 ? text : paint(text)}
      </pre>
    </div>
  );
}

function paint(text: string) {
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, string, colon] = match;
    if (match.index > end) parts.push(text.slice(end, match.index));
    const tone = string ? (colon ? null : "green") : "violet";
    const word = colon ? whole.slice(0, -colon.length) : whole;
    parts.push(
      <span key={match.index} data-tone={tone ?? undefined} className={tone ? "text-tone-ink" : "text-soft"}>
        {word}
      </span>,
    );
    if (colon) parts.push(colon);
    end = match.index + whole.length;
  }
  parts.push(text.slice(end));
  return parts;
}
