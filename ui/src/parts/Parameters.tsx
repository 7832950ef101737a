import { EmptyState } from "@/kit/EmptyState";
import { Json } from "@/kit/Json";

export function Parameters({ parameters }: { parameters: unknown }) {
  const isEmpty = !parameters || Object.keys(parameters).length === 0;
  if (isEmpty) return <EmptyState title="This run was called without parameters" />;
  return (
    <div className="overflow-y-auto px-4 py-4 sm:px-6">
      <Json value={parameters} label="parameters" />
    </div>
  );
}
