import { ChevronLeft, ChevronRight } from "lucide-react";
import { IconButton } from "./Button";

interface PagerProps {
  page: number;
  pageSize: number;
  total: number;
  onChange: (page: number) => void;
}

export function Pager({ page, pageSize, total, onChange }: PagerProps) {
  const pages = Math.max(1, Math.ceil(total / pageSize));
  if (pages === 1 && page === 1) return null;
  const first = (page - 1) * pageSize + 1;
  return (
    <nav aria-label="Pages" className="flex items-center justify-end gap-2 px-4 py-3 text-soft sm:px-6">
      <span className="tabular-nums">
        {first.toLocaleString()}–{Math.min(total, page * pageSize).toLocaleString()} of {total.toLocaleString()}
      </span>
      <IconButton label="Previous page" kind="plain" disabled={page <= 1} onClick={() => onChange(page - 1)}>
        <ChevronLeft />
      </IconButton>
      <IconButton label="Next page" kind="plain" disabled={page >= pages} onClick={() => onChange(page + 1)}>
        <ChevronRight />
      </IconButton>
    </nav>
  );
}
