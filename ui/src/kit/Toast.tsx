import { X } from "lucide-react";
import { createContext, type ReactNode, use, useCallback, useMemo, useState } from "react";
import type { Tone } from "./tone";

interface Message {
  id: number;
  tone: Tone;
  text: string;
}

type Show = (text: string, tone?: Tone) => void;
const ToastContext = createContext<Show>(() => undefined);
export const useToast = (): Show => use(ToastContext);

const SHOWN_MS = 6000;
let lastId = 0;

export function ToastProvider({ children }: { children: ReactNode }) {
  const [messages, setMessages] = useState<Message[]>([]);
  const drop = useCallback((id: number) => setMessages((all) => all.filter((each) => each.id !== id)), []);
  const show = useMemo<Show>(
    () =>
      (text, tone = "green") => {
        lastId += 1;
        const id = lastId;
        setMessages((all) => [...all.slice(-3), { id, tone, text }]);
        setTimeout(() => drop(id), SHOWN_MS);
      },
    [drop],
  );
  return (
    <ToastContext value={show}>
      {children}
      <div aria-live="polite" className="pointer-events-none fixed right-4 bottom-4 z-50 flex w-80 max-w-[calc(100vw-2rem)] flex-col gap-2">
        {messages.map((message) => (
          <div
            key={message.id}
            data-tone={message.tone}
            className="animate-appear pointer-events-auto flex items-start gap-2.5 rounded-lg border border-line bg-raised p-3 shadow-pop"
          >
            <span aria-hidden className="mt-1.5 size-2 shrink-0 rounded-full bg-tone" />
            <p className="min-w-0 flex-1 break-words">{message.text}</p>
            <button type="button" aria-label="Dismiss" onClick={() => drop(message.id)} className="text-faint hover:text-ink">
              <X className="size-4" />
            </button>
          </div>
        ))}
      </div>
    </ToastContext>
  );
}
