import { Ban, Trash2, X } from "lucide-react";
import { useState } from "react";
import { type Outcome, useCancelRuns, useDeleteRuns } from "@/api/actions";
import { Button, IconButton } from "@/kit/Button";
import { ConfirmDialog } from "@/kit/Dialog";
import { useToast } from "@/kit/Toast";

interface SelectionBarProps {
  ids: readonly string[];
  onDone: () => void;
}

export const counted = (count: number) => (count === 1 ? "1 run" : `${count.toLocaleString()} runs`);

/** What can be done with the selected runs. */
export function SelectionBar({ ids, onDone }: SelectionBarProps) {
  const [asking, setAsking] = useState<"cancel" | "delete" | null>(null);
  const toast = useToast();
  const cancelRuns = useCancelRuns();
  const deleteRuns = useDeleteRuns();
  const isDeletion = asking === "delete";

  const report = (verb: string, outcome: Outcome) => {
    setAsking(null);
    onDone();
    if (outcome.done > 0) toast(`${verb} ${counted(outcome.done)}`);
    if (outcome.refused.length > 0) toast(`${counted(outcome.refused.length)} refused: ${outcome.refused[0]}`, "red");
  };
  // Not by the mutation's own callbacks: the feed may take the rows away first, and this bar with them.
  const confirm = async () => {
    if (isDeletion) report("Deleted", await deleteRuns.mutateAsync(ids));
    else report("Cancelled", await cancelRuns.mutateAsync(ids));
  };

  return (
    <div role="toolbar" aria-label="Selected runs" className="flex items-center gap-2">
      <IconButton label="Clear selection" onClick={onDone}>
        <X />
      </IconButton>
      <span className="mr-1 font-medium tabular-nums">{counted(ids.length)} selected</span>
      <Button icon={<Ban />} onClick={() => setAsking("cancel")}>
        Cancel
      </Button>
      <Button icon={<Trash2 />} onClick={() => setAsking("delete")}>
        Delete
      </Button>
      <ConfirmDialog
        isOpen={asking !== null}
        title={isDeletion ? `Delete ${counted(ids.length)}?` : `Cancel ${counted(ids.length)}?`}
        confirmLabel={isDeletion ? "Delete" : "Cancel runs"}
        isDangerous
        isBusy={cancelRuns.isPending || deleteRuns.isPending}
        onConfirm={() => void confirm()}
        onClose={() => setAsking(null)}
      >
        {isDeletion ? "Their task runs, states and logs go with them. This cannot be undone." : "Runs that have ended stay as they are."}
      </ConfirmDialog>
    </div>
  );
}
