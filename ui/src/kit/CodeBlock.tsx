import { CopyButton } from "./CopyButton";

export function CodeBlock({ code, label }: { code: string; label: string }) {
  return (
    <div className="relative w-full rounded-lg border border-line bg-sunken text-left">
      <div className="absolute top-1.5 right-1.5">
        <CopyButton text={code} label={`Copy ${label}`} />
      </div>
      <pre className="overflow-x-auto p-3 pr-10 font-mono text-xs leading-5">{code}</pre>
    </div>
  );
}
