import { useVirtualizer, type Virtualizer } from "@tanstack/react-virtual";
import { type HTMLAttributes, type ReactNode, type RefObject, useEffect } from "react";

interface VirtualRowsProps extends HTMLAttributes<HTMLDivElement> {
  count: number;
  /** Height of a row in pixels, or a first guess when rows are measured. */
  rowHeight: number;
  isMeasured?: boolean;
  scroller: RefObject<HTMLDivElement | null>;
  renderRow: (index: number) => ReactNode;
  keyOf?: (index: number) => string | number;
  onRange?: (first: number, last: number) => void;
  onVirtualizer?: (virtualizer: Virtualizer<HTMLElement, Element>) => void;
}

/** A scrolling element that draws only the rows in sight. It must have a height of its own. */
export function VirtualRows(props: VirtualRowsProps) {
  const { count, rowHeight, isMeasured, scroller, renderRow, keyOf, onRange, onVirtualizer, ...rest } = props;
  const virtualizer = useVirtualizer<HTMLElement, Element>({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    ...(keyOf && { getItemKey: keyOf }),
  });
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => onRange?.(first, last), [first, last, onRange]);
  useEffect(() => onVirtualizer?.(virtualizer), [virtualizer, onVirtualizer]);
  return (
    <div ref={scroller} {...rest}>
      <div role="rowgroup" style={{ height: virtualizer.getTotalSize(), position: "relative" }}>
        {items.map((item) => (
          <div
            key={item.key}
            data-index={item.index}
            ref={isMeasured ? virtualizer.measureElement : undefined}
            style={{ position: "absolute", top: 0, left: 0, right: 0, transform: `translateY(${item.start}px)` }}
          >
            {renderRow(item.index)}
          </div>
        ))}
      </div>
    </div>
  );
}
