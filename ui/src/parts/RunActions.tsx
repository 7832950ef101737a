import { useNavigate } from "@tanstack/react-router";
import { Ban, Trash2 } from "lucide-react";
import { useState } from "react";
import { type Outcome, useCancelRuns, useDeleteRuns } from "@/api/actions";
import type { FlowRun } from "@/api/types";
import { Button } from "@/kit/Button";
import { ConfirmDialog } from "@/kit/Dialog";
import { useToast } from "@/kit/Toast";
import { isFinal } from "@/lib/states";
import { to } from "@/routes/paths";

export function RunActions({ run }: { run: FlowRun }) {
  const [asking, setAsking] = useState<"cancel" | "delete" | null>(null);
  const cancelRuns = useCancelRuns();
  const deleteRuns = useDeleteRuns();
  const toast = useToast();
  const navigate = useNavigate();

  const settle = (outcome: Outcome, done: string): boolean => {
    setAsking(null);
    if (outcome.refused[0]) toast(outcome.refused[0], "red");
    else toast(done);
    return outcome.refused.length === 0;
  };
  const cancel = async () => settle(await cancelRuns.mutateAsync([run.id]), `Cancelling ${run.name}`);
  // Not by the mutation's own callbacks: the feed may take the run away first, and these buttons with it.
  const discard = async () => {
    if (settle(await deleteRuns.mutateAsync([run.id]), `Deleted ${run.name}`)) await navigate(to.flowRuns());
  };

  return (
    <>
      {!isFinal(run.state_type) && (
        <Button icon={<Ban />} disabled={run.state_type === "CANCELLING"} onClick={() => setAsking("cancel")}>
          Cancel
        </Button>
      )}
      <Button icon={<Trash2 />} onClick={() => setAsking("delete")}>
        Delete
      </Button>
      <ConfirmDialog isOpen={asking === "cancel"} title={`Cancel ${run.name}?`} confirmLabel="Cancel run" isDangerous isBusy={cancelRuns.isPending} onConfirm={() => void cancel()} onClose={() => setAsking(null)}>
        The process that runs it is asked to stop. Task runs that have ended keep their results.
      </ConfirmDialog>
      <ConfirmDialog isOpen={asking === "delete"} title={`Delete ${run.name}?`} confirmLabel="Delete run" isDangerous isBusy={deleteRuns.isPending} onConfirm={() => void discard()} onClose={() => setAsking(null)}>
        Its task runs, states and logs go with it. This cannot be undone.
      </ConfirmDialog>
    </>
  );
}
