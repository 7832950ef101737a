import { CircleAlert, RotateCw } from "lucide-react";
import { Button } from "./Button";
import { EmptyState } from "./EmptyState";

interface ErrorStateProps {
  title: string;
  error: Error;
  onRetry?: () => void;
}

export function ErrorState({ title, error, onRetry }: ErrorStateProps) {
  return (
    <div role="alert">
      <EmptyState
        icon={<CircleAlert className="text-danger" />}
        title={title}
        action={onRetry && <Button icon={<RotateCw />} onClick={onRetry}>Try again</Button>}
      >
        {error.message}
      </EmptyState>
    </div>
  );
}
