import { Link } from "@tanstack/react-router";
import { Compass } from "lucide-react";
import { EmptyState } from "@/kit/EmptyState";
import { to } from "@/routes/paths";

export function NotFoundPage() {
  return (
    <EmptyState icon={<Compass />} title="There is nothing at this address" action={<Link {...to.flowRuns()} className="font-medium text-accent underline">See the flow runs</Link>}>
      The link may be from another version, or what it showed has been deleted.
    </EmptyState>
  );
}
