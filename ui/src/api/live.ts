/** The live feed: one websocket for the whole page, which tells what has changed. */
import { EVERYTHING, mergeChanges, readChange, type Change } from "@/lib/changes";

export type LiveStatus = "connecting" | "up" | "down";
type Listener = (change: Change) => void;
interface Watch {
  ids: readonly string[] | null;
  listener: Listener;
  /** Watching began while the feed was silent, so something may have been missed. */
  late: boolean;
}

const FIRST_DELAY = 500;
const LONGEST_DELAY = 15_000;

export class LiveFeed {
  private socket: WebSocket | null = null;
  private current: LiveStatus = "connecting";
  private failures = 0;
  private subscribed = "";
  private withheld: Change | null = null;
  private readonly watches = new Set<Watch>();
  private readonly statusListeners = new Set<() => void>();

  constructor(private readonly url: () => string) {}

  get status(): LiveStatus {
    return this.current;
  }

  start(): void {
    document.addEventListener("visibilitychange", this.onVisibility);
    window.addEventListener("online", () => this.connect());
    this.connect();
  }

  /** Hears about changes of these runs (null: of all) until the returned function is called. */
  watch(ids: readonly string[] | null, listener: Listener): () => void {
    const watch: Watch = { ids, listener, late: this.current !== "up" };
    this.watches.add(watch);
    this.subscribe();
    return () => {
      this.watches.delete(watch);
      queueMicrotask(() => this.subscribe());
    };
  }

  onStatus = (listener: () => void): (() => void) => {
    this.statusListeners.add(listener);
    return () => void this.statusListeners.delete(listener);
  };

  private connect(): void {
    if (this.socket) return;
    const socket = new WebSocket(this.url());
    this.socket = socket;
    socket.addEventListener("open", () => {
      this.subscribed = "";
      this.subscribe();
    });
    socket.addEventListener("message", (event: MessageEvent<string>) => this.onMessage(event.data));
    socket.addEventListener("close", () => this.onClose());
  }

  private onClose(): void {
    this.socket = null;
    this.subscribed = "";
    for (const watch of this.watches) watch.late = true;
    this.setStatus("down");
    const delay = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** this.failures++);
    setTimeout(() => this.connect(), delay * (0.75 + Math.random() / 2));
  }

  private subscribe(): void {
    if (this.socket?.readyState !== WebSocket.OPEN) return;
    const watches = [...this.watches];
    const all = watches.some((watch) => watch.ids === null);
    const ids = all ? null : [...new Set(watches.flatMap((watch) => watch.ids ?? []))].toSorted();
    const message = JSON.stringify({ type: "subscribe", flow_run_ids: ids });
    if (message === this.subscribed) return;
    this.subscribed = message;
    this.socket.send(message);
  }

  private onMessage(text: string): void {
    const message: unknown = JSON.parse(text);
    if ((message as { type?: string }).type === "ready") return this.onReady();
    const change = readChange(message);
    if (!change) return;
    if (document.hidden) this.withheld = this.withheld ? mergeChanges(this.withheld, change) : change;
    else for (const watch of this.watches) watch.listener(change);
  }

  private onReady(): void {
    this.failures = 0;
    this.setStatus("up");
    for (const watch of this.watches) {
      if (watch.late) watch.listener(EVERYTHING);
      watch.late = false;
    }
  }

  /** A hidden page fetches nothing; what has changed meanwhile is told when it is looked at again. */
  private readonly onVisibility = (): void => {
    const change = this.withheld;
    if (document.hidden || !change) return;
    this.withheld = null;
    for (const watch of this.watches) watch.listener(change);
  };

  private setStatus(status: LiveStatus): void {
    if (status === this.current) return;
    this.current = status;
    for (const listener of this.statusListeners) listener();
  }
}

export const live = new LiveFeed(() => `${location.origin.replace(/^http/, "ws")}/api/live`);
