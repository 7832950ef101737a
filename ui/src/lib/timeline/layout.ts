/** Packs spans of time into as few lanes as possible, first lane first. */
export interface Span {
  id: string;
  label: string;
  start: number;
  /** Infinity while it is open: nothing may follow it in its lane. */
  end: number;
}

export interface Placed<T extends Span = Span> {
  span: T;
  lane: number;
}

export interface Layout<T extends Span = Span> {
  /** Per lane, in order of time. */
  lanes: Placed<T>[][];
  /** All, in order of time. */
  order: Placed<T>[];
  byId: ReadonlyMap<string, Placed<T>>;
}

/** `room` is the time that a span occupies for its label, beside or inside its bar. */
export function layOut<T extends Span>(spans: readonly T[], room: (span: T) => number = () => 0): Layout<T> {
  const sorted = spans.toSorted((a, b) => a.start - b.start || a.end - b.end || (a.id < b.id ? -1 : 1));
  const busy = new Heap<{ until: number; lane: number }>((a, b) => a.until - b.until);
  const free = new Heap<number>((a, b) => a - b);
  const lanes: Placed<T>[][] = [];
  const order: Placed<T>[] = [];
  const byId = new Map<string, Placed<T>>();
  for (const span of sorted) {
    for (let top = busy.peek(); top && top.until <= span.start; top = busy.peek()) {
      busy.pop();
      free.push(top.lane);
    }
    const lane = free.pop() ?? lanes.length;
    const placed = { span, lane };
    (lanes[lane] ??= []).push(placed);
    order.push(placed);
    byId.set(span.id, placed);
    const label = room(span);
    const until = span.end - span.start >= label ? span.end : span.end + label;
    busy.push({ until, lane });
  }
  return { lanes, order, byId };
}

/** A binary min-heap. */
class Heap<T> {
  private readonly items: T[] = [];
  constructor(private readonly compare: (a: T, b: T) => number) {}

  peek(): T | undefined {
    return this.items[0];
  }

  push(item: T): void {
    const { items } = this;
    let at = items.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.isLess(at, parent)) return;
      this.swap(at, parent);
      at = parent;
    }
  }

  pop(): T | undefined {
    const { items } = this;
    const top = items[0];
    const last = items.pop();
    if (items.length > 0 && last !== undefined) {
      items[0] = last;
      this.sink(0);
    }
    return top;
  }

  private sink(start: number): void {
    let at = start;
    for (;;) {
      const left = 2 * at + 1;
      let least = at;
      if (left < this.items.length && this.isLess(left, least)) least = left;
      if (left + 1 < this.items.length && this.isLess(left + 1, least)) least = left + 1;
      if (least === at) return;
      this.swap(at, least);
      at = least;
    }
  }

  private isLess(a: number, b: number): boolean {
    return this.compare(this.items[a] as T, this.items[b] as T) < 0;
  }

  private swap(a: number, b: number): void {
    [this.items[a], this.items[b]] = [this.items[b] as T, this.items[a] as T];
  }
}
