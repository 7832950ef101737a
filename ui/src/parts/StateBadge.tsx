import { Badge } from "@/kit/Badge";
import { Tooltip } from "@/kit/Tooltip";
import { isActive, stateLabel, toneOf } from "@/lib/states";

interface StateBadgeProps {
  type: string | null;
  name?: string | null;
  message?: string | null;
}

export function StateBadge({ type, name, message }: StateBadgeProps) {
  const badge = (
    <Badge tone={toneOf(type, name)} isBusy={isActive(type)}>
      {stateLabel(type, name)}
    </Badge>
  );
  if (!message) return badge;
  return (
    <Tooltip text={<span className="line-clamp-6">{message}</span>}>
      <span className="relative z-10 inline-flex">{badge}</span>
    </Tooltip>
  );
}
