import { CircleAlert, RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./Button";
import { EmptyState } from "./EmptyState";

interface ErrorStateProps {
  title: string;
  error: Error;
  onRetry?: () => void;
  /** Instead of trying again. */
  action?: ReactNode;
}

export function ErrorState({ title, error, onRetry, action }: ErrorStateProps) {
  return (
    <div role="alert">
      <EmptyState
        icon={<CircleAlert className="text-danger" />}
        title={title}
        action={action ?? (onRetry && <Button icon={<RotateCw />} onClick={onRetry}>Try again</Button>)}
      >
        {error.message}
      </EmptyState>
    </div>
  );
}
